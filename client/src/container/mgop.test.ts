import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createExecute } from '../api/execute.ts';
import { NetworkLost, TooManyRequests } from '../api/faults.ts';
import { type MgopRegistration, mgopFetch, signedQuery, tokenOf } from './mgop.ts';
import { chooseTransport } from './transport.ts';

const registration: MgopRegistration = { host: 'https://gateway.example', appKey: 'demo-key', api: 'mgop.demo.odr.graphql' };
const question = { id: 'sha256:1', operationName: 'Thing' } as never;

/** The gateway's place: gives these answers in order and notes what it was asked. */
function gateway(...answers: (object | string)[]) {
  const asked: { url: URL; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url: new URL(url), init });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    return Promise.resolve(new Response(typeof answer === 'string' ? answer : JSON.stringify(answer)));
  });
  return asked;
}

const through = (wanted: Partial<MgopRegistration> = {}, userAgent = 'dtdreamweb') =>
  createExecute({ knowsAddresses: false, fetch: mgopFetch({ ...registration, ...wanted }, userAgent), url: '/graphql', token: () => 'secret', language: () => 'zh-CN', isUrgent: () => false, signedOut: vi.fn(), patience: 1_000 });

const ok = { rs: 1000, data: { data: { thing: 1 } }, ret: ['1000::调用成功'] };

beforeEach(() => (document.cookie = '_mgw_tk=; max-age=0'));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  delete window.JupiterJSBridge;
  delete window.AlipayMiniAppCall;
  document.querySelector('meta[name="mgop"]')?.remove();
});

test('the frozen vectors hold: without a token, and with the cookie’s part before the underscore', () => {
  expect(signedQuery(registration, 1795420800000, '')['sign']).toBe('e315f7f4024723581f64b9bfd77db15b');
  expect(tokenOf('a=1; _mgw_tk=abc123_1795424400000; b=2')).toBe('abc123');
  expect(signedQuery(registration, 1795420800000, 'abc123')['sign']).toBe('633fa8148207b74881605b339daa9189');
  expect([tokenOf(''), tokenOf('x_mgw_tk=no_1')]).toEqual(['', '']);
});

test('a call has the gateway’s own shape, and our headers and body travel in it unchanged', async () => {
  vi.useFakeTimers({ now: 1795420800000, toFake: ['Date'] });
  const asked = gateway(ok);
  expect(await through({ isTest: true })(question, { a: 1 })).toEqual({ thing: 1 });
  expect(asked[0]?.url.href).toBe('https://gateway.example/h5/mgop?ak=demo-key&api=mgop.demo.odr.graphql&ts=1795420800000&sign=e315f7f4024723581f64b9bfd77db15b&data=null');
  expect(asked[0]?.init.method).toBe('POST');
  expect(JSON.parse(String(asked[0]?.init.body))).toEqual({ documentId: 'sha256:1', operationName: 'Thing', variables: { a: 1 } });
  expect(asked[0]?.init.headers).toMatchObject({ authorization: 'Bearer secret', 'accept-language': 'zh-CN', 'content-type': 'application/json', isTestUrl: '1', 'x-request-id': expect.any(String) });
});

test('production is meant unless the test address is asked for', async () => {
  const asked = gateway(ok);
  await through()(question, {});
  expect(asked[0]?.init.headers).not.toHaveProperty('isTestUrl');
});

test.each([9001, 9002, 9003])('a token that is missing, unlawful or expired (%i) is asked for anew, at most twice', async (rs) => {
  const asked = gateway({ rs }, { rs }, ok);
  expect(await through()(question, {})).toEqual({ thing: 1 });
  expect(asked).toHaveLength(3);
  const inVain = gateway({ rs });
  await expect(through()(question, {})).rejects.toMatchObject({ name: 'Broken', code: `MGOP_${rs}` });
  expect(inVain).toHaveLength(3);
});

