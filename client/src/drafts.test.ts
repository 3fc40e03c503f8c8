import { beforeEach, expect, test } from 'vitest';
import { clearDrafts } from './all-drafts.ts';
import { unfinishedDrafts } from './drafts.ts';
import { useDraft } from './use-draft.ts';

const initial = () => ({ heart: null as string | null, contact: { phone: '', note: '' } });
const open = (version = 1) => useDraft('register', initial, version);
const stored = () => sessionStorage.getItem('sanxian.draft.register') ?? '';

beforeEach(() => sessionStorage.clear());

test.each(['11010119900307109X', '１１０１０１１９９００３０７１０９Ｘ', '110101 19900307 109X', '110101-900307-109'])('a number is not kept, however it is written: %s', (number) => {
  const draft = useDraft('number', () => ({ text: '' }));
  draft.value.value.text = `我的号码是${number}。`;
  expect(JSON.stringify({ ...sessionStorage })).toContain('我的号码是。');
  draft.discard();
});

test('every change survives a reload', () => {
  open().value.value.contact.phone = '13700000000';
  expect(open().value.value).toEqual({ heart: null, contact: { phone: '13700000000', note: '' } });
});

test('a journey nobody has touched is no draft', () => {
  const draft = open();
  draft.keepPlace('/register/choices');
  expect(stored()).toBe('');
  draft.value.value.heart = 'AGREE';
  draft.value.value.heart = null;
  expect(unfinishedDrafts()).toEqual([]);
});

test('the home page can lead back to the question last answered', () => {
  const draft = open();
  draft.value.value.heart = 'AGREE';
  draft.keepPlace('/register/contact');
  expect(unfinishedDrafts()).toMatchObject([{ key: 'register', path: '/register/contact' }]);
});

test('a sent draft is forgotten and the form is fresh', () => {
  const draft = open();
  draft.value.value.heart = 'AGREE';
  draft.discard();
  expect(draft.value.value).toEqual(initial());
  expect(stored()).toBe('');
});

test('answers to an older form are dropped', () => {
  open(1).value.value.heart = 'AGREE';
  expect(open(2).value.value).toEqual(initial());
});

test('a draft that cannot be read is dropped', () => {
  sessionStorage.setItem('sanxian.draft.register', '{');
  expect(open().value.value).toEqual(initial());
  expect(unfinishedDrafts()).toEqual([]);
});

test.each(['33010219520317002X', '330102520317002'])('an ID number never rests on the device (%s)', (number) => {
  open().value.value.contact.note = `我的号码是${number}。`;
  expect(stored()).not.toContain(number);
  expect(open().value.value.contact.note).toBe('我的号码是。');
});

test.each(['a2345678-9012-7456-abcd-a00000000000', '01a2181a-0123-4456-8901-23456789012a', '11010119-9003-4071-9123-456789012345'])('a key or an id that a machine made is kept whole, whatever digits stand in it: %s', (id) => {
  const draft = useDraft('ids', () => ({ id: '' }));
  draft.value.value.id = id;
  expect(useDraft('ids', () => ({ id: '' })).value.value.id).toBe(id);
  draft.value.value.id = `${id} 11010119900307109X`;
  expect(sessionStorage.getItem('sanxian.draft.ids') ?? '').not.toContain('19900307');
});

test('a phone number is no ID number', () => {
  open().value.value.contact.phone = '+8613700000000';
  expect(open().value.value.contact.phone).toBe('+8613700000000');
});

test('clearing forgets drafts and nothing else', () => {
  open().value.value.heart = 'AGREE';
  sessionStorage.setItem('other', 'stays');
  clearDrafts();
  expect(Object.keys({ ...sessionStorage })).toEqual(['other']);
});
