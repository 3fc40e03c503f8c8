import { type InjectionKey, inject } from 'vue';
import type { TrustedDocument } from '../../../schema/generated/graphql.ts';
import { chooseTransport, type Transport } from '../container/transport.ts';
import { environment } from '../environment.ts';
import { language, tagOf } from '../language.ts';
import { Broken, NetworkLost, SignedOut, TooManyRequests, Unavailable } from './faults.ts';
import { expireSession, sessionToken } from './session.ts';
import { uniqueKey } from './unique-key.ts';

/** How a request is sent, where not as usual. */
export interface Manner {
  /** In whose name, when not in that of whoever is signed in on this device; null is nobody's. */
  readonly token?: string | null;
  /** It holds words that a person has typed: they have no place in an address, which many write down. */
  readonly isTyped?: boolean;
}

/** Sends one document of the manifest and gives its answer; every failure is a `RequestFault`. */
export type Execute = <Result, Variables>(document: TrustedDocument<Result, Variables>, variables: Variables, manner?: Manner) => Promise<Result>;

/** What `execute` needs from its surroundings; tests bring their own. */
export interface Surroundings extends Transport {
  readonly url: string;
  readonly token: () => string | null;
  readonly language: () => string;
  /** Whether the page in front cannot wait: a server with too much to do keeps room for it (`Priority`, RFC 9218). */
  readonly isUrgent: () => boolean;
  /** Told when the server no longer knows the session. */
  readonly signedOut: () => void;
  /** Milliseconds after which an answer is no longer waited for. */
  readonly patience: number;
}

/** Top-level errors as the contract promises them: `extensions.code` and `extensions.requestId` always. */
interface Reply {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string; readonly requestId?: string } }[];
}

/** Makes the one door to the server out of its surroundings. */
export function createExecute(surroundings: Surroundings): Execute {
  return async <Result, Variables>(document: TrustedDocument<Result, Variables>, variables: Variables, { token, isTyped = false }: Manner = {}): Promise<Result> => {
    const requestId = uniqueKey();
    // A session that is not this device's own says nothing about the one that is.
    const own = token === undefined ? surroundings : { ...surroundings, token: () => token, signedOut: () => undefined };
    const around = { ...own, knowsAddresses: own.knowsAddresses && !isTyped };
    const attempt = () => send(around, document, variables, requestId);
    const response = await attempt().catch((fault: unknown) => {
      // A lost reply may hide a command that was carried out: only what is safe to repeat is repeated.
      if (fault instanceof NetworkLost && isRepeatable(variables)) return attempt();
      throw fault;
    });
    return answerOf<Result>(response, requestId, around);
  };
}

/**
 * By the contract's rule every command takes one `input`, so what has none only asks (or signs out, which bears repeating).
 * A command with an idempotency key gives its first result again.
 */
function isRepeatable(variables: unknown): boolean {
  const input: unknown = typeof variables === 'object' && variables !== null && 'input' in variables ? variables.input : undefined;
  return input === undefined || (typeof input === 'object' && input !== null && 'idempotencyKey' in input);
}

/** One attempt. A reply that breaks off half way counts as lost, just like one that never came. */
async function send<Result, Variables>(
  { fetch, knowsAddresses, url, token, language, isUrgent, patience }: Surroundings,
  { id: documentId, operationName, isPublic }: TrustedDocument<Result, Variables>,
  variables: Variables,
  requestId: string,
): Promise<{ status: number; headers: Headers; body: string }> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), patience);
  const secret = token();
  const headers = {
    accept: 'application/graphql-response+json, application/json',
    'accept-language': language(),
    'x-request-id': requestId,
    ...(isUrgent() ? { priority: 'u=0' } : {}),
    ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
  };
  const { signal } = waiting;
  try {
    // What is everybody's is asked for by an address: the browser keeps the answer, and then asks only whether it still holds.
    const response = await (isPublic && knowsAddresses && secret === null
      ? fetch(`${url}?${String(new URLSearchParams({ documentId, operationName, variables: JSON.stringify(variables) }))}`, { headers, signal })
      : fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ documentId, operationName, variables }), signal }));
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch {
    throw new NetworkLost(requestId);
  } finally {
    clearTimeout(timer);
  }
}

function answerOf<Result>(
  { status, headers, body }: { status: number; headers: Headers; body: string },
  sentId: string,
  { signedOut }: Surroundings,
): Result {
  const reply = parse(body);
  const error = reply?.errors?.[0];
  const requestId = error?.extensions?.requestId ?? headers.get('x-request-id') ?? sentId;
  const code = error?.extensions?.code;
  if (code === 'UNAUTHENTICATED' || (status === 401 && code === undefined)) {
    signedOut();
    throw new SignedOut(requestId);
  }
  if (code === 'RATE_LIMITED' || status === 429) throw new TooManyRequests(requestId, secondsOf(headers.get('retry-after')));
  if (code === 'SERVICE_UNAVAILABLE') throw new Unavailable(requestId);
  // A gateway between us and the server answers in its own words while the server restarts.
  if (reply === null && (status === 502 || status === 503 || status === 504)) throw new NetworkLost(requestId);
  if (reply === null || error !== undefined || reply.data === undefined || reply.data === null) {
    throw new Broken(requestId, code ?? `HTTP_${String(status)}`);
  }
  return reply.data as Result;
}

function parse(body: string): Reply | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

function secondsOf(retryAfter: string | null): number | null {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

/** What every door of ours shares; whose session it carries is each one's own. */
export const browserSurroundings: Omit<Surroundings, 'token' | 'signedOut'> = {
  ...chooseTransport(),
  url: environment.graphqlUrl,
  language: () => tagOf[language.value],
  // Withdrawing, with the sign-in on the way to it, and the desk's look-ups for a hospital.
  isUrgent: () => /^#\/(sign-in\?returnTo=\/)?(withdraw|look-ups)/.test(window.location.hash),
  patience: 20_000,
};

/** The door of this client. */
export const execute: Execute = createExecute({ ...browserSurroundings, token: sessionToken, signedOut: expireSession });

/** Provided by tests to answer in the server's place. */
export const executeKey: InjectionKey<Execute> = Symbol('execute');

/** The door to the server for a composable or a page. */
export const useExecute = (): Execute => inject(executeKey, execute);
