import { describe, expect, it } from 'vitest';
import { pageWithBridge } from './bridge-test-kit.ts';

describe('ZWJSBridge in the simulated container', () => {
  it('calls back when ready', async () => {
    const { bridge } = await pageWithBridge();
    await new Promise<void>((resolve) => bridge.onReady(resolve));
  });

  it.each([
    ['app', /dtdreamweb/],
    ['wechat', /micromessenger.*miniprogram/],
    ['alipay', /miniprogram.*alipay/],
  ])('gives the page the user agent of %s', async (container, pattern) => {
    const { window } = await pageWithBridge({ container });
    expect(window.navigator.userAgent.toLowerCase()).toMatch(pattern);
  });

  it('gets a ticketId for the person chosen in the drawer', async () => {
    const { bridge } = await pageWithBridge({ persona: 'elder' });
    expect(await bridge['ssoTicket']?.({})).toEqual({ result: true, ticketId: expect.stringMatching(/^debug_tk_/) });
  });

  it.each([
    ['unsupported', { result: false }],
    ['no-ticket', { result: true }],
  ])('answers ssoTicket when sign-on is %s', async (ssoTicket, answer) => {
    const { bridge } = await pageWithBridge({ ssoTicket });
    expect(await bridge['ssoTicket']?.({})).toEqual(answer);
  });

  it('rejects ssoTicket or lacks it altogether, as old containers do', async () => {
    const rejecting = await pageWithBridge({ ssoTicket: 'rejected' });
    await expect(rejecting.bridge['ssoTicket']?.()).rejects.toMatchObject({ errorCode: 1002 });
    expect((await pageWithBridge({ ssoTicket: 'missing' })).bridge).not.toHaveProperty('ssoTicket');
  });

  it('tells the style and the kind of user, and rejects the style in an old App', async () => {
    const elder = await pageWithBridge({ uiStyle: 'elder', persona: 'legal-person' });
    expect(await elder.bridge['getUiStyle']?.()).toEqual({ uiStyle: 'elder' });
    expect(await elder.bridge['getUserType']?.()).toEqual({ userType: '2' });
    const old = await pageWithBridge({ appVersion: '6.10.0', userType: '0' });
    await expect(old.bridge['getUiStyle']?.()).rejects.toBeDefined();
    expect(await old.bridge['getUserType']?.()).toEqual({ userType: '0' });
  });

  it('tells the chosen place', async () => {
    const { bridge } = await pageWithBridge({ place: 'jingning' });
    expect(await bridge['getLocation']?.()).toEqual({
      ...{ longitude: 119.63, latitude: 27.97, cityName: '丽水市', region: '景宁畲族自治县', townCode: '331127000' },
      detailAddress: '丽水市景宁畲族自治县演示位置',
    });
    expect(await bridge['getCurrentLocationCity']?.()).toMatchObject({ cityId: '331100', cityName: '丽水市' });
  });

  it.each([
    ['refused', 1001],
    ['failed', 1002],
  ])('rejects location when it is %s with code %i', async (location, errorCode) => {
    const { bridge } = await pageWithBridge({ location });
    await expect(bridge['getLocation']?.()).rejects.toMatchObject({ errorCode });
  });

  it('keeps values apart from the page’s own storage', async () => {
    const { bridge, window } = await pageWithBridge();
    await bridge['setLocalStorage']?.({ key: 'k', value: 'v' });
    expect(window.localStorage.getItem('k')).toBeNull();
    expect(await bridge['getLocalStorage']?.({ key: 'k' })).toEqual({ k: 'v' });
    await bridge['removeLocalStorage']?.({ key: 'k' });
    expect(await bridge['getLocalStorage']?.({ key: 'k' })).toEqual({});
  });

  it('asks the person by the frame’s dialogs', async () => {
    const { bridge } = await pageWithBridge({}, { confirm: { buttonIndex: 1 }, alert: { buttonIndex: 0 } });
    expect(await bridge['confirm']?.({ message: '？', buttonLabels: ['是', '否'] })).toEqual({ buttonIndex: 1 });
    expect(await bridge['alert']?.({ message: '！' })).toEqual({});
  });

  it('shows titles, toasts, calls and the close in the frame', async () => {
    const { bridge, told } = await pageWithBridge();
    await bridge['setTitle']?.({ title: '我的决定' });
    await bridge['toast']?.({ message: '已保存' });
    await bridge['phoneCall']?.({ corpId: '0571-00000000' });
    await bridge['share']?.({ url: 'https://example.test/', title: '分享' });
    await bridge['openLink']?.({ url: 'https://example.test/' });
    await bridge['close']?.();
    await new Promise(setImmediate);
    expect(told.filter(({ event }) => event === 'show').map(({ what }) => what)).toEqual([
      ...['title', 'toast', 'toast', 'toast', 'closed'],
    ]);
    expect(told).toContainEqual({ opened: 'https://example.test/' });
  });

  it('serves callers of the callback style too, and a new ticket on reload', async () => {
    const { bridge } = await pageWithBridge();
    const answers: unknown[] = [];
    const note = (answer: unknown) => answers.push(answer);
    await bridge['openLink']?.({ type: 'reload', onSuccess: note });
    await bridge['getClipboardData']?.({ onFail: note }).catch(() => undefined);
    expect(answers).toEqual([{ ticketId: expect.stringMatching(/^debug_tk_/) }, expect.objectContaining({ errorCode: 1001 })]);
  });

  it('waits the slow time when slow', async () => {
    const { bridge, waits } = await pageWithBridge({ delay: 'slow', ready: 'slow' });
    await bridge['getNetworkType']?.();
    await new Promise<void>((resolve) => bridge.onReady(resolve));
    expect(waits).toEqual([20, 20]);
  });

  it('neither answers nor starts a timer when silent', async () => {
    const { bridge, waits, told } = await pageWithBridge({ delay: 'never', ready: 'never' });
    bridge.onReady(() => told.push({ event: 'ready' }));
    void bridge['getNetworkType']?.();
    await new Promise(setImmediate);
    expect(waits).toEqual([]);
    expect(told.map(({ event }) => event)).toEqual(['started', 'called']);
  });

  it('fails the page’s requests when there is no network', async () => {
    const { bridge, window } = await pageWithBridge({ network: 'none' });
    expect(await bridge['getNetworkType']?.()).toEqual({ result: 'none' });
    await expect(window.fetch('/graphql', { body: '' })).rejects.toThrow('Failed to fetch');
    await expect(bridge['ssoTicket']?.()).rejects.toThrow('Failed to fetch');
  });

  it('falls back to the defaults when the stored settings are broken', async () => {
    const { bridge, window } = await pageWithBridge({ uiStyle: 'huge' });
    window.localStorage.setItem('sanxian-sim', '{not json');
    expect(await bridge['getUiStyle']?.()).toEqual({ uiStyle: 'normal' });
  });

  it('tells the frame each call and its outcome', async () => {
    const { bridge, told } = await pageWithBridge({ location: 'refused' });
    await bridge['getLocation']?.({ onFail: () => undefined }).catch(() => undefined);
    expect(told.map(({ event }) => event)).toEqual(['started', 'called', 'settled']);
    expect(told[2]).toMatchObject({ outcome: 'rejected', value: { errorCode: 1001 } });
  });
});
