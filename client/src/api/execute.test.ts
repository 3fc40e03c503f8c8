import { expect, test, vi } from 'vitest';
import { OrganisationDocument, ReaffirmDecisionDocument, SignInDocument, ViewerDocument } from '../../../schema/generated/graphql.ts';
import { browserSurroundings, createExecute, type Manner, type Surroundings } from './execute.ts';
import { Broken, explain, NetworkLost, SignedOut, TooManyRequests, Unavailable } from './faults.ts';

const reply = (body: unknown, status = 200, headers: Record<string, string> = {}) => () =>
  Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }));
const lost = () => Promise.reject(new TypeError('Failed to fetch'));

/** A door whose network gives these outcomes one after the other. */
function doorTo(...outcomes: (() => Promise<Response>)[]) {
  return doorWith({}, ...outcomes);
}

function doorWith(special: Partial<Surroundings>, ...outcomes: (() => Promise<Response>)[]) {
  const fetch = vi.fn<typeof globalThis.fetch>();
  for (const outcome of outcomes) fetch.mockImplementationOnce(outcome);
  const signedOut = vi.fn();
  const surroundings: Surroundings = { fetch, knowsAddresses: true, url: '/graphql', token: () => 'secret', language: () => 'en', isUrgent: () => false, signedOut, patience: 1_000, ...special };
  return { execute: createExecute(surroundings), fetch, signedOut };
}

const sentBy = (fetch: ReturnType<typeof doorTo>['fetch']) => {
  const [url, init] = fetch.mock.calls[0] ?? [];
  return { url, headers: init?.headers as Record<string, string>, body: JSON.parse(String(init?.body)) as Record<string, unknown> };
};

test('sends the id of the document, its variables, the session, the language and a request id', async () => {
  const { execute, fetch } = doorTo(reply({ data: { viewer: null } }));
  expect(await execute(ViewerDocument, {})).toEqual({ viewer: null });
  const { url, headers, body } = sentBy(fetch);
  expect(url).toBe('/graphql');
  expect(body).toEqual({ documentId: ViewerDocument.id, operationName: 'Viewer', variables: {} });
  expect(headers).toMatchObject({ authorization: 'Bearer secret', 'accept-language': 'en' });
  expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
});

test('what is everybody’s is asked for by an address, so that the browser may keep it', async () => {
  const { execute, fetch } = doorWith({ token: () => null }, reply({ data: { organisation: null } }));
  expect(await execute(OrganisationDocument, { id: 'a&b' })).toEqual({ organisation: null });
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(init?.method).toBeUndefined();
  expect(init?.body).toBeUndefined();
  const asked = new URL(String(url), 'https://x.example');
  expect([asked.pathname, Object.fromEntries(asked.searchParams)]).toEqual(['/graphql', { documentId: OrganisationDocument.id, operationName: 'Organisation', variables: '{"id":"a&b"}' }]);
  expect(init?.headers).not.toHaveProperty('authorization');
});

test.each<[string, Partial<Surroundings>, Manner?]>([
  ['of somebody who is signed in, whose session is to know that they are there', {}],
  ['that goes through the gateway, which has one endpoint', { token: () => null, knowsAddresses: false }],
  ['that holds what a person typed, since addresses are written down', { token: () => null }, { isTyped: true }],
])('and as ever for a question %s', async (_whose, special, manner = {}) => {
  const { execute, fetch } = doorWith(special, reply({ data: { organisation: null } }));
  await execute(OrganisationDocument, { id: 'x' }, manner);
  expect([fetch.mock.calls[0]?.[0], fetch.mock.calls[0]?.[1]?.method]).toEqual(['/graphql', 'POST']);
});

test('a query is asked again once when the network is lost', async () => {
  const { execute, fetch } = doorTo(lost, reply({ data: { viewer: null } }));
  expect(await execute(ViewerDocument, {})).toEqual({ viewer: null });
  expect(fetch).toHaveBeenCalledTimes(2);
});

