import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/wish.ts';

export default {
  back: 'Back to my decision',
  heading: 'What do you hope medical staff and your family respect?',
  lead: 'Write whatever you like: habits, customs, beliefs, who should be with you. You need not write anything; your decision is not affected.',
  text: 'What I hope for (optional)',
  hint: 'At most 500 characters. Please write no document number and no telephone.',
  what: 'Please read this before you agree',
  agree: 'I agree that this text is kept and shown as said above',
  missing: 'Please write what you hope for. If you would rather not, just go back',
  notAgreed: 'To keep this text we need your consent to it; if you would rather not, just go back',
  save: 'Save',
  saved: 'What you hope for is kept. You can change or remove it at any time.',
  remove: 'Remove what I hope for',
  removed: 'It is removed. The text is no longer kept.',
  ask: { question: 'Remove what you hope for?', effect: 'The text is no longer kept then, and cannot be brought back.', yes: 'Yes, remove it', no: 'No, keep it' },
  at: 'Written {moment}',
  noRecord: 'Please register a decision first, then write what you hope for.',
  toDecision: 'See my decision',
  restricted: 'Your registration is stored and not used, so nothing new can be written now. What is there can be removed.',
  toRestriction: 'Lift the restriction',
  data: 'What is used',
  necessity: 'Why',
  effect: 'What it does',
  refused: 'It cannot be kept now',
} satisfies SameKeys<typeof source>;
