/** A day of the Gregorian calendar as 'YYYY-MM-DD' (GB/T 7408), without time or zone: a birthday never shifts. */
export type CalendarDay = string;

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;

const shanghaiDay = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  calendar: 'gregory',
  numberingSystem: 'latn',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** Zones begin their days at whole quarters of an hour, China's too since 1970; so long a day that was worked out holds. */
const QUARTER = 900_000;
let lately = { quarter: Number.NaN, day: '' };

/** The day it is in China (Asia/Shanghai) at an instant: the only "today" of this register's age rules. */
export function shanghaiDayOf(instant: Date): CalendarDay {
  const quarter = Math.floor(instant.getTime() / QUARTER);
  // Nearly everybody asks for today, several times in a request.
  if (quarter !== lately.quarter || quarter < 0) lately = { quarter, day: shanghaiDayAt(instant) };
  return lately.day;
}

function shanghaiDayAt(instant: Date): CalendarDay {
  const parts = new Map(shanghaiDay.formatToParts(instant).map(({ type, value }) => [type, value]));
  return calendarDay(Number(parts.get('year')), Number(parts.get('month')), Number(parts.get('day')));
}

/** Writes year, month (1–12) and day as 'YYYY-MM-DD', whether or not that day exists. */
export function calendarDay(year: number, month: number, day: number): CalendarDay {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Whether the text is 'YYYY-MM-DD' and that day exists: 1900-02-29 does not, 2000-02-29 does. */
export function isCalendarDay(text: string): boolean {
  const match = dayPattern.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * Age in full years (周岁) on a day, 0 or more; both arguments are calendar days.
 *
 * Years are complete on the birthday itself. For 29 February the birthday of a common year is 1 March: 民法典 art. 202
 * makes 28 February the *last* day of a period that has no corresponding day, so it is only complete afterwards. (The
 * day-after-the-birthday count of criminal cases, 法释〔2006〕1号 art. 2, is not used for civil capacity here.)
 * @throws RangeError when a day does not exist or the person is not born yet; the message repeats no date.
 */
export function fullYearsOn(birthday: CalendarDay, day: CalendarDay): number {
  if (!isCalendarDay(birthday) || !isCalendarDay(day)) throw new RangeError('Not a calendar day.');
  if (day < birthday) throw new RangeError('The day lies before the birthday.');
  const years = Number(day.slice(0, 4)) - Number(birthday.slice(0, 4));
  // 'MM-DD' compares like the calendar; a 29 February is passed first by '03-01' in a common year.
  return day.slice(5) >= birthday.slice(5) ? years : years - 1;
}

/** The first day on which a person is that many full years old, by the rule of {@link fullYearsOn}. */
export function dayOfReaching(birthday: CalendarDay, years: number): CalendarDay {
  if (!isCalendarDay(birthday)) throw new RangeError('Not a calendar day.');
  const anniversary = `${String(Number(birthday.slice(0, 4)) + years).padStart(4, '0')}${birthday.slice(4)}`;
  return isCalendarDay(anniversary) ? anniversary : `${anniversary.slice(0, 4)}-03-01`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
