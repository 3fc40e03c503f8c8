import { expect, test } from 'vitest';
import { daysSince } from './age.ts';

test.each([['2026-11-26T07:59:59Z', 0], ['2026-11-25T08:00:01Z', 0], ['2026-11-25T08:00:00Z', 1], ['2026-11-20T00:00:00Z', 6], ['2026-11-26T08:00:05Z', 0]])('%s lies %s whole days back', (instant, days) => {
  expect(daysSince(instant, Date.parse('2026-11-26T08:00:00Z'))).toBe(days);
});
