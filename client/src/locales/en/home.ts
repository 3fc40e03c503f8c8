import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/home.ts';

export default {
  heading: 'To donate or not: you decide',
  lead: 'Record, see and change your wish about donating organs and tissues. It is voluntary and unpaid, and you can change it at any time.',
  fear: {
    heading: 'Recording a wish never affects how doctors treat you',
    message:
      'What you record is a wish, not a consent form. In an emergency doctors do everything to save you; doctors who transplant may not take part in determining death (Regulations on Human Organ Donation and Transplantation, article 19).',
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
  offices: 'Red Cross offices',
  officesHint: 'Addresses and phones, advice in person',
  alreadyRegistered: 'You have recorded that you agree',
  alreadyRefused: 'You have recorded that you refuse',
  nothingYet: 'You have recorded nothing yet',
  draft: {
    heading: 'You left something unfinished',
    message: 'What you entered is still on this phone.',
    resume: 'Continue where I left',
  },
  greeting: 'Hello, {name}',
  signOut: 'Sign out',
  state: {
    AGREED: 'Your decision now: you agree to donate',
    REFUSED: 'Your decision now: you refuse to donate',
    WITHDRAWN: 'You have withdrawn; no decision stands',
    SILENT: 'You have not recorded a decision',
  },
  family: {
    heading: 'Talk with your family',
    message: 'A family that knows your wish can follow it, and is spared a hard question. Before or after recording, both are fine.',
  },
  after: {
    summary: 'What happens after recording?',
    wish: 'Recording leaves your wish, nothing more. You can change or withdraw it at any time without a reason (article 9).',
    medical: 'Whether donation is possible is judged by doctors at that time.',
    family: 'Before any donation your close relatives must consent in writing, and witnesses are present.',
    refusal: 'If you record a refusal, nobody may donate your organs (article 9).',
    free: 'Donation is voluntary and unpaid; nobody may force, deceive or entice you (article 8).',
  },
  portal: 'Zhejiang government service network',
  operator: 'Responsible unit: {name}',
  operatorUnknown: 'not yet verified',
} satisfies SameKeys<typeof source>;
