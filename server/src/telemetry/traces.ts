import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';

/*
 * Where work is followed. Nothing here loads the library: it comes with `send-traces.ts`, and only when a collector is named. Without one,
 * or in a request that is not among those that are sampled, each function below is a comparison and hands back what it was given.
 *
 * A name is a word of this code (a command, a prepared statement, a party), never something that a caller wrote; what leaves is
 * judged once more by `allowed-spans.ts`.
 */

/** What kind of work a span is about. */
export type Deed = 'request' | 'unit of work' | 'commit' | 'statement' | 'call' | 'round';

/** Whom this server calls. */
export type Party = 'key-service' | 'sign-in-provider' | 'staff-provider' | 'national-register' | 'health-cards' | 'webhook';

/** A span of a proxy of ours, of which a request is a part. */
export interface RemoteParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** What begins spans. */
export interface Recorder {
  /** Whether a request may continue the trace that it names. */
  readonly isParentTrusted: boolean;
  /** A span that is to be ended; null when this trace is not among those that are kept. */
  startSpan(deed: Deed, name: string, parent: Span | RemoteParent | null): Span | null;
}

let recorder: Recorder | null = null;
const spans = new AsyncLocalStorage<Span>();

/** From now on spans are begun by this recorder, or by none. One process is one server. */
export function recordBy(next: Recorder | null): void {
  recorder = next;
}

/** Whether anything is traced by this server at all. */
export function isTracing(): boolean {
  return recorder !== null;
}

/** What is followed at this moment; null when nothing is. */
export function currentSpan(): Span | null {
  return recorder === null ? null : (spans.getStore() ?? null);
}

/** Follows work that has just been begun, as a part of what is followed now. */
export function followed<Result>(deed: Deed, name: string, work: Promise<Result>): Promise<Result> {
  const span = beginPart(deed, name);
  return span === null ? work : endWith(span, work);
}

/** Follows a call to somebody else. They are told nothing of it: no `traceparent` leaves this house (ADR 54). */
export function followedCall<Answer>(party: Party, work: Promise<Answer>): Promise<Answer> {
  const span = beginPart('call', party);
  if (span === null) return work;
  work.then((answer) => noteStatus(span, answer), () => undefined);
  return endWith(span, work);
}

/** Follows work whose parts are to be seen as parts of it. */
export function within<Result>(deed: Deed, name: string, work: () => Promise<Result>): Promise<Result> {
  const span = beginPart(deed, name);
  return span === null ? work() : endWith(span, spans.run(span, work));
}

/** Follows work that no request asked for. */
export function followedRound(name: string, round: () => Promise<void>): Promise<void> {
  const span = recorder?.startSpan('round', name, null) ?? null;
  return span === null ? round() : endWith(span, spans.run(span, round));
}

/** Begins to follow a request. @returns null when it is not among those that are kept; whoever gets a span ends it. */
export function beginRequest(door: string, parentOf: () => RemoteParent | null): Span | null {
  return recorder?.startSpan('request', door, recorder.isParentTrusted ? parentOf() : null) ?? null;
}

/** Does something under a span, so that what it begins is a part of it. */
export function under(span: Span, work: () => void): void {
  spans.run(span, work);
}

/** Notes which operation of GraphQL a request was about: the name of a trusted document, or `free`; and how it failed, by our own codes. */
export function noteOperation(name: string, codes: readonly string[]): void {
  const span = currentSpan();
  if (span === null) return;
  span.updateName(`request ${name}`).setAttribute('sanxian.operation', name);
  if (codes[0] !== undefined) span.setAttribute('error.type', codes[0]);
}

/** Notes a fault by its code in the catalogue. */
export function noteFault(code: string): void {
  currentSpan()?.setAttribute('error.type', code);
}

/** Notes that a rule stopped a command. Which one is not said: it would tell of the person, not of the server. */
export function noteRefusal(): void {
  currentSpan()?.setAttribute('sanxian.refused', true);
}

/** `SpanStatusCode.ERROR`, without the library. */
const ERROR = 2;

/** Marks a span as failed; no message goes with it. */
export function markFailed(span: Span): void {
  span.setStatus({ code: ERROR });
}

function beginPart(deed: Deed, name: string): Span | null {
  const whole = currentSpan();
  return whole === null ? null : (recorder?.startSpan(deed, name, whole) ?? null);
}

function endWith<Result>(span: Span, work: Promise<Result>): Promise<Result> {
  work.then(
    () => span.end(),
    (error: unknown) => {
      span.setAttribute('error.type', kindOf(error));
      markFailed(span);
      span.end();
    },
  );
  return work;
}

/** PostgreSQL's five signs for a fault, or the name of our own kind of error: messages quote values, so they stay out. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : error.name;
}

/** Notes with which status somebody else answered. */
function noteStatus(span: Span, answer: unknown): void {
  if (typeof answer !== 'object' || answer === null) return;
  const status: unknown = Reflect.get(answer, 'status') ?? Reflect.get(answer, 'statusCode');
  if (typeof status === 'number') span.setAttribute('http.response.status_code', status);
  // A delivery that did not arrive is an answer, too.
  if ((typeof status === 'number' && status >= 400) || Reflect.get(answer, 'delivered') === false) markFailed(span);
}
