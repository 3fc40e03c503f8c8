import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { followOtherWindows } from './follow-other-windows.ts';
import { setLanguage } from './i18n.ts';
import { language } from './language.ts';
import { setColourScheme, setTextSize, setUiStyle } from './theme.ts';

beforeAll(followOtherWindows);
afterEach(async () => {
  await setLanguage('zh-CN');
  setUiStyle('normal');
  setTextSize('normal');
  setColourScheme('system');
});

/** What a window hears when another one has kept something on the device. */
async function anotherWindowKeeps(key: string, newValue: string | null): Promise<void> {
  window.dispatchEvent(new StorageEvent('storage', { key, newValue }));
  await flushPromises();
}

test('a language, look, size or colours chosen in another window are taken over', async () => {
  await anotherWindowKeeps('sanxian.language', 'en');
  await anotherWindowKeeps('sanxian.ui-style', 'elder');
  await anotherWindowKeeps('sanxian.text-size', 'largest');
  await anotherWindowKeeps('sanxian.colour-scheme', 'dark');
  await expect.poll(() => language.value).toBe('en');
  expect({ ...document.documentElement.dataset }).toMatchObject({ theme: 'elder', textSize: 'largest', scheme: 'dark' });
});

test('what is no choice of ours changes nothing', async () => {
  await anotherWindowKeeps('sanxian.language', 'fr');
  await anotherWindowKeeps('sanxian.ui-style', null);
  await anotherWindowKeeps('another.key', 'elder');
  expect(language.value).toBe('zh-CN');
  expect(document.documentElement.dataset['theme']).toBe('normal');
});
