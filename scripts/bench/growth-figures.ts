/** What figures by division cost at each step of `pnpm growth`, and whether they are right. */
import type pg from 'pg';
import { unlessBusy } from '../../server/src/database/alone.ts';
import type { Orm } from '../../server/src/database/orm.ts';
import { divisionsBelow } from '../../server/src/divisions/division.queries.ts';
import { driftOfFigures, foldFigures, publishedFigures, standingFigures } from '../../server/src/figures/figures.queries.ts';
import { timed } from './growth-measure.ts';
import type { Step } from './growth-record.ts';

const READINGS = Array.from({ length: 100 }, (_, reading) => reading);
/** Changes that wait to be folded while the exact figures are read: a minute of seventeen decisions a second. */
const TAIL = 1_000;
/** Days on which every county has a published figure, which none will have: ten years of them. */
const DAYS = 3_650;
/** Not the register's own, whose round would be kept waiting. */
const LOCK = 1;

/** @throws Error when the figures differ from what counting everybody says. */
export async function measureFigures(orm: Orm, client: pg.Client): Promise<Step['statistics']> {
  const em = () => orm.em.fork();
  while (await unlessBusy(orm, LOCK, false, (inside) => foldFigures(inside, 20_000)));
  const drift = await driftOfFigures(orm);
  if (drift !== 0) throw new Error(`The figures are wrong by ${drift}`);
  await client.query('insert into figure_delta (division_code, state, amount) select $1, $2, case when number % 2 = 0 then 1 else -1 end from generate_series(1, $3::int) as number', ['330106', 'AGREED', TAIL]);
  await publishForYears(client);
  await client.query('vacuum (analyze) figure_delta, figure_standing, figure_published');
  const counting = 'select residence_code, state, count(*) from donor join decision on donor_id = donor.id and sequence = latest_sequence where erased_at is null group by 1, 2';
  return [
    { question: 'exact, of a province', ...(await timed(READINGS, () => standingFigures(em(), '33'))) },
    { question: 'published, a year of a province', ...(await timed(READINGS, () => publishedFigures(em(), '330000', '2020-01-01', '2020-12-31'))) },
    { question: 'everybody counted (not ours)', ...(await timed(READINGS.slice(0, 3), () => client.query(counting))) },
  ];
}

/** Once: figures of a province and all its counties for years before there was any. */
async function publishForYears(client: pg.Client): Promise<void> {
  const counties = divisionsBelow('330000', '2026-11-01').flatMap(({ code }) => divisionsBelow(code, '2026-11-01').map((county) => county.code));
  await client.query("insert into figure_standing (division_code, state, people) select code, 'AGREED', 0 from unnest($1::text[]) as code on conflict do nothing", [counties]);
  await client.query("insert into figure_published (division_code, day, people) select code, date '2016-01-01' + number, 10 * (number + 1) from unnest($1::text[]) as code, generate_series(0, $2::int - 1) as number on conflict do nothing", [[...counties, '330000'], DAYS]);
}
