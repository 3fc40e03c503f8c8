import { expect, test, vi } from 'vitest';
import { PlaceUnknown } from './app-container.ts';
import { channelOf, zheliBanContainer } from './zheliban.ts';
import type { ZheliBanBridge } from './zheliban-bridge.ts';

const never = () => new Promise<never>(() => undefined);
const within = (bridge: Partial<ZheliBanBridge>) => zheliBanContainer({ onReady: (run) => run(), ...bridge }, 'dtdreamweb');

test.each([
  ['Mozilla/5.0 dtdreamWeb hanweb/1.2', 'ZHELIBAN_APP'],
  ['Mozilla/5.0 hanweb/1.2', 'ZHELIBAN_APP'],
  ['Mozilla/5.0 MicroMessenger/8.0 miniProgram', 'ZHELIBAN_WECHAT'],
  ['Mozilla/5.0 AlipayClient/10.2 MiniProgram', 'ZHELIBAN_ALIPAY'],
  ['something new', 'ZHELIBAN_APP'],
])('%s is %s', (agent, channel) => {
  expect(channelOf(agent)).toBe(channel);
});

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
  expect(phoneCall).toHaveBeenCalledWith({ corpId: '0571-1' });
});

test('the place comes in numbers, or says why it does not', async () => {
  expect(await within({ getLocation: () => Promise.resolve({ latitude: '30.2', longitude: 120.1 }) }).location()).toEqual({ latitude: 30.2, longitude: 120.1 });
  await expect(within({ getLocation: () => Promise.reject({ errorCode: 1001 }) }).location()).rejects.toEqual(new PlaceUnknown('REFUSED'));
  await expect(within({ getLocation: () => Promise.reject({ errorCode: 1002 }) }).location()).rejects.toMatchObject({ reason: 'UNAVAILABLE' });
  await expect(within({ getLocation: () => Promise.resolve({ latitude: '', longitude: 'x' }) }).location()).rejects.toMatchObject({ reason: 'UNAVAILABLE' });
});
