import { afterEach, expect, test, vi } from 'vitest';
import { visitStore } from './storage.ts';

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
});

test('texts are kept on the device', () => {
  visitStore.set('a', '1');
  expect([sessionStorage.getItem('a'), visitStore.get('a'), visitStore.names()]).toEqual(['1', '1', ['a']]);
  visitStore.remove('a');
  expect(visitStore.get('a')).toBeNull();
});

test('a device that forbids storage loses nothing while the page lives', () => {
  vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  visitStore.set('b', '2');
  expect([visitStore.get('b'), visitStore.names()]).toEqual(['2', ['b']]);
  visitStore.remove('b');
  expect(visitStore.get('b')).toBeNull();
});

test('a device that has run full shows the latest text, not the one it still holds', () => {
  visitStore.set('c', 'old');
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  visitStore.set('c', 'new');
  expect(visitStore.get('c')).toBe('new');
  visitStore.remove('c');
});
