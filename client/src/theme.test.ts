import { flushPromises } from '@vue/test-utils';
import { beforeEach, expect, test } from 'vitest';
import type { UiStyle } from './container/app-container.ts';
import { fakeContainer } from './testing/within-app.ts';
import { followSurroundings, setUiStyle, uiStyle } from './theme.ts';

beforeEach(() => setUiStyle('normal'));

/** A container whose setting can be changed and whose page can come to the front again. */
function containerAsking(first: UiStyle | null) {
  let asked = first;
  let look = () => undefined as unknown;
  const container = fakeContainer({
    uiStyle: () => Promise.resolve(asked),
    onVisible: (run) => {
      look = run;
      return () => undefined;
    },
  });
  return {
    container,
    async comeToFront(style: UiStyle | null) {
      asked = style;
      look();
      await flushPromises();
    },
  };
}

test('a person\'s choice is shown at once and remembered', () => {
  setUiStyle('elder');
  expect(document.documentElement.dataset['theme']).toBe('elder');
  expect(localStorage.getItem('sanxian.ui-style')).toBe('elder');
});

test('a browser has no say', async () => {
  setUiStyle('elder');
  await followSurroundings(containerAsking(null).container);
  expect(uiStyle.value).toBe('elder');
});

test('the container decides, and is read again when the page comes to the front', async () => {
  const { container, comeToFront } = containerAsking('elder');
  await followSurroundings(container);
  expect(uiStyle.value).toBe('elder');
  await comeToFront('normal');
  expect(uiStyle.value).toBe('normal');
});

test('a person\'s choice inside the container holds until the container\'s setting changes', async () => {
  const { container, comeToFront } = containerAsking('normal');
  await followSurroundings(container);
  setUiStyle('elder');
  await comeToFront('normal');
  expect(uiStyle.value).toBe('elder');
  await comeToFront('elder');
  await comeToFront('normal');
  expect(uiStyle.value).toBe('normal');
});
