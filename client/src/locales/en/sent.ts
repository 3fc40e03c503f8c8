import type { SameKeys } from '../same-keys.ts';
import type source from '../zh-CN/sent.ts';

export default {
  heading: 'What an organisation sent for you',
  lead: 'This is what somebody else says that you want. It has no effect and will have none by itself. Only you can confirm it.',
  none: 'Nothing waits for you to confirm.',
  channel: { PARTNER_PROGRAMME: 'their own programme', PAPER_FORM: 'a paper form typed in' },
  expressedBy: { ENTERED_BY_PERSON: 'said to be entered by you', SIGNED_ON_PAPER: 'said to be signed by you on paper', TOLD_TO_STAFF: 'said to be told by you and entered by somebody' },
  facts: { who: 'Sent by', channel: 'How it came', expressed: 'When and how it was said', received: 'Received', receipt: 'Receipt number', expires: 'Unless confirmed, kept until', name: 'Name that was sent', hash: 'Hash of the content (SHA-256)' },
  otherName: 'The name on it is not yours. A number may have been mistyped.',
  compare: 'Compare each item',
  sent: 'Sent',
  now: 'Now',
  notRegistered: 'nothing registered',
  differs: 'differs from what holds now',
  use: 'This is what I want, go on',
  useHint: 'You can still change it on the way. In the end you read the declaration, tick it and send it yourself.',
  same: 'You have registered that you refuse already; there is nothing to do.',
  replace: { question: 'Replace what you have filled in?', message: 'You have begun to answer by yourself and have not sent it yet. Taking over these choices replaces yours.', yes: 'Replace mine', no: 'Keep mine' },
  notMine: 'This is not mine',
  sure: { heading: 'Are you sure that it is not yours?', message: 'We note it, and the Red Cross sees in its report how many registrations were disowned. The organisation is not told what you registered. What you have registered stays as it is.', yes: 'Yes, it is not mine', no: 'Look again' },
  declined: 'Noted: this registration is not yours. It never had any effect.',
  trouble: 'This cannot be done now',
  toHome: 'Back to home',
  check: { heading: 'Please check this yourself', message: 'These choices come from a registration that an organisation sent. Read each one and change what is wrong. Only when you send them are they your decision.', refusal: 'An organisation sent this refusal for you. Send it only if it is what you want yourself.', look: 'See what was sent' },
} satisfies SameKeys<typeof source>;
