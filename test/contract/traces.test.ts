import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedAttributes } from '../../server/src/telemetry/allowed-spans.ts';
import { sendTraces, type SentTraces } from '../../server/src/telemetry/send-traces.ts';
import type { TraceSettings } from '../../server/src/telemetry/trace-settings.ts';
import { currentSpan, followedRound, isTracing } from '../../server/src/telemetry/traces.ts';
import { postWebhook } from '../../server/src/webhooks/post-webhook.ts';
import { MyDecisionDocument, RegisterDonorDocument, SignInDocument } from '../../schema/generated/graphql.ts';
import { Caller } from '../kit/caller.ts';
import { type Canary, sightingsIn } from '../kit/canaries.ts';
import { deciding, ownPage, registration, XIHU } from '../kit/decisions.ts';
import { asked, AT_ONCE, lookingUp, questionAbout, twoClinicians } from '../kit/look-ups.ts';
import { paper } from '../kit/papers.ts';
import { attributeOf, type ReceivedSpan, traceCollector } from '../kit/trace-collector.ts';
import { webhookReceiver } from '../kit/webhook-receiver.ts';
import { createWorld, person } from '../kit/world.ts';

/*
 * Somebody registers, looks themselves up, is looked up by clinicians and withdraws while every request is traced; callers write values of
 * people wherever a request has room. Then each byte that the collector was sent is searched.
 */
const collector = await traceCollector();
const world = await createWorld();
const tracing = (special: Partial<TraceSettings> = {}): SentTraces =>
  sendTraces({ settings: { url: `${collector.url}/v1/traces`, serviceName: 'sanxian', sampler: 'parentbased_always_on', ratio: 1, isParentTrusted: false, ...special }, count: () => undefined });

const somebody = person({ fullName: '迹雀·演示乾', phone: '13911120001', providerUserId: 'trace-user-5b21c7' });
const kin = { name: '迹雀家演示亲', relation: 'CHILD', phone: '13911120003' } as const;
const contact = { phone: '13911120004', residenceCode: XIHU, familyKnows: 'YES', emergencyContact: kin, keepEmergencyContact: false } as const;
const planted: Canary[] = [
  { name: 'name', value: somebody.fullName },
  { name: 'number', value: somebody.documentNumber },
  { name: 'phone', value: somebody.phone ?? '' },
  { name: 'platform id', value: somebody.providerUserId },
  { name: 'kin name', value: kin.name },
  { name: 'kin phone', value: kin.phone },
  { name: 'contact phone', value: contact.phone },
  { name: 'clinician', value: '演示医生甲' },
  { name: 'case', value: 'CASE-2026-1' },
];
/** What a stranger offers as their trace: in its digits lies a number of 18 places. */
const offered = { traceId: `${somebody.documentNumber.replace('X', 'a')}00000000000000`, spanId: '00f067aa0ba902b7' };
const requestId = randomUUID();
let registeredIn = '';

async function live(): Promise<void> {
  const ticket = world.provider.ticketFor(somebody);
  const { signIn } = await world.anonymous().run(SignInDocument, { input: { method: 'ZHELIBAN_TICKET_ID', ticket, container: 'OPEN_WEB' } });
  if (signIn.__typename !== 'SignInSuccess') throw new Error('They could not sign in');
  planted.push({ name: 'token', value: signIn.token, isRandom: true }, { name: 'ticket', value: ticket, isRandom: true });
  const citizen = new Caller(world.http, signIn.token);
  const answer = await citizen.post({ documentId: RegisterDonorDocument.id, variables: { input: registration({ contact }) } }, { 'x-request-id': requestId });
  expect(answer.data).toMatchObject({ registerDonor: { __typename: 'RegisterDonorSuccess' } });
  const page = await ownPage(citizen);
  planted.push({ name: 'registration number', value: page.donor?.registrationNumber ?? '?' });
  expect((await deciding.register(citizen)).__typename).toBe('DonorAlreadyRegistered');
  const [first, second] = await twoClinicians(world);
  const id = await asked(first, questionAbout(somebody));
  planted.push({ name: 'look-up', value: id });
  await lookingUp.confirm(second, id);
  expect((await lookingUp.open(first, id)).__typename).toBe('OpenLookUpSuccess');
  await lookingUp.ask(second, questionAbout(somebody, AT_ONCE));
  expect((await deciding.withdraw(citizen, 1)).__typename).toBe('WithdrawDecisionSuccess');
  // Values where none belong: a name of an operation, a request id, an address, a query, every header that a trace could take up.
  for (const { value } of [...planted]) {
    const word = encodeURIComponent(value);
    await world.http.get(`/fhir/Consent?patient=${word}`).set('x-request-id', word.slice(0, 64));
    await world.http.get(`/desk/${word}?q=${word}`).set({ referer: `https://example.org/${word}`, 'user-agent': word });
    await citizen.post({ query: `query Canary { division(code: ${JSON.stringify(value)}) { name } }`, operationName: 'Canary', variables: { c: value } }, { traceparent: `00-${offered.traceId}-${offered.spanId}-01`, tracestate: `sanxian=${word.slice(0, 40)}`, baggage: `who=${word}` });
  }
  await citizen.post({ query: `query N${somebody.documentNumber} { division(code: 7) { name } }` });
  await world.anonymous().post({ query: 'mutation { withdrawDecision(input: { idempotencyKey: "aaaaaaaaaaaaaaaaaaaa", expectedVersion: 1, consent: { version: "", hash: "" } }) { __typename } }' });
  await citizen.post('{', { 'x-request-id': planted[3]?.value ?? '' });
}

