import { expect, test } from 'vitest';
import { allItems, sameForAll } from '../donors/donation-kinds.ts';
import { canonicalSubmission, hashOfSubmission, readSubmission, SubmissionAltered, type SubmittedContent } from './canonical-submission.ts';

const content: SubmittedContent = {
  receiptNumber: 'DJ-0000-0001',
  nonce: '0123456789abcdef0123456789abcdef',
  partnerId: '00000000-0000-4000-8000-000000000001',
  channel: 'PAPER_FORM',
  language: 'zh-CN',
  documentType: 'PASSPORT',
  documentNumber: 'E12345678',
  fullName: 'Demo = Person',
  birthday: '1980-05-17',
  choices: { ...sameForAll('AGREE'), SKIN: 'REFUSE', BONE: 'NOT_STATED' },
  wordsPurpose: 'AGREE',
  wordsVersion: '2026-11-23',
  wordsHash: '0'.repeat(64),
  expressedBy: 'SIGNED_ON_PAPER',
  expressedAt: new Date('2026-11-20T02:00:00.000Z'),
  receivedAt: new Date('2026-11-23T08:00:00.123Z'),
};

test('what is written is read back, every item and every value', () => {
  const text = canonicalSubmission(content);
  expect(readSubmission(text, hashOfSubmission(text))).toEqual(content);
  expect(text.split('\n').slice(9, 9 + allItems.length).map((line) => line.split('=')[0])).toEqual(allItems);
});

test('a single changed choice is noticed, and nothing is read', () => {
  const text = canonicalSubmission(content);
  expect(() => readSubmission(text.replace('SKIN=REFUSE', 'SKIN=AGREE'), hashOfSubmission(text))).toThrow(SubmissionAltered);
});

test('an item that is not stored is absent, never a yes', () => {
  const others = Object.fromEntries(Object.entries(content.choices).filter(([item]) => item !== 'HEART'));
  const text = canonicalSubmission({ ...content, choices: others });
  expect(readSubmission(text, hashOfSubmission(text)).choices.HEART).toBeUndefined();
});
