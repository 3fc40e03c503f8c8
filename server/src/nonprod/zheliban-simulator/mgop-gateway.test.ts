import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pageWithBridge } from './bridge-test-kit.ts';
import { MGOP_FAULT_HEADER, MGOP_FAULTS, MGOP_REGISTRATION } from './mgop-gateway.ts';
import { FROZEN_NOW, simulatorForTest } from './simulator-test-kit.ts';

/** The mark as the gateway's own library makes it, written out here once more so that a slip shows. */
const markOf = (ts: string, token: string, { appKey, api } = MGOP_REGISTRATION as { appKey: string; api: string }): string =>
  createHash('md5').update(`token=${token}&ak=${appKey}&api=${api}&ts=${ts}&data=null`).digest('hex');

const ts = String(FROZEN_NOW.getTime());

/** A server behind the gateway that notes what reaches it. */
function gatewayForTest() {
  const reached: { body: unknown; headers: Record<string, unknown> }[] = [];
  const simulator = simulatorForTest({}, (app, express) => {
    app.post('/graphql', express.json(), (request, response) => {
      reached.push({ body: request.body, headers: request.headers });
      response.status((request.body as { status?: number }).status ?? 200);
      if ((request.body as { broken?: boolean }).broken) return void response.send('<html>');
      response.json({ data: { ok: true } });
    });
  });
  const call = (query: Record<string, string> = {}, headers: Record<string, string> = {}, body: object = { documentId: 'x' }) =>
    simulator.http
      .post('/h5/mgop')
      .query({ ak: MGOP_REGISTRATION.appKey, api: MGOP_REGISTRATION.api, ts, sign: markOf(ts, ''), data: 'null', ...query })
      .set(headers)
      .send(body);
  /** A call with the token of the first answer. */
  const withToken = async (headers: Record<string, string> = {}, body: object = { documentId: 'x' }) => {
    const cookie = (await call()).get('set-cookie')?.[0]?.split(';')[0] ?? '';
    return { cookie, again: () => call({ sign: markOf(ts, cookie.split('=')[1]?.split('_')[0] ?? '') }, { cookie, ...headers }, body) };
  };
  return { ...simulator, reached, call, withToken };
}

describe('the gateway mgop', () => {
  it('refuses the first call by design and gives the token that the second one needs', async () => {
    const { call, withToken, reached } = gatewayForTest();
    const { body, headers } = await call();
    expect(body).toEqual({ rs: 9001, data: null, ret: ['9001::令牌为空'] });
    expect(headers['set-cookie']?.[0]).toMatch(new RegExp(`^_mgw_tk=[0-9a-f]{32}_${FROZEN_NOW.getTime() + 3_600_000};`));
    expect(headers['set-cookie']?.[0]).not.toMatch(/httponly/i);
    expect(reached).toHaveLength(0);
    expect((await (await withToken()).again()).body).toEqual({ rs: 1000, data: { data: { ok: true } }, ret: ['1000::调用成功'] });
  });

  it('carries the body and our headers to the server, and says which address was meant', async () => {
    const { withToken, reached } = gatewayForTest();
    const ours = { authorization: 'Bearer secret', 'accept-language': 'zh-CN', 'x-request-id': 'r1', isTestUrl: '1' };
    expect((await (await withToken(ours, { documentId: 'sha', variables: { a: 1 } })).again()).get('x-sim-address')).toBe('test');
    expect(reached).toEqual([{ body: { documentId: 'sha', variables: { a: 1 } }, headers: expect.objectContaining({ authorization: 'Bearer secret', 'accept-language': 'zh-CN', 'x-request-id': 'r1' }) }]);
    expect((await (await withToken()).again()).get('x-sim-address')).toBe('production');
  });

  it.each([
    ['3005', { ak: 'another' }],
    ['3006', { api: 'mgop.demo.odr.other' }],
    ['3000', { ts: 'yesterday' }],
    ['3000', { data: '{}' }],
    ['9002', { sign: '0'.repeat(32) }],
  ] as const)('answers %s to a call that is wrong in this: %o', async (rs, query) => {
    const { call, reached } = gatewayForTest();
    expect((await call(query)).body.rs).toBe(Number(rs));
    expect(reached).toEqual([]);
  });

  it('knows a made-up token from an expired one', async () => {
    const { call, withToken, pass } = gatewayForTest();
    expect((await call({ sign: markOf(ts, 'made') }, { cookie: '_mgw_tk=made_1' })).body.rs).toBe(9002);
    const { again } = await withToken();
    pass(3_600_001);
    expect((await again()).body.rs).toBe(9003);
  });

  it('answers a preflight with 8002, and a server that says no JSON with 4002', async () => {
    const { http, withToken } = gatewayForTest();
    expect((await http.options('/h5/mgop')).body.rs).toBe(8002);
    expect((await (await withToken({}, { broken: true })).again()).body.rs).toBe(4002);
    expect((await (await withToken({}, { status: 401 })).again()).body.rs).toBe(1000);
  });

  it.each(MGOP_FAULTS)('gives %s when a tester orders it', async (rs) => {
    const { withToken, reached } = gatewayForTest();
    const { body } = await (await withToken({ [MGOP_FAULT_HEADER]: rs })).again();
    expect(body.rs).toBe(Number(rs));
    // A time-out and the unknown error lose the answer, not the question.
    expect(reached).toHaveLength(['4001', '5000'].includes(rs) ? 1 : 0);
  });

  it('is reached by the native containers without a cookie, under the same registration', async () => {
    const { http, reached } = gatewayForTest();
    const native = (call: object) => http.post('/sim/api/mgop').send({ ak: 'demo-key', api: MGOP_REGISTRATION.api, headers: { authorization: 'Bearer s' }, data: { documentId: 'y' }, ...call });
    expect((await native({})).body).toMatchObject({ rs: 1000, data: { data: { ok: true } } });
    expect(reached).toEqual([{ body: { documentId: 'y' }, headers: expect.objectContaining({ authorization: 'Bearer s' }) }]);
    expect((await native({ ak: 'x' })).body.rs).toBe(3005);
    expect((await native({ api: 'x' })).body.rs).toBe(3006);
  });
});

describe('a page in the simulated container', () => {
  it('orders a fault for the next call only', async () => {
    const { window } = await pageWithBridge({ mgop: '4001' });
    const rs = async () => ((await (await window.fetch('/h5/mgop?ak=x', { body: '{}' })).json()) as { rs: number }).rs;
    expect([await rs(), await rs()]).toEqual([4001, 3005]);
  });

  it('has the native ways of 丘比特 and Alipay there only', async () => {
    const ways = ['JupiterJSBridge', 'AlipayMiniAppCall'];
    const found = async (container: string) => {
      const { window } = await pageWithBridge({ container });
      return ways.filter((way) => way in window);
    };
    expect([await found('app'), await found('jupiter'), await found('alipay')]).toEqual([[], ['JupiterJSBridge'], ['AlipayMiniAppCall']]);
  });
});
