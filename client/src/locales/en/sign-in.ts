import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/sign-in.ts';

export default {
  heading: 'Sign in',
  working: 'Checking who you are, please wait…',
  why: 'Your decision is yours alone, so we first make sure that it is you.',
  whatWeRead: 'Sign-in is done by the Zhejiang government service (Zheliban). We only read your name, sex, date of birth, document number, mobile number and the area where you live.',
  whatYouDoNotType: 'You never type your document number, and it does not stay on this phone.',
  go: 'Sign in with your Zhejiang government account',
  again: 'Sign in again',
  inPerson: 'Do it in person at a Red Cross office',
  closed: 'There is no way to sign in here at the moment',
  closedMessage: 'Open this service from Zheliban, or visit a Red Cross office.',
  demonstration: 'This is a demonstration',
  demonstrationMessage: 'A simulated sign-in page opens next. The people in it are invented; please enter nothing real.',
  goDemonstration: 'Open the demonstration sign-in',
  another: {
    heading: 'Another person is signed in now',
    message: 'What was entered here belonged to the person before: it was not sent, and it is gone.',
  },
  isThisYou: {
    heading: 'Please confirm: is this you?',
    why: 'You came here from somewhere else. So that nobody can act as somebody else, please check the details below. If this is not you, do not go on.',
    name: 'Name',
    yes: 'Yes, this is me',
    no: 'No, sign out',
  },
  declined: {
    heading: 'You are signed out',
    message: 'That sign-in was not yours. It has ended and nothing was done. Open this service from Zheliban again, or sign in here.',
  },
  level: {
    NOT_REAL_NAME: 'not real-name verified',
    BASIC_REAL_NAME: 'basic real-name verification',
    ADVANCED_REAL_NAME: 'advanced real-name verification',
  },
  stepUp: {
    heading: 'One more step: advanced real-name verification',
    why: 'Only you can change your decision. So that nobody can act in your name, seeing, registering, changing and withdrawing need advanced real-name verification.',
    now: 'Your account now has: {level}.',
    step1: 'Press the button below to open the verification page.',
    step2: 'Follow the steps shown there.',
    step3: 'You then come back here and go on. What you entered is kept.',
    elsewhere: 'Please complete advanced real-name verification in Zheliban, then come back and sign in again.',
    go: 'Go to advanced real-name verification',
    again: 'I have done it, sign in again',
    inPerson: 'Cannot verify? A Red Cross office can help in person',
    done: 'Your account has advanced real-name verification. You can go on.',
  },
} satisfies SameKeys<typeof source>;
