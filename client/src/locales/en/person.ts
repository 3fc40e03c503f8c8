import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/person.ts';

export default {
  greeting: 'Hello, {name}',
  signOut: 'Sign out',
  note: {
    ALREADY_REGISTERED: 'You have recorded that you agree',
    ALREADY_REFUSED: 'You have recorded that you refuse',
    NO_STANDING_DECISION: 'You have nothing registered',
    DISAVOWED: 'The Red Cross is looking into it',
    RECORD_RESTRICTED: 'Your record is stored and not used',
    WITHDRAWAL_QUEUED: 'You have already withdrawn',
  },
  state: {
    AGREED: 'Your decision now: you agree to donate',
    REFUSED: 'Your decision now: you refuse to donate',
    WITHDRAWN: 'You have withdrawn; no decision stands',
    SILENT: 'You have not recorded a decision',
    hidden: 'You can see and do things here after advanced real-name verification',
  },
} satisfies SameKeys<typeof source>;
