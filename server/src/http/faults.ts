import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { isDatabaseUnavailable } from '../database/unavailable.ts';
import { languageOf } from '../graphql/language.ts';
import { publicCode } from '../graphql/masking.ts';
import { RequestFault, requestFaults, type RequestFaultCode } from '../graphql/request-faults.ts';
import { costOf } from '../partners/budget.ts';
import { noteFault } from '../telemetry/traces.ts';
import { comeBackIn } from './admission.ts';

/** Answers a request that failed before GraphQL: the same shape as a GraphQL error, in the caller's language, with the request id. */
export function answerFaults(log: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    const requestId = response.getHeader('x-request-id');
    const code = faultCodeOf(error);
    noteFault(code);
    // What a rule of ours turned away is not broken.
    if (!(error instanceof RequestFault) && (code === 'INTERNAL_SERVER_ERROR' || code === 'SERVICE_UNAVAILABLE')) log.error({ event: 'requestBroken', requestId, err: error }, 'request broken');
    if (response.headersSent) return next(error);
    const { status, sentence } = requestFaults[code];
    const message = sentence[languageOf(request.get('accept-language'))];
    const cost = costOf(response);
    // Whoever began to answer may have said "a script, good for a year": a cache must not keep a fault under that name.
    for (const header of ['etag', 'last-modified', 'accept-ranges']) response.removeHeader(header);
    if (status === 503) response.set('retry-after', comeBackIn());
    response.set('cache-control', 'no-store').status(status).type('json').json({ errors: [{ message, extensions: { code: publicCode(code), requestId, ...(error instanceof RequestFault ? error.details : {}) } }], ...(cost ? { extensions: { cost } } : {}) });
  };
}

/** What failed before GraphQL, by our own code. */
export function faultCodeOf(error: unknown): RequestFaultCode {
  if (error instanceof RequestFault) return error.code;
  if (isDatabaseUnavailable(error)) return 'SERVICE_UNAVAILABLE';
  // body-parser and Express name their faults by HTTP status.
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 413) return 'PAYLOAD_TOO_LARGE';
  if (status === 415) return 'UNSUPPORTED_MEDIA_TYPE';
  if (typeof status === 'number' && status >= 400 && status < 500) return 'MALFORMED_REQUEST';
  return 'INTERNAL_SERVER_ERROR';
}
