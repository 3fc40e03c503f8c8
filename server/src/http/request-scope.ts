import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { languageOf } from '../graphql/language.ts';
import { requestScope } from '../graphql/request-scope.ts';
import { holdsPersonalNumber } from '../identity/personal-number.ts';
import type { DoorLabel, Metrics } from '../telemetry/metrics.ts';
import { isTracing, under } from '../telemetry/traces.ts';
import { followRequest } from './follow-request.ts';

const ACCEPTABLE_ID = /^[\w-]{8,64}$/;

/** Gives every request an id (the caller's, when it is harmless), answers with it, counts it, and logs it without any value of people. */
export function scopeEachRequest(log: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const offered = request.get('x-request-id') ?? '';
    const requestId = ACCEPTABLE_ID.test(offered) && !holdsPersonalNumber(offered) ? offered : randomUUID();
    response.setHeader('x-request-id', requestId);
    const startedAt = performance.now();
    const span = isTracing() ? followRequest(request, response, doorOf(request.originalUrl)) : null;
    response.on('finish', () => {
      const milliseconds = performance.now() - startedAt;
      metrics.request(doorOf(request.originalUrl), response.statusCode, milliseconds / 1_000);
      log.info({ requestId, traceId: span?.spanContext().traceId, method: request.method, path: loggedPath(request.originalUrl, response.statusCode), status: response.statusCode, ms: Math.round(milliseconds) }, 'request');
    });
    const scope = { requestId, language: languageOf(request.get('accept-language')), log };
    if (span === null) requestScope.run(scope, next);
    else under(span, () => requestScope.run(scope, next));
  };
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
