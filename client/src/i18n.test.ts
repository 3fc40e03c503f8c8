import { afterEach, beforeEach, expect, test } from 'vitest';
import { i18n, loadWords, setLanguage } from './i18n.ts';

const { t } = i18n;
beforeEach(() => loadWords(['app']));
afterEach(() => setLanguage('zh-CN'));

test('gaps are filled by name', () => {
  expect(t('app.fault.reference', { requestId: 'r-1' })).toBe('问题编号：r-1');
});

test('a change of language changes the words, the page\'s language and what is remembered', async () => {
  await setLanguage('en');
  expect(t('app.back')).toBe('Back');
  expect(document.documentElement.lang).toBe('en');
  expect(localStorage.getItem('sanxian.language')).toBe('en');
});

test('sections loaded before come along to the other language', async () => {
  await loadWords(['offices']);
  await setLanguage('en');
  expect(t('offices.searchButton')).toBe('Search');
});
