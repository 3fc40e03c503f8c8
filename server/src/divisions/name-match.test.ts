import { describe, expect, it } from 'vitest';
import { divisionByNames } from './name-match.ts';

const on = '2026-11-23';
const codeOf = (province: string | null, city: string | null, county: string | null) => divisionByNames({ province, city, county }, on)?.code ?? null;

describe('names of a profile', () => {
  it('lead to the county, or to the city when the county is missing or unknown', () => {
    expect(codeOf('浙江省', '杭州市', '西湖区')).toBe('330106');
    expect(codeOf('浙江省', '杭州市', null)).toBe('330100');
    expect(codeOf('浙江省', '杭州市', '不存在区')).toBe('330100');
  });

  it('lead nowhere when they name another city, nothing, or a division that ended', () => {
    expect(codeOf('浙江省', null, '西湖区')).toBeNull();
    expect(codeOf(null, null, null)).toBeNull();
    expect(codeOf('浙江省', '杭州市', '江干区')).toBe('330100');
  });
});
