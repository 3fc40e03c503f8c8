import type { SameKeys } from '../../../locales/same-keys.ts';
import type source from '../zh-CN/citizen-tasks.ts';

export default {
  receipt: 'Receipt number',
  area: 'Area',
  mine: 'Mine',
  anothers: 'Somebody else’s',
  nobodys: 'Nobody’s yet',
  take: { go: 'Take it', question: 'Take {receiptNumber}?', yes: 'Yes, take and open it' },
  again: { go: 'Open', question: 'Open {receiptNumber} again?', yes: 'Yes, open it' },
  over: { go: 'Take it over', question: 'Somebody else has {receiptNumber}. Take it over?', yes: 'Yes, take it over and open it' },
  onRecord: 'You then see the person’s name and telephone. Each time it is opened goes on record, and the person can see that.',
  onlyManager: 'Somebody else has taken it. Only a manager can relieve them.',
  backToList: 'Back to the list',
  note: 'Your words to the person',
  noteHint: '1 to 500 characters, shown to the person as they are; nothing about other people.',
  save: 'Save and show it to the person',
} satisfies SameKeys<typeof source>;
