/**
 * Writes `server/src/divisions/data/divisions.csv`, the divisions of China by GB/T 2260, from the npm package
 * `@vant/area-data` (MIT) and the history below.
 *
 *   node scripts/divisions-data.ts           writes the file
 *   node scripts/divisions-data.ts --check   exit code 1 when the file is not what this script would write
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { areaList } from '@vant/area-data';

interface Row {
  readonly code: string;
  readonly name: string;
  readonly level: 'PROVINCE' | 'CITY' | 'COUNTY';
  readonly parentCode: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly successors: readonly string[];
  readonly source: string;
}

const target = new URL('../server/src/divisions/data/divisions.csv', import.meta.url);

const packageVersion = (createRequire(import.meta.url)('@vant/area-data/package.json') as { version: string }).version;
const listed = `@vant/area-data ${packageVersion}`;

/** The notice that rearranged Hangzhou. It names no day of effect of its own: the day of publication is recorded. */
const hangzhou2021 = '浙江省人民政府《关于调整杭州市部分行政区划的通知》（落款 2021-03-11，2021-04-09 公布；未见另行规定的生效日，以公布日计）';
const dayBeforeHangzhou2021 = '2021-04-08';
const dayOfHangzhou2021 = '2021-04-09';

/** Divisions that ended, which no current list carries any more. */
const ended: readonly Row[] = [
  endedCounty('330103', '下城区', ['330105']),
  // 江干区 went to 上城区, but its 下沙 and 白杨 subdistricts to 钱塘区.
  endedCounty('330104', '江干区', ['330102', '330114']),
];

/** Divisions that began on a known day, and divisions that kept name and code while their area changed. */
const begun = new Map([
  ['330113', hangzhou2021],
  ['330114', hangzhou2021],
]);
const redrawn = new Map(['330102', '330105', '330110'].map((code) => [code, `${listed}；2021-04-09 起辖区范围调整，名称和代码沿用：${hangzhou2021}`]));

/** Rows of the package that are neither current nor county divisions of GB/T 2260, by their reason. */
const left = new Map([
  ['320112', '江北新区是国家级新区，不是县级行政区'],
  ['320611', '港闸区不在国家统计局 2023-06-30 名录中'],
  ['350402', '梅列区不在国家统计局 2023-06-30 名录中'],
  ['370634', '长岛县不在国家统计局 2023-06-30 名录中'],
]);

/** GB/T 2260 gives these three the province's code alone; what the package lists below them are codes of its own. */
const provinceOnly = /^(71|81|82)/;
/** Cities without counties (东莞, 中山, 儋州, 嘉峪关): the package fills in their towns under codes of its own. */
const withoutCounties = /^(4419|4420|4604|6202)/;

/** Development zones: 71 to 79 are statistical codes, and above 90 only county-level cities (…市) are divisions. */
function isZone(code: string, name: string): boolean {
  const last = Number(code.slice(4));
  return (last >= 71 && last <= 79) || (last >= 90 && !name.endsWith('市'));
}

function endedCounty(code: string, name: string, successors: readonly string[]): Row {
  const parentCode = `${code.slice(0, 4)}00`;
  return { code, name, level: 'COUNTY', parentCode, validFrom: '', validTo: dayBeforeHangzhou2021, successors, source: hangzhou2021 };
}

function current(code: string, name: string, level: Row['level'], parentCode: string): Row {
  const beginning = begun.get(code);
  return {
    code,
    // The package shortens the grouping rows of counties that a province administers directly.
    name: name === '省直辖县' ? '省直辖县级行政区划' : name,
    level,
    parentCode,
    validFrom: beginning ? dayOfHangzhou2021 : '',
    validTo: '',
    successors: [],
    source: beginning ?? redrawn.get(code) ?? listed,
  };
}

function rows(): Row[] {
  const provinces = Object.entries(areaList.province_list).map(([code, name]) => current(code, name, 'PROVINCE', ''));
  const cities = Object.entries(areaList.city_list)
    .filter(([code]) => !provinceOnly.test(code))
    .map(([code, name]) => current(code, name, 'CITY', `${code.slice(0, 2)}0000`));
  const counties = Object.entries(areaList.county_list)
    .filter(([code, name]) => !provinceOnly.test(code) && !withoutCounties.test(code) && !isZone(code, name) && !left.has(code))
    .map(([code, name]) => current(code, name, 'COUNTY', `${code.slice(0, 4)}00`));
  return [...provinces, ...cities, ...counties, ...ended].sort((a, b) => a.code.localeCompare(b.code));
}

const header = [
  `# 中华人民共和国行政区划代码（GB/T 2260）：省、市、县三级。来源：npm 包 @vant/area-data ${packageVersion}（MIT），2026-11-23 取用；`,
  '# 浙江省 90 个县级区划与国家统计局 2023-06-30 名录一致（modood/Administrative-divisions-of-China dist/areas.csv）。发布前须再核对一次。',
  '# 未收：开发区等非行政区划、不设县的市下属镇街、港澳台的下级（GB/T 2260 只列省级码）。沿革只收有来源的：杭州 2021。',
  '# validFrom 空 = 早于本名录的记载；validTo = 有效的最后一天，空 = 现行。successors 以 | 分隔。由 scripts/divisions-data.ts 生成，勿手改。',
];
const columns = 'code,name,level,parentCode,validFrom,validTo,successors,source';
const text = [...header, columns, ...rows().map((row) => [row.code, row.name, row.level, row.parentCode, row.validFrom, row.validTo, row.successors.join('|'), row.source].join(',')), ''].join('\n');

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    process.stderr.write('divisions.csv is not what scripts/divisions-data.ts writes\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
}
