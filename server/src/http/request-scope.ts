import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { languageOf } from '../graphql/language.ts';
import { requestScope } from '../graphql/request-scope.ts';

const ACCEPTABLE_ID = /^[\w-]{8,64}$/;

/** Gives every request an id (the caller's, when it is harmless), answers with it, and logs the request without any value of people. */
export function scopeEachRequest(log: Logger): RequestHandler {
  return (request, response, next) => {
    const offered = request.get('x-request-id') ?? '';
    const requestId = ACCEPTABLE_ID.test(offered) ? offered : randomUUID();
    response.setHeader('x-request-id', requestId);
    const startedAt = performance.now();
    response.on('finish', () => {
      // The path without its query: tickets travel there.
      log.info({ requestId, method: request.method, path: request.originalUrl.split('?', 1)[0], status: response.statusCode, ms: Math.round(performance.now() - startedAt) }, 'request');
    });
    requestScope.run({ requestId, language: languageOf(request.get('accept-language')), log }, next);
  };
}
