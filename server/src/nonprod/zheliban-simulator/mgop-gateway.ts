import { createHash, randomBytes } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';

/** The codes of the gateway mgop (浙里办 1.7) with the messages the simulator gives them. */
export const MGOP_MESSAGES = {
  '1000': '调用成功',
  '1001': '没有权限',
  '1002': '请求过于频繁',
  '3000': '请求参数错误',
  '3005': 'App不存在',
  '3006': '订阅关系不存在',
  '4001': '远程服务超时',
  '4002': '远程服务错误',
  '4005': '远程服务不可用',
  '5000': '未知错误',
  '8002': '跨域预检失败',
  '9001': '令牌为空',
  '9002': '令牌非法',
  '9003': '令牌过期',
} as const;

/** A code of the gateway, `1000` for success. */
export type MgopCode = keyof typeof MGOP_MESSAGES;

/** What a tester can order for the next call, in the order of the drawer. */
export const MGOP_FAULTS = (Object.keys(MGOP_MESSAGES) as MgopCode[]).filter((code) => code !== '1000');

/** Under what name the application is registered with the gateway: the invented one of the frozen vectors (1.11). */
export const MGOP_REGISTRATION = { appKey: 'demo-key', api: 'mgop.demo.odr.graphql' } as const;

/** The header by which the container's fetch orders a fault for one call. */
export const MGOP_FAULT_HEADER = 'x-sim-fault';

/** By which the token's cookie is known to the page; it must be readable there, because the page signs with it. */
const TOKEN_COOKIE = '_mgw_tk';
const TOKEN_LIFE_MS = 3_600_000;

/** After these our server has heard the call: the answer was lost, not the question. */
const lostOnTheWayBack: readonly MgopCode[] = ['4001', '5000'];
const tokenFaults: readonly MgopCode[] = ['9001', '9002', '9003'];
const carried = ['authorization', 'accept', 'accept-language', 'x-request-id'];

/** The gateway at `/h5/mgop`: its cookie dance, its md5 mark, its codes; what is right goes on to `/graphql` of the same server. */
export function mgopGateway(now: () => Date): Router {
  const router = express.Router();
  const json = express.json({ limit: '100kb', strict: false });
  const tokens = new Map<string, number>();

  router.options('/h5/mgop', (_request, response) => answer(response, '8002'));
  router.post('/h5/mgop', json, async (request, response) => {
    const ordered = request.get(MGOP_FAULT_HEADER);
    const refusal = faultNamed(ordered) ?? judge(request, tokens, now().getTime());
    if (refusal !== undefined && tokenFaults.includes(refusal)) giveToken(response, tokens, now().getTime());
    if (refusal !== undefined && !lostOnTheWayBack.includes(refusal)) return answer(response, refusal);
    const reply = await forward(request, request.body, headersOf(request));
    if (refusal !== undefined) return answer(response, refusal);
    response.set('x-sim-address', request.get('istesturl') === '1' ? 'test' : 'production');
    return reply === undefined ? answer(response, '4002') : answer(response, '1000', reply);
  });

  // The containers that reach the gateway natively (Jupiter, Alipay) need no cookie and no mark of the page.
  router.post('/sim/api/mgop', json, async (request, response) => {
    const { ak, api, headers, data } = objectIn(request.body);
    if (ak !== MGOP_REGISTRATION.appKey) return answer(response, '3005');
    if (api !== MGOP_REGISTRATION.api) return answer(response, '3006');
    const reply = await forward(request, data, objectIn(headers));
    return reply === undefined ? answer(response, '4002') : answer(response, '1000', reply);
  });

  return router;
}

/** What is wrong with a call, or undefined. No source says by which code a wrong mark is refused; 9002 is our reading. */
function judge(request: Request, tokens: ReadonlyMap<string, number>, now: number): MgopCode | undefined {
  const { ak, api, ts, sign, data } = request.query;
  if (ak !== MGOP_REGISTRATION.appKey) return '3005';
  if (api !== MGOP_REGISTRATION.api) return '3006';
  if (typeof ts !== 'string' || !/^\d{13}$/.test(ts) || data !== 'null') return '3000';
  const token = (/(?:^|;\s*)_mgw_tk=([^;]*)/.exec(request.get('cookie') ?? '')?.[1] ?? '').split('_')[0] ?? '';
  const mark = createHash('md5').update(`token=${token}&ak=${ak}&api=${api}&ts=${ts}&data=null`).digest('hex');
  if (sign !== mark) return '9002';
  if (token === '') return '9001';
  const ends = tokens.get(token);
  if (ends === undefined) return '9002';
  return ends < now ? '9003' : undefined;
}

function giveToken(response: Response, tokens: Map<string, number>, now: number): void {
  const token = randomBytes(16).toString('hex');
  tokens.set(token, now + TOKEN_LIFE_MS);
  response.cookie(TOKEN_COOKIE, `${token}_${now + TOKEN_LIFE_MS}`, { path: '/', sameSite: 'lax' });
}

/** Hands the call to our own server, as the gateway's registered address does; undefined when no JSON came back. */
async function forward(request: Request, body: unknown, headers: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { localAddress = '127.0.0.1', localPort = 0 } = request.socket;
  const host = localAddress.includes(':') ? `[${localAddress}]` : localAddress;
  const given = Object.entries(headers).filter((entry): entry is [string, string] => carried.includes(entry[0].toLowerCase()) && typeof entry[1] === 'string');
  try {
    const response = await fetch(`http://${host}:${localPort}/graphql`, {
      method: 'POST',
      headers: { ...Object.fromEntries(given), 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    return (await response.json()) as unknown;
  } catch {
    return undefined;
  }
}

function answer(response: Response, rs: MgopCode, data: unknown = null): void {
  response.set('Cache-Control', 'no-store').json({ rs: Number(rs), data, ret: [`${rs}::${MGOP_MESSAGES[rs]}`] });
}

const faultNamed = (name: string | undefined): MgopCode | undefined => MGOP_FAULTS.find((code) => code === name);
const headersOf = (request: Request): Readonly<Record<string, unknown>> => request.headers;
const objectIn = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? { ...value } : {});
