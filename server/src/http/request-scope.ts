import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Span } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { languageOf } from '../graphql/language.ts';
import { requestScope, type RequestScope } from '../graphql/request-scope.ts';
import { holdsPersonalNumber } from '../identity/personal-number.ts';
import type { DoorLabel, Metrics } from '../telemetry/metrics.ts';
import { currentSpan, isTracing, under } from '../telemetry/traces.ts';
import { followRequest } from './follow-request.ts';

const ACCEPTABLE_ID = /^[\w-]{8,64}$/;

/** Gives every request an id (the caller's, when it is harmless), answers with it, counts it, and logs it without any value of people. */
export function scopeEachRequest(log: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const scope = scopeOf(request, log);
    response.setHeader('x-request-id', scope.requestId);
    // The short way may have begun to follow it.
    const span = currentSpan() ?? followedFrom(request, response);
    noteWhenAnswered(request, response, { scope, span, metrics, startedAt: performance.now() });
    inScope(scope, span, next);
  };
}

const scopes = new WeakMap<IncomingMessage, RequestScope>();

/** What is known of a request from its head: the same on whichever way it is answered. */
export function scopeOf(request: IncomingMessage, log: Logger): RequestScope {
  const known = scopes.get(request);
  if (known) return known;
  const { headers } = request;
  const offered = headers['x-request-id'];
  const isFit = typeof offered === 'string' && ACCEPTABLE_ID.test(offered) && !holdsPersonalNumber(offered);
  const scope = { requestId: isFit ? offered : randomUUID(), language: languageOf(headers['accept-language']), log };
  scopes.set(request, scope);
  return scope;
}

/** Begins to follow a request in a trace; null when it is not among those that are kept. */
export function followedFrom(request: AskedMessage, response: ServerResponse): Span | null {
  return isTracing() ? followRequest(request, response, doorOf(urlOf(request))) : null;
}

/** Answers a request in its scope, and under its span where it is followed. */
export function inScope(scope: RequestScope, span: Span | null, work: () => void): void {
  if (span === null) requestScope.run(scope, work);
  else under(span, () => requestScope.run(scope, work));
}

/** A request that Express may have cut the door off. */
type AskedMessage = IncomingMessage & { readonly originalUrl?: string };

/** What is noted of a request when it is answered. */
export interface Noted {
  readonly scope: RequestScope;
  readonly span: Span | null;
  readonly metrics: Metrics;
  readonly startedAt: number;
}

/** Counts and logs a request when its answer has been handed on. */
export function noteWhenAnswered(request: AskedMessage, response: ServerResponse, { scope, span, metrics, startedAt }: Noted): void {
  response.on('finish', () => {
    const milliseconds = performance.now() - startedAt;
    const url = urlOf(request);
    metrics.request(doorOf(url), response.statusCode, milliseconds / 1_000);
    scope.log.info({ requestId: scope.requestId, traceId: span?.spanContext().traceId, method: request.method, path: loggedPath(url, response.statusCode), status: response.statusCode, ms: Math.round(milliseconds) }, 'request');
  });
}

function urlOf({ originalUrl, url = '' }: AskedMessage): string {
  return originalUrl ?? url;
}

/** The path without its query, where tickets travel; and only a path of ours, for anything may be written into an unknown one. */
function loggedPath(url: string, status: number): string {
  const path = url.split('?', 1)[0] ?? '';
  if (/^\/graphql\//i.test(path)) return '/graphql/…';
  return status < 400 && /^[\w./-]{1,100}$/.test(path) ? path : known.has(path) ? path : '…';
}

/** The part of the house that a path belongs to, whatever stands in the rest of it. */
function doorOf(url: string): DoorLabel {
  return doors.find(([path]) => path.test(url))?.[1] ?? 'pages';
}

const doors: readonly (readonly [RegExp, DoorLabel])[] = [
  [/^\/graphql\b/i, 'graphql'],
  [/^\/fhir\b/i, 'fhir'],
  [/^\/oauth\b/i, 'partner-token'],
  [/^\/(\.well-known\/|schema\.graphql)/, 'published'],
  [/^\/(healthz|readyz)\b/, 'health'],
];

/** Paths that are worth reading in the log of a request that failed. */
const known: ReadonlySet<string> = new Set(['/', '/graphql', '/healthz', '/readyz', '/sign-in/callback', '/fhir/metadata', '/fhir/Consent', '/fhir/Consent/_search']);