test('a second loss is told', async () => {
  const { execute, fetch } = doorTo(lost, lost);
  await expect(execute(ViewerDocument, {})).rejects.toBeInstanceOf(NetworkLost);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test('a command with an idempotency key is sent again with the very same key', async () => {
  const { execute, fetch } = doorTo(lost, reply({ data: {} }));
  await execute(ReaffirmDecisionDocument, { input: { idempotencyKey: 'k', expectedVersion: 1, consent: { version: '1', hash: 'h' } } });
  const bodies = fetch.mock.calls.map(([, init]) => String(init?.body));
  expect(bodies[0]).toBe(bodies[1]);
});

test('a command without a key is never repeated: its first reply may only have been lost', async () => {
  const { execute, fetch } = doorTo(lost, reply({ data: {} }));
  const sent = execute(SignInDocument, { input: { method: 'ZHELIBAN_TICKET', ticket: 'x', container: 'OPEN_WEB' } });
  await expect(sent).rejects.toBeInstanceOf(NetworkLost);
  expect(fetch).toHaveBeenCalledTimes(1);
});

test('an unknown session signs the device out', async () => {
  const { execute, signedOut } = doorTo(reply({ errors: [{ message: '', extensions: { code: 'UNAUTHENTICATED', requestId: 'r-1' } }] }, 401));
  await expect(execute(ViewerDocument, {})).rejects.toMatchObject({ constructor: SignedOut, requestId: 'r-1' });
  expect(signedOut).toHaveBeenCalledOnce();
});

test('a fault carries the number to quote and the contract\'s code', async () => {
  const { execute } = doorTo(reply({ data: null, errors: [{ message: '', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-2' } }] }, 500));
  await expect(execute(ViewerDocument, {})).rejects.toMatchObject({ constructor: Broken, requestId: 'r-2', code: 'INTERNAL_SERVER_ERROR' });
});

test('too many requests tell when to come back', async () => {
  const { execute } = doorTo(reply({ errors: [{ extensions: { code: 'RATE_LIMITED', requestId: 'r' } }] }, 429, { 'retry-after': '30' }));
  await expect(execute(ViewerDocument, {})).rejects.toMatchObject({ constructor: TooManyRequests, retryAfterSeconds: 30 });
});

test('a gateway\'s own page counts as a lost network, any other page as broken', async () => {
  const restarting = doorTo(reply('<html>', 503));
  await expect(restarting.execute(ViewerDocument, {})).rejects.toBeInstanceOf(NetworkLost);
  const wrong = doorTo(reply('<html>', 200, { 'x-request-id': 'r-3' }));
  await expect(wrong.execute(ViewerDocument, {})).rejects.toMatchObject({ constructor: Broken, requestId: 'r-3' });
});

test('an answer that does not come in time counts as lost', async () => {
  vi.useFakeTimers();
  const never = (_: unknown, init?: RequestInit) =>
    new Promise<Response>((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))));
  const execute = createExecute({ knowsAddresses: true, fetch: never as typeof fetch, url: '/', token: () => null, language: () => 'en', isUrgent: () => false, signedOut: () => undefined, patience: 1_000 });
  const sent = expect(execute(SignInDocument, { input: { method: 'ZHELIBAN_TICKET', ticket: 'x', container: 'OPEN_WEB' } })).rejects.toBeInstanceOf(NetworkLost);
  await vi.advanceTimersByTimeAsync(1_000);
  await sent;
  vi.useRealTimers();
});

test('a server that lacks its database for the moment asks to try again, not to give up', async () => {
  const { execute } = doorTo(reply({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE', requestId: 'r-7' } }] }, 503));
  const fault: unknown = await execute(ViewerDocument, {}).catch((caught: unknown) => caught);
  expect(fault).toBeInstanceOf(Unavailable);
  expect(explain(fault)).toEqual({ heading: 'app.fault.unavailable', message: 'app.fault.unavailableMessage', requestId: 'r-7' });
});

test.each([
  ['nobody', null, undefined],
  ['a session that is not this device’s', 'other', 'Bearer other'],
])('a request in the name of %s does not touch the session here', async (_who, token, authorization) => {
  const { execute, fetch, signedOut } = doorTo(reply({ errors: [{ extensions: { code: 'UNAUTHENTICATED', requestId: 'r' } }] }));
  await expect(execute(ViewerDocument, {}, { token })).rejects.toBeInstanceOf(SignedOut);
  expect(sentBy(fetch).headers['authorization']).toBe(authorization);
  expect(signedOut).not.toHaveBeenCalled();
});

test.each([
  ['#/withdraw', 'u=0'],
  ['#/withdraw/check', 'u=0'],
  ['#/sign-in?returnTo=/withdraw', 'u=0'],
  ['#/look-ups/new', 'u=0'],
  ['#/looks', undefined],
  ['#/register', undefined],
  ['', undefined],
])('on the page %s a request says of its urgency: %s', async (hash, priority) => {
  window.location.hash = hash;
  const { fetch, signedOut } = doorTo(reply({ data: { viewer: null } }));
  await createExecute({ ...browserSurroundings, token: () => null, fetch, signedOut })(ViewerDocument, {});
  expect(sentBy(fetch).headers['priority']).toBe(priority);
});
