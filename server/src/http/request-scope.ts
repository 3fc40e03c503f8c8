import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { languageOf } from '../graphql/language.ts';
import { requestScope } from '../graphql/request-scope.ts';
import { holdsPersonalNumber } from '../identity/personal-number.ts';

const ACCEPTABLE_ID = /^[\w-]{8,64}$/;

/** Gives every request an id (the caller's, when it is harmless), answers with it, and logs the request without any value of people. */
export function scopeEachRequest(log: Logger): RequestHandler {
  return (request, response, next) => {
    const offered = request.get('x-request-id') ?? '';
    const requestId = ACCEPTABLE_ID.test(offered) && !holdsPersonalNumber(offered) ? offered : randomUUID();
    response.setHeader('x-request-id', requestId);
    const startedAt = performance.now();
    response.on('finish', () => {
      log.info({ requestId, method: request.method, path: loggedPath(request.originalUrl, response.statusCode), status: response.statusCode, ms: Math.round(performance.now() - startedAt) }, 'request');
    });
    requestScope.run({ requestId, language: languageOf(request.get('accept-language')), log }, next);
  };
}

/** The path without its query, where tickets travel; and only a path of ours, for anything may be written into an unknown one. */
function loggedPath(url: string, status: number): string {
  const path = url.split('?', 1)[0] ?? '';
  if (/^\/graphql\//i.test(path)) return '/graphql/…';
  return status < 400 && /^[\w./-]{1,100}$/.test(path) ? path : known.has(path) ? path : '…';
}

/** Paths that are worth reading in the log of a request that failed. */
const known: ReadonlySet<string> = new Set(['/', '/graphql', '/healthz', '/sign-in/callback', '/fhir/metadata', '/fhir/Consent', '/fhir/Consent/_search']);