beforeAll(async () => {
  const traces = tracing();
  await live();
  await traces.stop();
  registeredIn = world.logged.map((text) => JSON.parse(text) as { requestId?: string; traceId?: string }).find((line) => line.requestId === requestId)?.traceId ?? '';
}, 120_000);
afterAll(() => expect(isTracing()).toBe(false));

const named = (name: string) => collector.spans().filter((span) => span.name === name);
const partsOf = ({ traceId, spanId }: ReceivedSpan) => collector.spans().filter((span) => span.traceId === traceId && span.parentSpanId === spanId);

describe('a trace tells what the server did', () => {
  it('by the names of our own operations, commands and prepared statements, each as a part of its request', () => {
    const [request] = collector.spans().filter((span) => span.traceId === registeredIn && span.parentSpanId === undefined);
    expect(request && [request.name, attributeOf(request, 'sanxian.door'), attributeOf(request, 'sanxian.operation'), attributeOf(request, 'http.response.status_code')]).toEqual(['request RegisterDonor', 'graphql', 'RegisterDonor', 200]);
    const [unit] = request ? partsOf(request).filter(({ name }) => name === 'unit of work registerDonor') : [];
    expect(unit && partsOf(unit).map(({ name }) => name)).toContain('commit registerDonor');
    expect(named('request WithdrawDecision')).toHaveLength(1);
    expect(named('request LookUpDecision')).toHaveLength(2);
    expect(collector.spans().some(({ name }) => name.startsWith('statement '))).toBe(true);
  });

  it('and whether a rule stopped a command, but not which: that would tell of the person', () => {
    expect(named('unit of work registerDonor').map((span) => attributeOf(span, 'sanxian.refused'))).toEqual([undefined, true]);
    expect(Buffer.concat(collector.bodies).includes('ALREADY_REGISTERED')).toBe(false);
  });

  it('and errors by the code of the catalogue', () => {
    expect(collector.spans().map((span) => attributeOf(span, 'error.type'))).toEqual(expect.arrayContaining(['GRAPHQL_VALIDATION_FAILED', 'MALFORMED_REQUEST', 'UNAUTHENTICATED']));
  });

  it('under an id that stands in the line of the log, which has the request id, too', () => {
    expect(registeredIn).toMatch(/^[0-9a-f]{32}$/);
    expect(collector.spans().map(({ traceId }) => traceId)).toContain(registeredIn);
    expect(Buffer.concat(collector.bodies).includes(requestId)).toBe(false);
  });
});

