import type { SameKeys } from '../../../locales/same-keys.ts';
import type source from '../zh-CN/review.ts';

export default {
  nav: 'Review of look-ups',
  heading: 'Review look-ups',
  lead: 'You see the look-ups of your area: who, for which case, why, and whether a second person confirmed. Whom they were about is shown to nobody here.',
  blocks: 'Accounts that may not look up now',
  noBlocks: 'None.',
  block: '{person} ({role}), {area}, blocked since {moment}',
  lift: 'I know what happened: lift it',
  lookUps: 'Look-ups',
  legend: 'Which',
  which: { DRAWN: 'Those drawn for review, and every urgent one', ALL: 'All' },
  none: 'None.',
  count: '{total} in all, the newest first.',
  more: 'Show earlier ones',
  notDone: 'Not done',
} satisfies SameKeys<typeof source>;
