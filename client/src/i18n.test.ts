import { afterEach, beforeEach, expect, test } from 'vitest';
import { browserSurroundings } from './api/execute.ts';
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

test('易读 is a choice of words: the page stays Chinese to a screen reader, and what is remembered is 易读', async () => {
  await setLanguage('zh-easy');
  expect(t('app.continue')).toBe('下一步');
  expect(document.documentElement.lang).toBe('zh-CN');
  expect(localStorage.getItem('sanxian.language')).toBe('zh-easy');
});

test('the server is never told of 易读: it is asked for Chinese', async () => {
  await setLanguage('zh-easy');
  expect(browserSurroundings.language()).toBe('zh-CN');
});

test('sections loaded before come along to the other language', async () => {
  await loadWords(['offices']);
  await setLanguage('en');
  expect(t('offices.searchButton')).toBe('Search');
});
