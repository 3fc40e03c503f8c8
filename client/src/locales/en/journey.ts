import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/journey.ts';

export default {
  toMyDecision: 'See my decision',
  toEdit: 'Change my decision',
  toAgree: 'Change to agreeing to donate',
  toRegister: 'Register to donate',
  toRefuse: 'Register a refusal',
  inPerson: 'Ask at a Red Cross office near you',
  barred: {
    UNDER_AGE: { heading: 'You are not old enough to register yet', message: 'You can register once you are {age}. Until then you can talk to your family about your wishes.' },
    IDENTITY_INCOMPLETE: { heading: 'Your identity details are incomplete', message: 'Your account lacks complete document details, so this cannot be done online yet. Please complete your account and come back, or visit a Red Cross office near you.' },
    ALREADY_REGISTERED: { heading: 'You are already registered', message: 'You have registered to donate; there is no need to register again. You can look at your decision or change it.' },
    REFUSED_BEFORE: { heading: 'You have registered a refusal', message: 'Your registered decision is “Refuse to donate”. If you have changed your mind, you can change it to agreeing.' },
    ALREADY_REFUSED: { heading: 'You have already registered a refusal', message: 'Your registered decision is “Refuse to donate”; there is no need to register it again.' },
    NO_STANDING_DECISION: { heading: 'You have nothing registered', message: 'There is no decision here to change or withdraw. You can register to donate, or register a refusal.' },
  },
  consent: {
    heading: 'Please read the declaration',
    tick: {
      AGREE: 'I have read the declaration above and agree to it',
      REFUSE: 'I have read the declaration above, agree to it, and refuse to donate',
      WITHDRAW: 'I have read the declaration above, agree to it, and withdraw',
    },
    missing: 'Read the declaration, then tick “I have read the declaration”',
    newHeading: 'The declaration has changed',
    newMessage: 'The declaration was updated just now. Below are the new words: please read them again and tick the box. Your other answers are still here.',
  },
  checking: 'Sending. Please keep this page open…',
  unknown: {
    heading: 'We do not know yet whether it was recorded',
    message: 'Your decision was sent but no reply came back; the network may be down, or your sign-in expired. Press “Check again”: if it was recorded you will see the result, if not it is recorded now. Nothing will be registered twice.',
    again: 'Check again',
  },
  changed: {
    heading: 'Your record has just changed',
    loadedMessage: 'While you were answering, your record changed elsewhere, perhaps from another phone of yours. We have not altered anything.',
    now: 'On record now',
    recorded: 'recorded on {moment}',
    mine: 'What you were about to do (not sent yet)',
    caption: 'What is on record now, beside what you have answered and not sent',
    item: 'Item',
    nowShort: 'On record',
    mineShort: 'Your answer',
    none: 'Nothing on record',
    choose: 'Please look at the current record before you decide whether to go on.',
    look: 'See the current record',
    apply: 'Continue with my answers',
  },
  recorded: {
    stored: 'What the register holds',
    details: 'See everything that was stored',
    next: 'What happens next',
    tellFamily: 'Tell your family about this decision. Only if they know can they follow your wish.',
    changeAnyTime: 'You can come back and change or withdraw at any time, without giving a reason.',
    registerAgain: 'You can register again at any time.',
  },
} satisfies SameKeys<typeof source>;
