import { expect, it } from 'vitest';
import type { Decision } from '../donors/decision.entity.ts';
import { isOvertaken } from './signing-day.ts';

const decided = (state: Decision['state'], at: string) => ({ state, recordedAt: new Date(at) });
const NOON = '2026-11-20T04:00:00Z';

it.each([
  ['a decision of the day before gives way', decided('AGREED', '2026-11-19T15:59:00Z'), null, false, false],
  ['a decision of the day after holds', decided('REFUSED', '2026-11-20T16:00:00Z'), null, false, true],
  ['on the same day an agreement on paper does not replace an agreement', decided('AGREED', NOON), null, false, true],
  ['on the same day an agreement on paper does not replace a refusal', decided('REFUSED', NOON), null, false, true],
  ['on the same day an agreement on paper does not replace a withdrawal', decided('WITHDRAWN', NOON), null, false, true],
  ['on the same day a refusal on paper replaces an agreement', decided('AGREED', NOON), null, true, false],
  ['on the same day a refusal on paper replaces a withdrawal', decided('WITHDRAWN', NOON), null, true, false],
  ['a paper that was signed before but typed later gives way', decided('AGREED', '2026-11-22T04:00:00Z'), '2026-11-19', false, false],
  ['a paper that was signed after and typed before holds', decided('AGREED', NOON), '2026-11-21', true, true],
])('%s', (_, latest, paperDay, isRefusal, expected) => {
  expect(isOvertaken({ signedOn: '2026-11-20', isRefusal }, latest, paperDay)).toBe(expected);
});
