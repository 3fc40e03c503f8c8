import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/home.ts';

export default {
  heading: 'To donate or not: you decide',
  lead: 'Record, see and change your wish about donating organs and tissues. It is voluntary and unpaid, and you can change it at any time.',
  fear: {
    heading: 'Recording a wish does not affect how doctors treat you',
    message: 'What you record is a wish, not a consent form. Treating you and donating are two separate things.',
    law: 'Doctors who transplant may not take part in determining death (Regulations on Human Organ Donation and Transplantation, article 19).',
  },
  doors: 'What would you like to do?',
  agree: 'Agree to donate',
  agreeHint: 'Choose the organs and tissues you would donate',
  refuse: 'Refuse to donate',
  refuseHint: 'Once recorded, nobody may donate for you',
  edit: 'Change my decision',
  editHint: 'Change choices or contact details',
  withdraw: 'Withdraw my decision',
  withdrawHint: 'Take it back: nothing is stated any more',
  decision: 'My decision',
  decisionHint: 'See what is recorded and how it came about',
  myData: 'My personal data',
  myDataHint: 'How it is used, who saw it, how to take or erase it',
  offices: 'Red Cross offices',
  officesHint: 'Addresses and phones, advice in person',
  draft: {
    heading: 'You left something unfinished',
    message: 'What you entered is still on this phone.',
    resume: 'Continue where I left',
  },
  family: {
    heading: 'Talk with your family',
    message: 'A family that knows your wish can follow it, and is spared a hard question. Before or after recording, both are fine.',
  },
  after: {
    summary: 'What happens after recording?',
    wish: 'Recording leaves your wish, nothing more. You can change or withdraw it at any time without a reason (article 9).',
    medical: 'Whether donation is possible is judged by doctors at that time.',
    family: 'As things are done today, your main close relatives are asked to consent in writing before any donation, and coordinators witness it.',
    refusal: 'If you record a refusal, nobody may donate your organs (article 9).',
    free: 'Donation is voluntary and unpaid; nobody may force, deceive or entice you (article 8).',
  },
  portal: 'Zhejiang government service network',
  operator: 'Responsible unit: {name}',
  operatorUnknown: 'not yet verified',
} satisfies SameKeys<typeof source>;
