import { describe, expect, it } from 'vitest';
import { createWorld } from '../../kit/world.ts';

const world = await createWorld();

async function ask(query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await world.anonymous().query(query, variables);
  expect(errors).toBeUndefined();
  return data as Record<string, unknown>;
}

const namesBelow = async (variables: { parentCode?: string | null; on?: string; includeFormer?: boolean }) => {
  const query = 'query ($parentCode: String, $on: Date, $includeFormer: Boolean! = false) { divisions(parentCode: $parentCode, on: $on, includeFormer: $includeFormer) { name } }';
  return ((await ask(query, variables))['divisions'] as { name: string }[]).map(({ name }) => name);
};

describe('anybody, without signing in,', () => {
  it('can go from provinces to cities to counties', async () => {
    expect(await namesBelow({})).toHaveLength(34);
    expect(await namesBelow({ parentCode: '330000' })).toEqual(['杭州市', '宁波市', '温州市', '嘉兴市', '湖州市', '绍兴市', '金华市', '衢州市', '舟山市', '台州市', '丽水市']);
    expect(await namesBelow({ parentCode: '330900' })).toEqual(['定海区', '普陀区', '岱山县', '嵊泗县']);
    expect(await namesBelow({ parentCode: '330902' })).toEqual([]);
    expect(await namesBelow({ parentCode: 'nowhere' })).toEqual([]);
  });

  it('is offered the districts of today, former ones only on a former day or when asked for', async () => {
    expect(await namesBelow({ parentCode: '330100' })).not.toContain('江干区');
    expect(await namesBelow({ parentCode: '330100', on: '2021-04-08' })).toContain('江干区');
    expect(await namesBelow({ parentCode: '330100', on: '2021-04-08' })).not.toContain('钱塘区');
    expect(await namesBelow({ parentCode: '330100', includeFormer: true })).toEqual(expect.arrayContaining(['江干区', '下城区', '钱塘区', '临平区']));
  });

  it('can look up an ended code and learns what it is today', async () => {
    expect(await ask('{ division(code: "330104") { fullName level validFrom validTo parent { name parent { name parent { name } } } successors { code name validFrom } } }')).toEqual({
      division: {
        fullName: '浙江省杭州市江干区',
        level: 'COUNTY',
        validFrom: null,
        validTo: '2021-04-08',
        parent: { name: '杭州市', parent: { name: '浙江省', parent: null } },
        successors: [{ code: '330102', name: '上城区', validFrom: null }, { code: '330114', name: '钱塘区', validFrom: '2021-04-09' }],
      },
    });
  });

  it('gets null for a code that nobody ever had, and an error for a day that does not exist', async () => {
    expect(await ask('query ($code: String!) { division(code: $code) { name } }', { code: '000000' })).toEqual({ division: null });
    const { errors } = await world.anonymous().query('{ divisions(on: "2021-02-30") { name } }');
    expect(errors?.[0]?.extensions.code).toMatch(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/);
  });
});
