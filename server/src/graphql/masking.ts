import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';
import type { Logger } from 'pino';
import { isDatabaseUnavailable } from '../database/unavailable.ts';
import { KeyServiceUnavailable } from '../vault/key-encryption.ts';
import type { Language } from './language.ts';
import { requestFaults, type RequestFaultCode } from './request-faults.ts';
import { AccessDenied, Forbidden, MalformedText } from './refusals.ts';

/** Codes of Apollo whose message speaks of the caller's own document and may be shown beside ours. */
const describable = new Set<RequestFaultCode>(['BAD_USER_INPUT', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);

/** Words of Apollo that stand for one of our codes: none of them is a fault of ours. */
const apolloCodes: ReadonlyMap<unknown, RequestFaultCode> = new Map([
  // A batch, a wrong method or a request that another site could have made.
  ['BAD_REQUEST', 'MALFORMED_REQUEST'],
  // An operation that the document does not have, or none named among several.
  ['OPERATION_RESOLUTION_FAILURE', 'MALFORMED_REQUEST'],
  // The hash that some clients send in place of a document: here documents are known by `documentId`.
  ['PERSISTED_QUERY_NOT_SUPPORTED', 'MALFORMED_REQUEST'],
]);

/** What masking needs to know of the request. */
export interface MaskingContext {
  readonly requestId: string;
  readonly language: Language;
  readonly log: Logger;
}

/**
 * Turns any error into what a caller may see: a code, a sentence in their language and the request id. Text of drivers,
 * providers or our own code never leaves; an unexpected error is logged with its places, without its message.
 */
export function maskError(formatted: GraphQLFormattedError, error: unknown, { requestId, language, log }: MaskingContext): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const code = codeOf(cause, formatted);
  if (code === 'INTERNAL_SERVER_ERROR' || code === 'SERVICE_UNAVAILABLE') log.error({ event: 'requestBroken', requestId, err: originOf(cause) }, 'request broken');
  const sentence = requestFaults[code].sentence[language];
  const message = describable.has(code) && language === 'en' ? `${sentence} ${withoutValue(formatted.message)}` : sentence;
  return {
    message,
    ...(formatted.locations ? { locations: formatted.locations } : {}),
    ...(formatted.path ? { path: formatted.path } : {}),
    extensions: { code: publicCode(code), requestId },
  };
}

/** The name under which a code leaves: an ended session or token is a missing sign-in with another sentence. */
export function publicCode(code: RequestFaultCode): string {
  return code === 'SESSION_ENDED' || code === 'TOKEN_ENDED' ? 'UNAUTHENTICATED' : code;
}

/** Leaves the place of a faulty variable and takes out its value: no error repeats what a person typed. */
function withoutValue(message: string): string {
  const at = message.indexOf(' got invalid value ');
  if (at < 0) return message;
  const place = / at "[\w.[\]]+"(?=; )/.exec(message.slice(at))?.[0] ?? '';
  return `${message.slice(0, at)} got an invalid value${place}.`;
}

/** What was thrown first: Apollo wraps what fails before a document runs, and the wrapping explains nothing in a log. */
function originOf(cause: unknown): unknown {
  return cause instanceof GraphQLError ? (cause.originalError ?? cause) : cause;
}

function codeOf(cause: unknown, formatted: GraphQLFormattedError): RequestFaultCode {
  if (cause instanceof AccessDenied) return cause.sessionEnded ? 'SESSION_ENDED' : 'UNAUTHENTICATED';
  if (cause instanceof Forbidden) return 'FORBIDDEN';
  if (cause instanceof MalformedText) return 'MALFORMED_TEXT';
  if (isDatabaseUnavailable(cause) || cause instanceof KeyServiceUnavailable) return 'SERVICE_UNAVAILABLE';
  const isOurs = cause instanceof GraphQLError || cause === undefined || cause === null;
  const stated = formatted.extensions?.['code'];
  if (!isOurs || typeof stated !== 'string') return 'INTERNAL_SERVER_ERROR';
  return apolloCodes.get(stated) ?? (Object.hasOwn(requestFaults, stated) ? (stated as RequestFaultCode) : 'INTERNAL_SERVER_ERROR');
}
