import type { SameKeys } from '../../../locales/same-keys.ts';
import type source from '../zh-CN/home-visits.ts';

export default {
  nav: 'Visits at home',
  heading: 'Visits at home',
  lead: 'People who cannot travel ask the Red Cross to come. Whoever waits longest comes first.',
  list: 'List of visits',
  none: 'No visit waits.',
  purpose: { ORGAN_REGISTRATION: 'Registering about organs and tissues', BODY_DONATION: 'The paper of a body donation', OTHER: 'Something else' },
  day: 'Day of the visit',
  askedAt: 'Asked for on',
  updated: '{receiptNumber} is updated; the person can see it.',
  name: 'Name',
  phone: 'Telephone',
  address: 'Address',
  time: 'When it suits them',
  helper: 'Who helps at home',
  notSaid: 'Not said',
  hearThem: 'Meet the person, hear it from them, check their document. Nobody beside them may decide for them.',
  statusQuestion: 'How far has it come?',
  progress: { APPOINTED: 'A day is agreed', DONE: 'It took place', DECLINED: 'Nobody can come' },
  reason: 'Why nobody can come',
  reasons: { NOT_IN_OUR_AREA: 'The address lies in another area', CAN_BE_DONE_ONLINE: 'They would rather do it on line', NOT_REACHED: 'Nobody could be reached', OTHER: 'Another reason, told below' },
  problem: { status: 'Choose how far it has come', note: 'Write a sentence to the person' },
} satisfies SameKeys<typeof source>;
