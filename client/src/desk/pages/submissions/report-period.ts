/** The days of a report, as a form holds them: `YYYY-MM-DD`, both included. */
export interface ReportDays {
  readonly from: string;
  readonly to: string;
}

/** China knows one time and no summer time. */
const OFFSET = '+08:00';
const DAY = 86_400_000;

/** The days of the last month before an instant, as they are in China. */
export function lastThirtyDays(now: Date): ReportDays {
  const day = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
  return { from: day(now.getTime() - 29 * DAY), to: day(now.getTime()) };
}

/** The instants between which a report counts: from the beginning of the first day to the end of the last; null when a day is missing or they are the wrong way round. */
export function periodOf({ from, to }: ReportDays): { readonly from: string; readonly to: string } | null {
  const [begin, last] = [Date.parse(`${from}T00:00:00${OFFSET}`), Date.parse(`${to}T00:00:00${OFFSET}`)];
  if (Number.isNaN(begin) || Number.isNaN(last) || last < begin) return null;
  return { from: new Date(begin).toISOString(), to: new Date(last + DAY).toISOString() };
}
