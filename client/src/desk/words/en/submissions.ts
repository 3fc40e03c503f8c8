import type { SameKeys } from '../../../locales/same-keys.ts';
import type source from '../zh-CN/submissions.ts';

export default {
  nav: 'Sent by partners',
  heading: 'Registrations sent by partners',
  lead: 'What partners send takes effect only when the person confirms it. Here are numbers, to find what was sent wrongly: an item that people change far more often than the others is most likely mapped wrongly by that partner.',
  from: 'From',
  to: 'To (included)',
  wrongDays: 'Give both days, the earlier one first',
  show: 'Show',
  list: 'By partner and channel',
  none: 'No partner sent anything in this time.',
  channel: { PARTNER_PROGRAMME: 'its programme', PAPER_FORM: 'paper forms' },
  submitted: 'Sent',
  waiting: 'Wait for the person',
  confirmedUnchanged: 'Confirmed unchanged',
  confirmedChanged: 'Confirmed with changes',
  declined: 'Not theirs, people say',
  expired: 'Not confirmed in time, erased',
  changedItems: 'Items that were changed',
  changedItem: '{item} {count} times',
  noItems: 'None',
  comma: ', ',
  suspected: 'Perhaps mapped wrongly',
  suspectedMeans: '{items}: changed far more often than the others. Stop this channel first, then compare the partner’s mapping.',
  sample: '{count} drawn at random, to compare with the originals',
  sampleMeans: 'Have the partner produce the originals of these receipt numbers and compare them line by line with the text that it was answered; the hash of that text should be the one below. Drawn anew each time.',
} satisfies SameKeys<typeof source>;
