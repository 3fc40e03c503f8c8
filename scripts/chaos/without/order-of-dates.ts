/** In place of `donors/moment-after.ts`, in a control only: each decision is dated by the clock alone. */
import type { momentAfter as after } from '../../../server/src/donors/moment-after.ts';

/** What the clock says. */
export const momentAfter: typeof after = (_before, now) => now;
