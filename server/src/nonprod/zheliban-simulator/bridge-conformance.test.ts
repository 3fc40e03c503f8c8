import { describe, expect, it } from 'vitest';
import { BRIDGE_FAILURES, BRIDGE_METHODS } from './bridge-methods.ts';
import { pageWithBridge } from './bridge-test-kit.ts';

/** What a person presses in the frame's dialogs. */
const presses = { confirm: { buttonIndex: 0 }, alert: {}, prompt: { buttonIndex: 0, value: '您好' }, actionSheet: { buttonIndex: 1 } };

/** A call of each method and the shape of its result as the notes give it (浙里办 1.3). */
const calls: Readonly<Record<string, readonly [input: object, result: unknown]>> = {
  ssoTicket: [{}, { result: true, ticketId: expect.stringMatching(/^debug_tk_[0-9a-f]{32}$/) }],
  getUserType: [{}, { userType: '1' }],
  zmAuthentication: [{ certNo: '', certName: '' }, { status: 'success', msg: expect.any(String), pass: true, passId: expect.any(String) }],
  getUiStyle: [{}, { uiStyle: 'normal' }],
  setTitle: [{ title: '我的决定' }, { result: 'success' }],
  setMenu: [{ items: [{ id: 'm1', iconUrl: '', text: '帮助', type: 0 }] }, { id: 'm1' }],
  close: [{}, {}],
  openLink: [{ type: 'reload' }, { ticketId: expect.stringMatching(/^debug_tk_/) }],
  setLocalStorage: [{ key: 'k', value: 'v' }, { result: 'success' }],
  getLocalStorage: [{ key: 'k' }, {}],
  removeLocalStorage: [{ key: 'k' }, { result: 'success' }],
  phoneCall: [{ corpId: '0571-00000000' }, {}],
  sms: [{ phoneNumber: '13900000000', text: '您好' }, {}],
  getUUID: [{}, { uuid: expect.any(String) }],
  getNetworkType: [{}, { result: 'wifi' }],
  setClipboardData: [{ text: '您好' }, {}],
  getLocation: [{}, { longitude: expect.any(Number), latitude: expect.any(Number), cityName: expect.any(String), region: expect.any(String), townCode: expect.any(String), detailAddress: expect.any(String) }],
  getCurrentLocationCity: [{}, { cityId: '330100', cityName: '杭州市', webId: expect.any(String), orgCode: expect.any(String) }],
  selectCity: [{}, { cityId: '330300', cityName: '温州市', webId: expect.any(String), orgCode: expect.any(String) }],
  chooseImage: [{ upload: false }, { picSrc: [expect.stringMatching(/^data:image\//)], picPath: [expect.any(String)] }],
  saveImage: [{ url: 'data:image/png;base64,AA==' }, {}],
  scan: [{ type: 'qrCode' }, { text: expect.any(String) }],
  uploadFile: [{ url: 'https://example.test/' }, { status: 'success', filePath: [expect.any(String)], fileName: [expect.any(String)], msg: '' }],
  downloadFile: [{ url: 'https://example.test/a.pdf' }, { success: true }],
  confirm: [{ title: '', message: '？', buttonLabels: ['是', '否'] }, { buttonIndex: 0 }],
  alert: [{ title: '', message: '！', buttonName: '好' }, {}],
  toast: [{ type: 'success', message: '好', duration: 1 }, {}],
  prompt: [{ inputType: 'text', message: '？', title: '', placeholder: '' }, { buttonIndex: 0, value: '您好' }],
  actionSheet: [{ title: '', otherButtons: ['甲', '乙'] }, { buttonIndex: 1 }],
  showPreloader: [{ text: '请稍候', showIcon: true, delay: 0 }, {}],
  hidePreloader: [{}, {}],
  share: [{ url: 'https://example.test/', title: '分享', content: '', image: '' }, {}],
  directShare: [{ url: 'https://example.test/', title: '分享', content: '', image: '', channel: 'wechat' }, {}],
  monitorTrace: [{ monitorType: 'click', module: 'home' }, {}],
};

/** Withdrawn, deprecated, or not needed by the notes: refused as an unsupported platform does. */
const refused = ['getClipboardData', 'pay', 'egop'];

const call = async (method: string, settings: Record<string, string> = {}) => {
  const { bridge } = await pageWithBridge(settings, presses);
  return bridge[method]?.(calls[method]?.[0] ?? {});
};

describe('ZWJSBridge 1.1.0, call by call', () => {
  it('knows the documented calls and no others', async () => {
    const { bridge } = await pageWithBridge();
    expect(Object.keys(bridge).toSorted()).toEqual([...BRIDGE_METHODS, 'onReady'].toSorted());
    expect(Object.keys(calls).concat(refused).toSorted()).toEqual([...BRIDGE_METHODS].toSorted());
  });

  it.each(Object.keys(calls))('%s answers in the documented shape, by promise and by callback', async (method) => {
    const [input, result] = calls[method] ?? [{}, undefined];
    const { bridge } = await pageWithBridge({}, presses);
    expect(await bridge[method]?.(input)).toEqual(result);
    const answered = await new Promise((resolve, reject) => void bridge[method]?.({ ...input, onSuccess: resolve, onFail: reject }));
    expect(answered).toEqual(result);
  });

  it.each(refused)('%s is refused as unsupported', async (method) => {
    await expect(call(method)).rejects.toMatchObject({ errorCode: 1001 });
  });

  it.each(BRIDGE_METHODS)('%s fails with each code when a tester orders it, and others do not', async (failMethod) => {
    for (const [failWith] of BRIDGE_FAILURES.filter(([value]) => /^-?\d+$/.test(value))) {
      await expect(call(failMethod, { failMethod, failWith })).rejects.toMatchObject({ errorCode: Number(failWith) });
    }
    const other = failMethod === 'getUUID' ? 'getNetworkType' : 'getUUID';
    await expect(call(other, { failMethod, failWith: '1001' })).resolves.toBeDefined();
  });

  it('fails without a code, before any promise, slowly, or by not being there', async () => {
    const failing = (failWith: string) => pageWithBridge({ failMethod: 'share', failWith }, presses);
    await expect((await failing('reject')).bridge['share']?.({ url: 'x' })).rejects.toBeUndefined();
    expect((await failing('missing')).bridge).not.toHaveProperty('share');
    const { bridge } = await failing('throw');
    expect(() => bridge['share']?.({ url: 'x' })).toThrow('share');
    const slow = await failing('slow');
    await slow.bridge['share']?.({ url: 'x' });
    expect(slow.waits).toEqual([20]);
    const never = await failing('never');
    void never.bridge['share']?.({ url: 'x' });
    await new Promise(setImmediate);
    expect([never.waits, never.told.map(({ event }) => event)]).toEqual([[], ['started', 'called']]);
  });

  it.each([
    ['zmAuthentication', { certNo: '1' }, 1003],
    ['saveImage', { url: '' }, 1002],
    ['share', {}, 1002],
    ['directShare', { url: 'x', channel: 'elsewhere' }, 1001],
  ] as const)('%s refuses what it is not made for', async (method, input, errorCode) => {
    const { bridge } = await pageWithBridge();
    await expect(bridge[method]?.(input)).rejects.toMatchObject({ errorCode });
  });

  it('an App before 6.11.0 has no style to tell', async () => {
    await expect(call('getUiStyle', { appVersion: '6.10.0' })).rejects.toMatchObject({ errorCode: 1001 });
  });

  it('in WeChat the hop asks the person; after it the container has tickets, and saying no gives none', async () => {
    const inWeChat = (buttonIndex: number) => pageWithBridge({ container: 'wechat', ssoTicket: 'no-ticket' }, { confirm: { buttonIndex } });
    const yes = await inWeChat(0);
    expect(await yes.bridge['ssoTicket']?.({})).toEqual({ result: true });
    expect(await yes.bridge['openLink']?.({ type: 'reload' })).toEqual({ ticketId: expect.stringMatching(/^debug_tk_/) });
    expect(await yes.bridge['ssoTicket']?.({})).toMatchObject({ ticketId: expect.any(String) });
    const no = await inWeChat(1);
    await expect(no.bridge['openLink']?.({ type: 'reload' })).rejects.toMatchObject({ errorCode: -1 });
    expect(await no.bridge['ssoTicket']?.({})).toEqual({ result: true });
  });
});