describe('a trace tells nothing of people', () => {
  it('in any byte that the collector was sent: body or header', () => {
    const bytes = Buffer.concat([...collector.bodies, Buffer.from(JSON.stringify(collector.headers))]);
    expect(bytes.length).toBeGreaterThan(20_000);
    expect(sightingsIn('collector', bytes, planted)).toEqual([]);
    for (const word of ['Canary', 'traceparent', 'tracestate', '/desk/', 'patient=']) expect(bytes.includes(word), word).toBe(false);
  });

  it('the search finds each value where a collector is sent it on purpose, by JSON or as bytes', async () => {
    const control = await traceCollector();
    for (const { value } of planted) {
      await fetch(control.url, { method: 'POST', body: JSON.stringify({ resourceSpans: [], note: value }) });
      await fetch(control.url, { method: 'POST', body: JSON.stringify({ resourceSpans: [], note: Buffer.from(`x${value}`).toString('base64') }) });
    }
    const found = sightingsIn('control', Buffer.concat(control.bodies), planted);
    for (const { name } of planted) expect(found.filter(({ canary }) => canary === name).length, name).toBeGreaterThan(1);
  });

  it('because nothing leaves but names on the list, without events, links and words', () => {
    const spans = collector.spans();
    expect([...new Set(spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)))].filter((key) => !Object.hasOwn(allowedAttributes, key))).toEqual([]);
    for (const { events, links, status, traceState } of spans) expect({ events, links, message: status.message, traceState }).toEqual({ events: [], links: [], message: undefined, traceState: undefined });
    expect([...new Set(collector.resources().flatMap((attributes) => attributes.map(({ key }) => key)))].toSorted()).toEqual(['service.instance.id', 'service.name']);
  });

  it('and what a later hand, or a library, puts into a span is left out on its way', async () => {
    const other = await traceCollector();
    const traces = tracing({ url: `${other.url}/v1/traces` });
    await followedRound('outbox', async () => {
      const span = currentSpan();
      for (const { value } of planted) {
        span?.setAttributes({ [`person.${value}`]: 'x', 'url.full': value, 'sanxian.round': value, 'error.type': value });
        span?.recordException(new Error(value));
        span?.addLink({ context: { ...span.spanContext() }, attributes: { value } });
        span?.setStatus({ code: 2, message: value }).updateName(value);
      }
    });
    await traces.stop();
    expect(other.spans().map(({ name, attributes }) => [name, attributes])).toEqual([['other', []]]);
    expect(sightingsIn('collector', Buffer.concat(other.bodies), planted)).toEqual([]);
  });

  it('nor do the docs promise another list', () => {
    const told = [...paper('docs/operations.md').matchAll(/^\| `((?:sanxian|http|error)\.[\w.]+)` \|/gm)].map(([, name]) => name);
    expect(told.toSorted()).toEqual(Object.keys(allowedAttributes).toSorted());
  });
});

describe('whose trace it is', () => {
  const traceparent = `00-4bf92f3577b34da6a3ce929d0e0e4736-${offered.spanId}-01`;

  it('a stranger’s is neither continued nor linked to, and cannot have a request recorded', async () => {
    expect(collector.spans().some(({ traceId, parentSpanId }) => traceId === offered.traceId || parentSpanId === offered.spanId)).toBe(false);
    const before = collector.spans().length;
    const traces = tracing({ sampler: 'parentbased_always_off' });
    await world.anonymous().post({ documentId: MyDecisionDocument.id }, { traceparent });
    await traces.stop();
    expect(collector.spans()).toHaveLength(before);
  });

  it('that of a proxy of ours is continued, and it decides whether', async () => {
    const traces = tracing({ sampler: 'parentbased_always_off', isParentTrusted: true });
    await world.anonymous().post({ documentId: MyDecisionDocument.id }, { traceparent, tracestate: 'vendor=words' });
    await world.anonymous().post({ documentId: MyDecisionDocument.id }, { traceparent: `00-${randomUUID().replaceAll('-', '')}-${offered.spanId}-00` });
    await world.anonymous().post({ documentId: MyDecisionDocument.id });
    await traces.stop();
    const continued = collector.spans().filter(({ parentSpanId }) => parentSpanId === offered.spanId);
    expect(continued.map(({ traceId, name, traceState }) => [traceId, name, traceState])).toEqual([['4bf92f3577b34da6a3ce929d0e0e4736', 'request MyDecision', undefined]]);
  });

  it('and nobody whom we call is told of it', async () => {
    const receiver = await webhookReceiver();
    const traces = tracing();
    await followedRound('outbox', async () => {
      await postWebhook({ url: receiver.url, secrets: [`whsec_${Buffer.alloc(24, 7).toString('base64')}`], id: 'evt', timestamp: 1, body: '{}' }, { isGuarded: false });
    });
    await traces.stop();
    const [call] = named('call webhook');
    expect(call && attributeOf(call, 'http.response.status_code')).toBe(204);
    expect(receiver.received.map(({ headers }) => Object.keys(headers).filter((name) => /trace|baggage|b3/.test(name)))).toEqual([[]]);
    const files = globSync('server/src/**/*.ts', { cwd: resolve(import.meta.dirname, '../..') }).filter((path) => !path.endsWith('.test.ts') && /['"]traceparent['"]|propagat/.test(paper(path)));
    expect(files).toEqual(['server/src/http/follow-request.ts']);
  });
});
