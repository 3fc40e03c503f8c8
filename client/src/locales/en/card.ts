import type source from '../zh-CN/card.ts';
import type { SameKeys } from '../same-keys.ts';

export default {
  back: 'Back to my decision',
  heading: 'My voucher of a registered wish',
  lead: 'You can keep it as a picture on your phone, or show it to your family.',
  title: 'Voucher of a donation wish',
  number: 'Registration number',
  recordedAt: 'Decided',
  madeAt: 'Made',
  cardNumber: 'Card number',
  issuedAt: 'Issued',
  expiresAt: 'Valid until',
  honesty: 'A voucher of a registered wish, not a consent form. What the register holds at the time is what counts.',
  save: 'Keep as a picture',
  again: 'Make it anew from the register',
  none: {
    nothing: 'No registration of yours stands now, so there is no voucher. It will be here once you have registered.',
    contested: 'Your registration is being looked into. There is no voucher until that is settled.',
    queued: 'You have withdrawn. There is no voucher until that is done.',
    held: 'The national register holds a different record. There is no voucher until that is clear; you can decide again on “my decision”.',
  },
  noneGo: 'See my decision',
  outcome: {
    saved: {
      heading: 'The picture is kept',
      message: 'You find it in the album or the downloads of your phone.',
    },
    show: {
      heading: 'Press the picture above and hold',
      message: 'Keep your finger on the voucher, then choose “Save image”.',
    },
    failed: {
      heading: 'The picture could not be kept',
      message: 'You can take a screenshot, or try again. Your registration is not affected.',
    },
  },
  code: {
    heading: 'A code that can be checked',
    why: 'With a signed code on the voucher, anybody can point the camera of their phone at it and see whether it is real and still holds. You need none: your registration stands without it.',
    what: 'The code on the picture is signed by the register. Anybody can check it with the camera of their phone; one that has opened the checking page before needs no network.',
    shows: 'Whoever scans it sees your name without its first character, your year of birth, and what you agree to and refuse. No document number and no telephone. It lasts twelve months at most.',
    showsRefusal: 'Whoever scans it sees your name without its first character, your year of birth, and that you refuse. No document number and no telephone. It lasts twelve months at most.',
    issue: 'Add the code',
    issued: { heading: 'The code is on the picture', message: 'Please keep the picture again. If you kept one with a code before, that one no longer holds.' },
    revoked: { heading: 'The code is revoked', message: 'Whoever scans an older picture is told so. Your registration has not changed.' },
    refused: 'This cannot be done now',
    more: 'Replace or revoke it',
    renewing: 'A new code ends the one on older pictures.',
    renew: 'Make a new code',
    revoking: 'If you lost the picture, or want it to be shown no more, you can revoke its code. That is for good, but you can make another one at any time.',
    revoke: 'Revoke this code',
  },
  meaning: 'What the voucher is for',
  points: {
    wish: 'It only says which wish you registered. Whether you will donate is for doctors to assess, and your close family must consent in writing.',
    refusal: 'It says that you registered a refusal. After your death nobody may donate your organs.',
    optional: 'Your registration stands without it. You can make a new one whenever you like.',
    change: 'Once you change or withdraw your decision, older pictures no longer count.',
    share: 'It has no document number and names no organ. You decide who sees it.',
    shareCode: 'It has no document number. Whoever scans the code sees the organs and your year of birth. You decide who sees it.',
  },
} satisfies SameKeys<typeof source>;