test('the cookie that the gateway set is in the mark of the next call', async () => {
  const asked = gateway({ rs: 9001 }, ok);
  vi.stubGlobal('fetch', ((inner) => (url: string, init: RequestInit) => {
    document.cookie = '_mgw_tk=abc123_1795424400000';
    return inner(url as never, init);
  })(globalThis.fetch));
  vi.useFakeTimers({ now: 1795420800000, toFake: ['Date'] });
  await through()(question, {});
  expect(asked.map(({ url }) => url.searchParams.get('sign'))).toEqual(['e315f7f4024723581f64b9bfd77db15b', '633fa8148207b74881605b339daa9189']);
});

test.each([
  [1002, TooManyRequests],
  [4001, NetworkLost],
  [4002, NetworkLost],
  [4005, NetworkLost],
  [5000, NetworkLost],
] as const)('the code %i is the fault that the pages know', async (rs, fault) => {
  gateway({ rs });
  await expect(through()(question, { input: {} })).rejects.toBeInstanceOf(fault);
});

test.each([1001, 3000, 3005, 3006, 8002])('the code %i never reached our server and is quoted as it is', async (rs) => {
  gateway({ rs });
  await expect(through()(question, {})).rejects.toMatchObject({ name: 'Broken', code: `MGOP_${rs}` });
});

test('what our server said counts, whatever the gateway thought of it; a page in between counts as lost', async () => {
  gateway({ rs: 4002, data: { errors: [{ extensions: { code: 'RATE_LIMITED', requestId: 'r' } }] } });
  await expect(through()(question, {})).rejects.toBeInstanceOf(TooManyRequests);
  gateway({ rs: 1000, data: '{"data":{"thing":2}}' });
  expect(await through()(question, {})).toEqual({ thing: 2 });
  gateway('<html>maintenance</html>');
  await expect(through()(question, { input: {} })).rejects.toBeInstanceOf(NetworkLost);
});

test('in 丘比特 the native container carries the call, with our key in its header', async () => {
  const calls: unknown[] = [];
  window.JupiterJSBridge = {
    call(...[name, input, answer]) {
      calls.push([name, input]);
      answer({ errorCode: '0', data: { data: { thing: 3 } } });
    },
  };
  const asked = gateway(ok);
  expect(await through({}, 'Jupiter')(question, {})).toEqual({ thing: 3 });
  expect(calls).toEqual([
    ['eGovernmentApi', { apiName: 'egop', params: expect.objectContaining({ method: 'POST', api: registration.api, header: expect.objectContaining({ 'extra-ak': 'demo-key', authorization: 'Bearer secret' }) }) }],
  ]);
  window.JupiterJSBridge = { call: (_name, _input, answer) => answer({ errorCode: 7 }) };
  await expect(through({}, 'Jupiter')(question, { input: {} })).rejects.toBeInstanceOf(NetworkLost);
  expect(asked).toEqual([]);
});

test('a native container that never answers is not waited for', async () => {
  vi.useFakeTimers();
  window.JupiterJSBridge = { call: () => undefined };
  const answer = expect(through({}, 'Jupiter')(question, { input: {} })).rejects.toBeInstanceOf(NetworkLost);
  await vi.advanceTimersByTimeAsync(1_000);
  await answer;
});

test('in Alipay’s mini-program the app carries the call', async () => {
  const call = vi.fn(() => Promise.resolve(ok));
  window.AlipayMiniAppCall = call;
  expect(await through({}, 'MiniProgram AlipayClient')(question, {})).toEqual({ thing: 1 });
  expect(call).toHaveBeenCalledWith('mgop', expect.objectContaining({ host: 'https://gateway.example/h5/mgop', method: 'POST', query: expect.objectContaining({ ak: 'demo-key', data: 'null' }) }));
});

test('a page takes the gateway only when it says so', async () => {
  const direct = gateway({ data: 1 });
  await chooseTransport().fetch('https://own.example/graphql', { method: 'POST', body: '{}' });
  expect(direct[0]?.url.pathname).toBe('/graphql');
  const meta = Object.assign(document.createElement('meta'), { name: 'mgop', content: JSON.stringify(registration) });
  document.head.append(meta);
  const asked = gateway(ok);
  await chooseTransport().fetch('/graphql', { method: 'POST', body: '{}' });
  expect(asked[0]?.url.pathname).toBe('/h5/mgop');
});
