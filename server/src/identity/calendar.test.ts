import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { calendarDay, dayOfReaching, fullYearsOn, isCalendarDay, shanghaiDayOf } from './calendar.ts';

const anyDay = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

describe('the calendar', () => {
  it.each([
    ['2026-11-23T15:59:59.999Z', '2026-11-23'],
    ['2026-11-23T16:00:00.000Z', '2026-11-24'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
    ['2028-02-28T16:00:00.000Z', '2028-02-29'],
    // China kept summer time in 1988: UTC+9 from April to September.
    ['1988-07-01T15:00:00.000Z', '1988-07-02'],
  ])('turns the day over at midnight in China: %s is %s', (instant, day) => {
    expect(shanghaiDayOf(new Date(instant))).toBe(day);
  });

  it.each(['1900-02-29', '2026-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '0000-01-01', '2026-1-1', '20260101', ''])(
    'knows that %s is not a day',
    (text) => expect(isCalendarDay(text)).toBe(false),
  );

  it.each(['2000-02-29', '1896-02-29', '2026-12-31', '0001-01-01'])('knows that %s is a day', (text) => {
    expect(isCalendarDay(text)).toBe(true);
  });

  it('agrees with the calendar of the runtime on which days exist', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }), (year, month, day) => {
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        expect(isCalendarDay(calendarDay(year, month, day))).toBe(exists);
      }),
    );
  });
});

describe('age in full years', () => {
  it.each([
    ['2008-11-23', '2026-11-22', 17],
    ['2008-11-23', '2026-11-23', 18],
    ['2008-11-23', '2026-11-24', 18],
    ['2026-11-23', '2026-11-23', 0],
    ['1926-01-01', '2026-01-01', 100],
  ])('of someone born %s on %s is %i: complete on the birthday itself', (birthday, day, years) => {
    expect(fullYearsOn(birthday, day)).toBe(years);
  });

  it.each([
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2008-02-29', '2028-02-28', 19],
    ['2008-02-29', '2028-02-29', 20],
    // 2100 is a common year.
    ['2004-02-29', '2100-02-28', 95],
    ['2004-02-29', '2100-03-01', 96],
  ])('of someone born on a leap day (%s) on %s is %i: in common years complete on 1 March', (birthday, day, years) => {
    expect(fullYearsOn(birthday, day)).toBe(years);
  });

  it('first reaches a number of years on the day that is foretold, and never the day before', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 100 }), (birthday, years) => {
        const day = dayOfReaching(birthday, years);
        const eve = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
        expect(fullYearsOn(birthday, day)).toBe(years);
        expect(fullYearsOn(birthday, eve)).toBe(years - 1);
      }),
    );
  });

  it('never falls as days pass, and grows by at most one a day', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 40_000 }), (birthday, days) => {
        const day = new Date(Date.parse(birthday) + days * 86_400_000).toISOString().slice(0, 10);
        expect([0, 1]).toContain(fullYearsOn(birthday, dayAfter(day)) - fullYearsOn(birthday, day));
      }),
    );
  });

  it('is not asked before birth or of days that do not exist, and the refusal repeats no date', () => {
    expect(() => fullYearsOn('2026-11-24', '2026-11-23')).toThrow(/^The day lies before the birthday\.$/);
    expect(() => fullYearsOn('1900-02-29', '2026-11-23')).toThrow(/^Not a calendar day\.$/);
    expect(() => dayOfReaching('2026-02-30', 18)).toThrow(/^Not a calendar day\.$/);
  });
});
