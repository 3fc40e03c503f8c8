import { describe, expect, it } from 'vitest';
import { readDirectoryFile, type OrganisationRow } from './organisation-csv.ts';

const header = 'key,name,level,division_code,parent,address,phone,source,can_witness_independently';
const good = 'rcs-330106,杭州市西湖区红十字会,county,330106,杭州市红十字会,,,市红十字会来函,false';

const read = (text: string) => readDirectoryFile(new TextEncoder().encode(text));
const readRows = (...lines: string[]) => {
  const file = read([header, ...lines].join('\n'));
  if (file.fault !== null) throw new Error(file.fault);
  return file;
};
const rowOf = (line: string): OrganisationRow => {
  const { rows, rejected } = readRows(line);
  if (!rows[0]) throw new Error(JSON.stringify(rejected));
  return rows[0];
};
const reasonsFor = (line: string) => readRows(line).rejected.flatMap(({ reasons }) => reasons);
/** A good row with one cell replaced. */
const withCell = (column: string, value: string) => good.split(',').map((cell, at) => (header.split(',')[at] === column ? value : cell)).join(',');

describe('a directory file', () => {
  it('is read row by row with line numbers, blank lines skipped', () => {
    const { rows } = readRows(good, '', withCell('key', 'rcs-330108'));
    expect(rows.map(({ line, key }) => [line, key])).toEqual([[2, 'rcs-330106'], [4, 'rcs-330108']]);
  });

  it('may have a BOM, Windows line endings or old Mac ones', () => {
    for (const text of [`\uFEFF${header}\r\n${good}\r\n`, `${header}\r${good}\r`, `${header}\n${good}`]) {
      expect(read(text)).toMatchObject({ fault: null, rows: [{ name: '杭州市西湖区红十字会', line: 2 }], rejected: [] });
    }
  });

  it('may have Chinese column names and levels, and its columns in any order', () => {
    expect(read('来源,名称,级别,区划代码,上级,电话\n来函,嘉善县红十字会,县,330421,嘉兴市红十字会,0573-12345678')).toMatchObject({
      rows: [{ name: '嘉善县红十字会', level: 'COUNTY', phone: '0573-12345678', address: undefined, key: undefined }],
    });
  });

  it('may quote cells that hold commas or quotes', () => {
    expect(rowOf(withCell('address', '"和平路1号，""红十字""楼,3层"')).address).toBe('和平路1号，"红十字"楼,3层');
  });

  it('is refused clearly when it is GBK, UTF-16 or binary', () => {
    const gbk = Uint8Array.from([0xba, 0xbc, 0xd6, 0xdd, 0xca, 0xd0]);
    const utf16 = Uint8Array.from([0xff, 0xfe, 0x6e, 0x00, 0x61, 0x00]);
    for (const bytes of [gbk, utf16, Uint8Array.from([0x6b, 0x00, 0x2c])]) expect(readDirectoryFile(bytes).fault).toContain('另存为“CSV UTF-8');
  });

  it.each([
    ['', '文件是空的'],
    [header, '只有表头'],
    [`${header},hours\n${good},`, '不认识的列“hours”'],
    [`name,name,level,division_code,parent,source\n`, '出现了两次'],
    ['name,level,parent,source\n', '缺少必需的列：division_code/区划代码'],
    [`${header}\n"没有收尾的引号,county,330106`, '引号不成对'],
    [`${header}\n${`${good}\n`.repeat(5_001)}`, '超过 5000 行'],
    [`${header}\n${'x'.repeat(2 * 1024 * 1024)}`, '超过 2 MB'],
  ])('is refused as a whole when it cannot be understood (%#)', (text, fault) => expect(read(text).fault).toContain(fault));
});

describe('a cell', () => {
  it('left blank says nothing, and a hyphen erases', () => {
    expect(rowOf(good)).toMatchObject({ address: undefined, phone: undefined });
    expect(rowOf(withCell('address', '-'))).toMatchObject({ address: null });
    expect(rowOf(withCell('phone', '-'))).toMatchObject({ phone: null });
  });

  it('is trimmed, ideographic spaces included', () => {
    expect(rowOf(withCell('name', '\u3000 杭州市西湖区红十字会 \u3000')).name).toBe('杭州市西湖区红十字会');
  });

  it.each(['=HYPERLINK("http://x")', '+86', '@SUM(A1)', '-1+1', '＝1'])('that a spreadsheet would run is refused: %s', (cell) => {
    expect(reasonsFor(withCell('address', `"${cell.replaceAll('"', '""')}"`))).toEqual(['地址不能以 = + - @ 开头（表格软件会把它当公式执行）']);
    expect(reasonsFor(withCell('name', `"${cell.replaceAll('"', '""')}"`)).join()).toContain('名称不能以 = + - @ 开头');
  });

  it.each([['line break', '"和平路\n1号"'], ['zero width', '和平\u200B路'], ['bidi override', '和平\u202E路'], ['bell', '和平\u0007路'], ['broken encoding', '和平\uFFFD路']])(
    'with an invisible or broken character is refused: %s',
    (_what, cell) => expect(reasonsFor(withCell('address', cell))).toEqual(['地址含有不可见字符、换行或乱码']),
  );

  it('that is too long is refused, counted in characters and not in code units', () => {
    expect(reasonsFor(withCell('address', '𠀀'.repeat(121)))).toEqual(['地址超过 120 个字']);
    expect(rowOf(withCell('address', '𠀀'.repeat(120))).address).toHaveLength(240);
  });

  it.each(['0571-12345678', '0571-1234567', '010-12345678', '0571-12345678-123', '13800000000', '400-123-4567', '12345', '0571-12345678；13800000000'])(
    'may hold the telephone number %s',
    (phone) => expect(rowOf(withCell('phone', phone)).phone).toBe(phone),
  );

  it.each(['12345678', '0571 12345678', '057112345678', '（0571）12345678', '1380000000', '23800000000', '待查', '0571-12345678;'])('is refused as a telephone number: %s', (phone) =>
    expect(reasonsFor(withCell('phone', phone)).join()).toContain('电话应写作'),
  );
});

describe('a row', () => {
  it('is refused with every reason at once', () => {
    expect(readRows('A!,,国家,33010,,,12,,maybe').rejected).toEqual([
      {
        line: 2,
        name: '',
        reasons: [
          '编号只能用小写字母、数字和连字符，3 至 40 个字符',
          '名称不能为空',
          '级别只能是 province/省、city/市、county/县',
          '区划代码应是 6 位数字',
          expect.stringContaining('电话应写作'),
          '来源不能为空',
          '2020年独立见证只能是 true/是、false/否 或空',
        ],
      },
    ]);
  });

  it('with an unquoted comma in an address has too many cells and is refused', () => {
    expect(reasonsFor(good.replace('红十字会,,', '红十字会,和平路1号,3层,')).join()).toContain('应有 9 格，实有 10 格');
  });

  it('with level __proto__ or constructor is refused', () => {
    expect(reasonsFor(withCell('level', '__proto__'))).toHaveLength(1);
    expect(reasonsFor(withCell('level', 'constructor'))).toHaveLength(1);
  });
});
