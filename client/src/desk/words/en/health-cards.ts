import type { SameKeys } from '../../../locales/same-keys.ts';
import type source from '../zh-CN/health-cards.ts';

export default {
  nav: 'Health cards',
  heading: 'Health cards: reconciliation',
  lead: 'Whether each platform notes what the register says it should. Numbers only, nobody. The operator mends what differs.',
  reports: 'The last ones',
  none: 'Nothing has been reconciled yet.',
  platform: { CITY: 'The city’s health card platform', OPEN: 'The open health card platform' },
  at: 'When',
  ours: 'To be noted',
  theirs: 'Noted there',
  missing: 'Missing there',
  extra: 'There without reason',
  differing: 'Noted otherwise',
  underWay: 'Of these, on their way',
} satisfies SameKeys<typeof source>;
