/**
 * The gateway mgop as a `fetch` (channel.md 1.7): a hosted page reaches its own server through it, so that it needs no
 * foreign origin. What stands above this does not know which way a request went.
 */
import { md5 } from './md5.ts';
import { hostOf, isJupiter } from './user-agent.ts';

/** Under what name our door is registered with the gateway. */
export interface MgopRegistration {
  /** Origin of the gateway; empty for the page's own. */
  readonly host: string;
  readonly appKey: string;
  /** `mgop.<vendor>.<app>.graphql`: the one endpoint that stands for `POST /graphql`. */
  readonly api: string;
  /** Whether the registered test address is meant instead of the production one. */
  readonly isTest?: boolean;
}

/** What the gateway answers: its own code, and whatever our server said. */
interface MgopAnswer {
  readonly rs?: number | string;
  readonly data?: unknown;
}

interface MgopCall {
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
  readonly signal: AbortSignal | undefined;
}

/** Carries one call; rejects when nothing came back. */
type Carrier = (registration: MgopRegistration, call: MgopCall) => Promise<MgopAnswer>;

/** The containers' own ways to the gateway, where they have one. */
declare global {
  interface Window {
    JupiterJSBridge?: { call(name: string, input: object, answer: (result: unknown) => void): void };
    AlipayMiniAppCall?: (name: string, input: object) => Promise<unknown>;
  }
}

/** The first call fails by design and brings the cookie; the platform's own library tries twice more. */
const retries = 2;

/** Empty, unlawful and expired token: the gateway stopped the call before it reached our server. */
const tokenCodes: readonly number[] = [9001, 9002, 9003];

/** Time-out, remote and unknown errors: nobody knows whether our server has heard the call, just as when the network is lost. */
const lostCodes: readonly number[] = [4001, 4002, 4005, 5000];
const tooMany = 1002;

/** A `fetch` that takes the gateway's way. The address it is given does not matter: the registration says where it leads. */
export function mgopFetch(registration: MgopRegistration, userAgent: string = navigator.userAgent): typeof fetch {
  const carry = carrierFor(userAgent);
  return async (_address, init) => {
    const headers = { ...Object.fromEntries(new Headers(init?.headers)), ...(registration.isTest ? { isTestUrl: '1' } : {}) };
    const data: unknown = JSON.parse(String(init?.body ?? 'null'));
    let answer: MgopAnswer = {};
    for (let attempt = 0; attempt <= retries; attempt += 1) {
      answer = await carry(registration, { query: signedQuery(registration, Date.now(), tokenOf(document.cookie)), headers, data, signal: init?.signal ?? undefined });
      if (!tokenCodes.includes(Number(answer.rs))) break;
    }
    return responseOf(answer);
  };
}

/** The part of the token's cookie that is signed: up to the first underscore; empty before the first call. */
export function tokenOf(cookies: string): string {
  return /(?:^|;\s*)_mgw_tk=([^;_]*)/.exec(cookies)?.[1] ?? '';
}

/** The query of a call with its mark. The body is not part of it: `data` is always `null` there. */
export function signedQuery({ appKey, api }: Pick<MgopRegistration, 'appKey' | 'api'>, now: number, token: string): Readonly<Record<string, string>> {
  const ts = String(now);
  return { ak: appKey, api, ts, sign: md5(`token=${token}&ak=${appKey}&api=${api}&ts=${ts}&data=null`), data: 'null' };
}

function carrierFor(userAgent: string): Carrier {
  if (isJupiter(userAgent) && window.JupiterJSBridge) return byJupiter;
  if (hostOf(userAgent) === 'ALIPAY_MINI' && window.AlipayMiniAppCall) return byAlipay;
  return byHttp;
}

const byHttp: Carrier = async ({ host }, { query, headers, data, signal }) => {
  const response = await globalThis.fetch(`${host}/h5/mgop?${new URLSearchParams(query).toString()}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(data),
    credentials: 'include',
    ...(signal ? { signal } : {}),
  });
  // A proxy in front of the gateway answers in its own words.
  return answerOf(await response.json().catch(() => null)) ?? { rs: response.ok ? 5000 : 4002 };
};

const byJupiter: Carrier = ({ api, appKey }, { headers, data, signal }) =>
  within(signal, (resolve) => {
    const params = { method: 'POST', param: data, api, header: { ...headers, 'extra-ak': appKey } };
    window.JupiterJSBridge?.call('eGovernmentApi', { apiName: 'egop', params }, (result) => {
      const { errorCode, data: answered } = (typeof result === 'object' && result !== null ? result : {}) as { readonly errorCode?: unknown; readonly data?: unknown };
      resolve(Number(errorCode ?? Number.NaN) === 0 ? { rs: 1000, data: answered } : { rs: 5000 });
    });
  });

const byAlipay: Carrier = ({ host }, { query, headers, data, signal }) =>
  within(signal, (resolve, reject) => {
    const call = { host: `${host}/h5/mgop`, method: 'POST', query, headers, data };
    window.AlipayMiniAppCall?.('mgop', call).then((result) => resolve(answerOf(result) ?? { rs: 5000 }), reject);
  });

/** A container's call cannot be taken back; whoever waits is let go all the same. */
function within(signal: AbortSignal | undefined, start: (resolve: (answer: MgopAnswer) => void, reject: (reason: unknown) => void) => void): Promise<MgopAnswer> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    start(resolve, reject);
  });
}

const answerOf = (value: unknown): MgopAnswer | null => (typeof value === 'object' && value !== null && 'rs' in value ? (value as MgopAnswer) : null);

/** Puts the gateway's code into the words of HTTP, which the door of this client knows; what is lost rejects, as `fetch` does. */
function responseOf({ rs, data }: MgopAnswer): Response {
  const code = Number(rs ?? 5000);
  // Whatever the gateway thinks of it: what our server said, it said.
  if (code === 1000 || isOurs(data)) return new Response(typeof data === 'string' ? data : JSON.stringify(data), { status: 200 });
  if (lostCodes.includes(code)) throw new TypeError(`mgop ${String(code)}`);
  if (code === tooMany) return new Response(null, { status: 429 });
  return new Response(JSON.stringify({ errors: [{ extensions: { code: `MGOP_${String(code)}` } }] }), { status: 400 });
}

const isOurs = (data: unknown): boolean => typeof data === 'object' && data !== null && ('errors' in data || 'data' in data);
