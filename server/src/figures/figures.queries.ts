import { askAtLength } from '../database/at-length.ts';
import type { Em, Orm } from '../database/orm.ts';

/**
 * How many people must have moved before a division's published figure does: nobody's own decision can be read from a difference. No law
 * names a number; this one is ours (ADR 52).
 */
export const LEAST_CHANGE = 10;

/**
 * From this many published people on a county may go back to none. From fewer, "none" would say how few are left: from ten, that nobody who
 * lives there agrees.
 */
const LEAST_TO_VANISH = 2 * LEAST_CHANGE - 1;

/** How many people stand in one state in one division. */
export interface StandingFigure {
  /** Six digits of GB/T 2260; empty where the residence was not stated. */
  readonly divisionCode: string;
  readonly state: string;
  readonly people: number;
}

/** A published figure: from this day on, until the next one. */
export interface PublishedFigure {
  /** `YYYY-MM-DD` in China. */
  readonly day: string;
  readonly people: number;
}

/** What was folded, with what waits: in one statement, so in one view of the database, and therefore exact. */
const EXACT = `select division_code, state, sum(people) as people from
  (select division_code, state, people from figure_standing union all select division_code, state, amount from figure_delta) as both_parts group by division_code, state`;

const COUNTED = `select coalesce(residence_code, '') as division_code, state, count(*) as people from donor
  join decision on donor_id = donor.id and sequence = latest_sequence where erased_at is null group by 1, 2`;

/** How many people stand where, exactly, in the divisions whose code begins so. Not to be published: see `publishFigures`. */
export async function standingFigures(em: Em, prefix: string): Promise<StandingFigure[]> {
  const rows = await em.execute<{ divisionCode: string; state: string; people: string }[]>(`select division_code as "divisionCode", state, people from (${EXACT}) as exact where people <> 0 and division_code like ? order by 1, 2`, [`${prefix}%`]);
  return rows.map((row) => ({ ...row, people: Number(row.people) }));
}

/**
 * Folds the first of what was appended, at most `limit`. What commits meanwhile waits for the next time: only rows that are visible are taken.
 *
 * @returns whether more may wait.
 */
export async function foldFigures(em: Em, limit: number): Promise<boolean> {
  const [row] = await em.execute<{ taken: number }[]>(
    `with taken as (delete from figure_delta where number in (select number from figure_delta order by number limit ?) returning division_code, state, amount),
     folded as (
       insert into figure_standing as standing (division_code, state, people) select division_code, state, sum(amount) from taken group by 1, 2 order by 1, 2
       on conflict (division_code, state) do update set people = standing.people + excluded.people
     )
     select count(*)::int as taken from taken`,
    [limit],
  );
  return row?.taken === limit;
}

/**
 * Counts everybody and compares: by how many people the figures are wrong, over all divisions and states. Takes long; 0 is right.
 *
 * @param signal gives the count up, with an error.
 */
export async function driftOfFigures(orm: Orm, signal?: AbortSignal): Promise<number> {
  const [row] = await askAtLength<{ drift: string }>(
    orm,
    `select coalesce(sum(abs(coalesce(exact.people, 0) - coalesce(counted.people, 0))), 0) as drift from (${EXACT}) as exact full join (${COUNTED}) as counted using (division_code, state)`,
    signal,
  );
  return Number(row?.drift ?? 0);
}

/** Whether a day's figures were compared and published. */
export async function isPublished(em: Em, day: string): Promise<boolean> {
  return (await em.execute<object[]>('select from figure_day where day = ?', [day])).length > 0;
}

/**
 * Publishes how many people's agreement stands, for each county whose number has moved by `LEAST_CHANGE` since it was last published, and with
 * it for its city and province, by as much. One person moves a number by one at most, however often they decide, so each published
 * difference stands for that many people. Fewer than that many people are published as 0, where that says no more than "fewer".
 */
export async function publishFigures(em: Em, day: string, drift: number): Promise<void> {
  const last = (code: string) => `coalesce((select earlier.people from figure_published as earlier where earlier.division_code = ${code} order by day desc limit 1), 0)`;
  await em.execute(
    `with compared as (select division_code, people as now, ${last('exact.division_code')} as before from (${EXACT}) as exact where state = 'AGREED' and division_code <> ''),
     moved as (select division_code, case when now < ? then 0 else now end - before as change from compared where abs(now - before) >= ? and (now >= ? or before >= ?)),
     levels as (
       select division_code as code, change from moved
       union all select left(division_code, 4) || '00', change from moved where division_code not like '%00'
       union all select left(division_code, 2) || '0000', change from moved where division_code not like '%0000'
     )
     insert into figure_published (division_code, day, people) select code, ?, ${last('code')} + sum(change) from levels group by code`,
    [LEAST_CHANGE, LEAST_CHANGE, LEAST_CHANGE, LEAST_TO_VANISH, day],
  );
  await em.execute('insert into figure_day (day, drift) values (?, ?)', [day, drift]);
}

/**
 * The published figures of one division, on the first day and on each later one on which they moved. A wider division is the sum of what was
 * published of its parts: taking one from the other tells nothing more.
 */
export async function publishedFigures(em: Em, divisionCode: string, from: string, to: string): Promise<PublishedFigure[]> {
  const rows = await em.execute<{ day: string; people: string }[]>(
    `select greatest(day, ?::date)::text as day, people from figure_published
     where division_code = ? and day <= ? and day >= coalesce((select max(day) from figure_published where division_code = ? and day <= ?), ?::date) order by figure_published.day`,
    [from, divisionCode, to, divisionCode, from, from],
  );
  const figures = rows.map(({ day, people }) => ({ day, people: Number(people) }));
  return figures[0]?.day === from ? figures : [{ day: from, people: 0 }, ...figures];
}
