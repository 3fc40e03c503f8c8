import { afterEach, expect, test, vi } from 'vitest';
import { browserContainer } from './browser.ts';

const item = { title: '我的决定', content: '请看一看', url: 'https://own.example/#/x' };
const lend = (name: string, value: unknown): void => void Object.defineProperty(navigator, name, { configurable: true, value });

afterEach(() => {
  for (const name of ['share', 'clipboard', 'geolocation']) Reflect.deleteProperty(navigator, name);
  vi.restoreAllMocks();
});

test('the phone’s own sheet shares; closing it is no failure', async () => {
  const share = vi.fn(() => Promise.resolve());
  lend('share', share);
  expect(await browserContainer().share(item)).toBe('SHARED');
  expect(share).toHaveBeenCalledWith({ title: item.title, text: item.content, url: item.url });
  lend('share', () => Promise.reject(new DOMException('closed', 'AbortError')));
  expect(await browserContainer().share(item)).toBe('CANCELLED');
});

test('without a sheet, or with one that fails, the words lie in the clipboard', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  lend('clipboard', { writeText });
  expect(await browserContainer().share(item)).toBe('COPIED');
  lend('share', () => Promise.reject(new DOMException('no', 'NotAllowedError')));
  expect(await browserContainer().share(item)).toBe('COPIED');
  expect(writeText).toHaveBeenCalledWith('我的决定\n请看一看\nhttps://own.example/#/x');
});

test('an older web view copies by selection and leaves nothing behind; one that cannot says so', async () => {
  const selected: string[] = [];
  const command = vi.fn(() => (selected.push((document.querySelector('textarea') as HTMLTextAreaElement).value), true));
  Object.assign(document, { execCommand: command });
  lend('clipboard', { writeText: () => Promise.reject(new Error('not allowed')) });
  expect(await browserContainer().copyText('号码')).toBe(true);
  expect(selected).toEqual(['号码']);
  expect(document.querySelector('textarea')).toBeNull();
  command.mockImplementation(() => false);
  expect(await browserContainer().share(item)).toBe('FAILED');
});

test('a picture is downloaded under its name', async () => {
  const saved: { name: string; blob: Blob }[] = [];
  let made: Blob | null = null;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => ((made = blob as Blob), 'blob:x'));
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    if (made !== null) saved.push({ name: this.download, blob: made });
  });
  expect(await browserContainer('Mozilla/5.0').saveImage('data:image/png;base64,iVBORw0=', 'card.png')).toBe('SAVED');
  expect(await browserContainer('Mozilla/5.0').saveImage('data:image/svg+xml,%3Csvg%2F%3E', 'card.svg')).toBe('SAVED');
  expect(saved.map(({ name, blob }) => [name, blob.type, blob.size])).toEqual([
    ['card.png', 'image/png', 5],
    ['card.svg', 'image/svg+xml', 6],
  ]);
  expect(document.querySelector('a[download]')).toBeNull();
});

test('a page can hand over files in a plain browser, and not in WeChat', () => {
  expect(browserContainer('Mozilla/5.0').keepsFiles).toBe(true);
  expect(browserContainer('Mozilla/5.0 MicroMessenger/8.0').keepsFiles).toBe(false);
});

test('what is no picture is not saved, and in WeChat the page shows every picture for a long press', async () => {
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click');
  expect(await browserContainer('Mozilla/5.0').saveImage('data:text/html,<script>')).toBe('SHOW');
  expect(await browserContainer('Mozilla/5.0').saveImage('data:image/png;base64,%%%')).toBe('SHOW');
  expect(await browserContainer('Mozilla/5.0 MicroMessenger/8.0').saveImage('data:image/png;base64,AA==')).toBe('SHOW');
  expect(click).not.toHaveBeenCalled();
});

test('only web addresses are opened, in a window that knows nothing of ours', async () => {
  const opened = { opener: window } as unknown as Window;
  const open = vi.spyOn(window, 'open').mockReturnValue(opened);
  await browserContainer().openLink('https://other.example/');
  await browserContainer().openLink('javascript:alert(1)');
  expect(open.mock.calls).toEqual([['https://other.example/', '_blank']]);
  expect(opened.opener).toBeNull();
});

test('where there are no windows the page itself goes there', async () => {
  vi.spyOn(window, 'open').mockReturnValue(null);
  const assign = vi.spyOn(window.location, 'assign').mockImplementation(() => undefined);
  await browserContainer().openLink('https://other.example/');
  expect(assign).toHaveBeenCalledWith('https://other.example/');
});

test('the place is what the browser says, and a refusal is told from not knowing', async () => {
  const asking = (answer: (found: (place: object) => void, failed: (error: object) => void) => void) => {
    lend('geolocation', { getCurrentPosition: answer });
    return browserContainer().location();
  };
  expect(await asking((found) => found({ coords: { latitude: 30.2, longitude: 120.1 } }))).toEqual({ latitude: 30.2, longitude: 120.1 });
  await expect(asking((_found, failed) => failed({ code: 1 }))).rejects.toMatchObject({ reason: 'REFUSED' });
  await expect(asking((_found, failed) => failed({ code: 3 }))).rejects.toMatchObject({ reason: 'UNAVAILABLE' });
});
