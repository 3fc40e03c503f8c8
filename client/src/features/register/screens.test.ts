import { expect, test } from 'vitest';
import { choices, kinds, start } from '../../testing/decision-samples.ts';
import { answersOf, unanswered } from './choice-answers.ts';
import { contactFrom } from './contact-answers.ts';
import { firstOpenQuestion, firstScreenOf, placeProblems } from './screens.ts';

const told = start();
const contact = contactFrom({ viewer: told.viewer, policy: told.donationPolicy });
const problem = (path: string[]) => ({ path, code: 'MALFORMED' as const, message: path.join('.') });
const each = answersOf(kinds, choices('AGREE', { LIVER: 'REFUSE' }));

test.each([
  [unanswered(), contact, 'organs'],
  [{ ...each, TISSUE: unanswered().TISSUE }, contact, 'tissues'],
  [each, { ...contact, residenceCode: '' }, 'contact'],
  [each, { ...contact, emergency: 'NEW' as const }, 'family'],
  [each, contact, null],
  [answersOf(kinds, choices('REFUSE')), contact, 'organs'],
])('the journey leads to the first question that is open', (answers, reach, open) => {
  expect(firstOpenQuestion({ kinds, answers, contact: reach, hasKnownPhone: true, sendsContact: true })).toBe(open);
});

test('a contact that is not sent is not asked for', () => {
  expect(firstOpenQuestion({ kinds, answers: each, contact: { ...contact, residenceCode: '' }, hasKnownPhone: true, sendsContact: false })).toBeNull();
});

test.each([
  [['choices', 'LIVER'], 'organs', 'item-LIVER'],
  [['choices', '0'], 'organs', 'item-HEART'],
  [['choices', 'SKIN'], 'tissues', 'scope-TISSUE'],
  [['choices'], 'organs', 'scope-ORGAN'],
  [['contact', 'phone'], 'contact', 'phone'],
  [['contact', 'residenceCode'], 'contact', 'residence'],
  [['contact', 'emergencyContact', 'name'], 'family', 'emergency-name'],
  [['contact', 'emergencyContact', 'phone'], 'family', 'emergency-phone'],
  [['idempotencyKey'], 'check', ''],
])('a problem at %j belongs to the screen %s', (path, screen, field) => {
  expect(placeProblems([problem(path)], kinds, each)).toEqual([{ screen, field, message: path.join('.') }]);
});

test('with several problems the earliest screen comes first', () => {
  const placed = placeProblems([problem(['contact', 'emergencyContact', 'name']), problem(['contact', 'phone'])], kinds, each);
  expect(firstScreenOf(placed)).toBe('contact');
});
