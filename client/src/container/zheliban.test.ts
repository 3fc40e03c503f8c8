import { expect, test, vi } from 'vitest';
import { PlaceUnknown } from './app-container.ts';
import { zheliBanContainer } from './zheliban.ts';
import type { ZheliBanBridge } from './zheliban-bridge.ts';

const never = () => new Promise<never>(() => undefined);
const within = (bridge: Partial<ZheliBanBridge>) => zheliBanContainer({ onReady: (run) => run(), ...bridge }, 'dtdreamweb');

test('the look follows the container; an old app that rejects shows the normal one', async () => {
  expect(await within({ getUiStyle: () => Promise.resolve({ uiStyle: 'elder' }) }).uiStyle()).toBe('elder');
  expect(await within({ getUiStyle: () => Promise.reject(new Error('no such api')) }).uiStyle()).toBe('normal');
  expect(await within({}).uiStyle()).toBe('normal');
});

test('a bridge that never becomes ready holds nothing up for more than a moment and a half', async () => {
  vi.useFakeTimers();
  const container = zheliBanContainer({ onReady: () => undefined, getUiStyle: () => Promise.resolve({ uiStyle: 'elder' }) }, 'dtdreamweb');
  const look = container.uiStyle();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(await look).toBe('elder');
  vi.useRealTimers();
});

test('a call that never answers gives the modest answer', async () => {
  vi.useFakeTimers();
  const container = within({ ssoTicket: never, getUserType: never, phoneCall: never });
  const answers = Promise.all([container.ssoTicket(), container.userType(), container.phoneCall('1')]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await answers).toEqual([null, 'PERSON', false]);
  vi.useRealTimers();
});

test('a ticket counts only when the container supports it and gives one', async () => {
  expect(await within({ ssoTicket: () => Promise.resolve({ result: true, ticketId: 'debug_tk_1' }) }).ssoTicket()).toBe('debug_tk_1');
  expect(await within({ ssoTicket: () => Promise.resolve({ result: true }) }).ssoTicket()).toBeNull();
  expect(await within({ ssoTicket: () => Promise.resolve({ result: false, ticketId: 'x' }) }).ssoTicket()).toBeNull();
});

test('a company is told from a person', async () => {
  expect(await within({ getUserType: () => Promise.resolve({ userType: '2' }) }).userType()).toBe('LEGAL_PERSON');
  expect(await within({ getUserType: () => Promise.resolve({ userType: '0' }) }).userType()).toBe('PERSON');
});

test('the number to dial goes into the field that the bridge calls corpId', async () => {
  const phoneCall = vi.fn(() => Promise.resolve({}));
  expect(await within({ phoneCall }).phoneCall('0571-1')).toBe(true);
  expect(phoneCall).toHaveBeenCalledWith(expect.objectContaining({ corpId: '0571-1' }));
});

test('the place comes in numbers, or says why it does not', async () => {
  expect(await within({ getLocation: () => Promise.resolve({ latitude: '30.2', longitude: 120.1 }) }).location()).toEqual({ latitude: 30.2, longitude: 120.1 });
  await expect(within({ getLocation: () => Promise.reject({ errorCode: 1001 }) }).location()).rejects.toEqual(new PlaceUnknown('REFUSED'));
  await expect(within({ getLocation: () => Promise.reject({ errorCode: 1002 }) }).location()).rejects.toMatchObject({ reason: 'UNAVAILABLE' });
  await expect(within({ getLocation: () => Promise.resolve({ latitude: '', longitude: 'x' }) }).location()).rejects.toMatchObject({ reason: 'UNAVAILABLE' });
});

test('what is shared goes to the container; giving up is no failure', async () => {
  const item = { title: '我的决定', content: '请看一看', url: 'https://own.example/#/x' };
  const share = vi.fn(() => Promise.resolve({}));
  expect(await within({ share }).share(item)).toBe('SHARED');
  expect(share).toHaveBeenCalledWith(expect.objectContaining(item));
  expect(await within({ share: () => Promise.reject({ errorCode: -1 }) }).share(item)).toBe('CANCELLED');
});

test.each(['1001', '1002'])('where the container cannot share (%s), the words lie in the clipboard', async (errorCode) => {
  const setClipboardData = vi.fn(() => Promise.resolve({}));
  const container = within({ share: () => Promise.reject({ errorCode }), setClipboardData });
  expect(await container.share({ title: 'a', content: 'b', url: 'https://c.example/' })).toBe('COPIED');
  expect(setClipboardData).toHaveBeenCalledWith(expect.objectContaining({ text: 'a\nb\nhttps://c.example/' }));
});

test('a sheet that never answers gives up to the clipboard, and a silent one to the browser\'s own', async () => {
  vi.useFakeTimers();
  const container = within({ share: never, setClipboardData: never });
  const shared = container.share({ title: 'a', content: 'b', url: 'https://c.example/' });
  await vi.advanceTimersByTimeAsync(20_000);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await shared).toBe('COPIED');
  expect(await navigator.clipboard.readText()).toBe('a\nb\nhttps://c.example/');
  vi.useRealTimers();
});

test('a picture is kept by the container; else, and always in WeChat, the page shows it', async () => {
  const saveImage = vi.fn(() => Promise.resolve({}));
  expect(await within({ saveImage }).saveImage('data:image/png;base64,AA==')).toBe('SAVED');
  expect(saveImage).toHaveBeenCalledWith(expect.objectContaining({ url: 'data:image/png;base64,AA==' }));
  expect(await within({ saveImage: () => Promise.reject({ errorCode: 1002 }) }).saveImage('data:,')).toBe('SHOW');
  expect(await zheliBanContainer({ saveImage }, 'MicroMessenger').saveImage('data:,')).toBe('SHOW');
});

test('a link outside carries the look in use, before its fragment; what is no web address is not opened', async () => {
  const openLink = vi.fn(() => Promise.resolve({}));
  const container = within({ openLink });
  document.documentElement.dataset['theme'] = 'elder';
  await container.openLink('https://other.example/a?b=1#c');
  document.documentElement.dataset['theme'] = 'normal';
  await container.openLink('https://other.example/');
  await container.openLink('javascript:alert(1)');
  expect(openLink.mock.calls.map(([input]: readonly { url?: string }[]) => input?.url)).toEqual(['https://other.example/a?b=1&uiType=elder#c', 'https://other.example/?uiType=normal']);
});

test('in WeChat 浙里办\'s own hop brings the ticket when nobody is signed in there yet', async () => {
  const openLink = vi.fn(() => Promise.resolve({ ticketId: 'debug_tk_2' }));
  const nobody = { ssoTicket: () => Promise.resolve({ result: true }), openLink };
  expect(await zheliBanContainer(nobody, 'MicroMessenger miniProgram').ssoTicket()).toBe('debug_tk_2');
  expect(openLink).toHaveBeenCalledWith(expect.objectContaining({ type: 'reload' }));
  expect(await zheliBanContainer(nobody, 'dtdreamweb').ssoTicket()).toBeNull();
  expect(openLink).toHaveBeenCalledTimes(1);
});

test('a container that answers by callback only is understood', async () => {
  const openLink = (({ onSuccess }: { onSuccess: (answer: object) => void }) => onSuccess({ ticketId: 'tk' })) as never;
  expect(await zheliBanContainer({ openLink }, 'MicroMessenger').ssoTicket()).toBe('tk');
});
