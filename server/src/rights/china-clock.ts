import { shanghaiDayOf } from '../identity/calendar.ts';

const timeOfDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** An instant as a family reads it, on the clock of China: 2026年11月25日 16:05. */
export function chinaClock(instant: string): string {
  const at = new Date(instant);
  return `${chinaDay(shanghaiDayOf(at))} ${timeOfDay.format(at)}`;
}

/** A day as a family reads it: 1980年5月17日. */
export function chinaDay(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
}
