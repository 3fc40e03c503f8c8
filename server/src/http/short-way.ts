import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { FormattedExecutionResult } from 'graphql';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import type { Logger } from 'pino';
import type { AnswerTrusted } from '../graphql/api.ts';
import type { CompiledDocument, CompiledDocuments } from '../graphql/compiled-execution.ts';
import { writeAnswer } from '../graphql/gate/answer-size.ts';
import { RequestFault } from '../graphql/request-faults.ts';
import { requestScope } from '../graphql/request-scope.ts';
import { bearerToken } from '../identity/bearer-token.ts';
import { PARTNER_TOKEN_PREFIX } from '../partners/partner-tokens.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Admission } from './admission.ts';
import { noteWhenAnswered, scopeOf } from './request-scope.ts';

/** What the short way needs of the house. */
export interface ShortWayOptions {
  readonly documents: CompiledDocuments;
  readonly answerTrusted: AnswerTrusted;
  readonly admission: Admission;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The address of a caller behind proxies that are trusted. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** What every answer says to browsers, as name and value in turn. */
  readonly headers: readonly string[];
  /** The largest body in bytes. */
  readonly bodyLimit: number;
}

/** A body that was read before the long way began: its value, or that it is no JSON. */
type ReadBody = { readonly value: unknown } | { readonly fault: RequestFault };

const readBodies = new WeakMap<IncomingMessage, ReadBody>();

/**
 * The way of nearly every request there is: a trusted document by its id, from a page of ours. It is answered here, without a walk through
 * every other door of the house and through Apollo's pipeline, which cost more than the answer. Whatever is not exactly that (a partner, a free
 * document, a body that is no JSON, variables that do not fit, another kind of answer wanted) goes the long way, `next`, as if nothing had been:
 * every fault is told there. `test/contract/both-ways.test.ts` holds the answers of both ways together.
 */
export function shortWay(options: ShortWayOptions, next: RequestListener): RequestListener {
  return (request, response) => {
    const bytes = bytesOfShort(request);
    if (bytes === 0 || bytes > options.bodyLimit) return next(request, response);
    readBody(request, (body) => {
      const read = parse(body);
      readBodies.set(request, read);
      const asked = 'value' in read ? trustedRequest(read.value, options.documents) : null;
      const contentType = asked && contentTypeFor(request.headers.accept);
      if (!asked || !contentType) return next(request, response);
      // Whoever is turned away is told so by the long way.
      options.admission.admit(request, response, (isTurnedAway) => (isTurnedAway ? next(request, response) : answer(options, { ...asked, contentType }, request, response, next)));
    });
  };
}

/** A trusted document that is asked for, with the media type of its answer. */
interface Asked {
  readonly document: CompiledDocument;
  readonly variables: unknown;
  readonly contentType: string;
}

function answer({ answerTrusted, log, metrics, headers, addressOf }: ShortWayOptions, { document, variables, contentType }: Asked, request: IncomingMessage, response: ServerResponse, next: RequestListener): void {
  const scope = scopeOf(request, log);
  const startedAt = performance.now();
  const caller = { token: bearerToken(request.headers), address: () => addressOf(request), partner: null, cost: null };
  const write = (result: FormattedExecutionResult) => {
    noteWhenAnswered(request, response, { scope, metrics, startedAt });
    // As Apollo orders them.
    const text = writeAnswer({ ...(result.errors ? { errors: result.errors } : {}), data: result.data ?? null });
    const own = ['x-request-id', scope.requestId, 'cache-control', 'no-store', 'content-type', contentType, 'content-length', String(Buffer.byteLength(text))];
    response.writeHead(200, [...headers, ...own]);
    // As text: Node then writes head and body as one.
    response.end(text);
  };
  requestScope.run(scope, () => {
    answerTrusted(document, variables, caller)
      .then((result) => (result ? write(result) : next(request, response)))
      .catch((error: unknown) => {
        log.error({ event: 'requestBroken', requestId: scope.requestId, err: error }, 'request broken');
        response.destroy();
      });
  });
}

/** Reads a body as JSON, or takes the one that the short way has read. */
export function bodyReadBefore(json: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const read = readBodies.get(request);
    if (!read) return json(request, response, next);
    if ('fault' in read) return next(read.fault);
    request.body = read.value;
    next();
  };
}

/** How many bytes the body of a request has that may go the short way, by its head; 0 for every other. */
function bytesOfShort({ method, url, headers }: IncomingMessage): number {
  const isOurs = method === 'POST' && url === '/graphql' && headers['content-encoding'] === undefined && jsonTypes.has(headers['content-type'] ?? '');
  if (!isOurs || bearerToken(headers)?.startsWith(PARTNER_TOKEN_PREFIX)) return 0;
  return Number(headers['content-length'] ?? 0);
}

/** How pages of ours name JSON; other spellings of it go the long way. */
const jsonTypes: ReadonlySet<string> = new Set(['application/json', 'application/json; charset=utf-8']);

function readBody(request: IncomingMessage, arrive: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => arrive(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
}

function parse(body: Buffer): ReadBody {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? { value } : { fault: new RequestFault('MALFORMED_REQUEST') };
  } catch {
    return { fault: new RequestFault('MALFORMED_REQUEST') };
  }
}

/** The trusted document that a body asks for, if it says nothing else; null where the long way is to judge it. */
function trustedRequest(body: unknown, documents: CompiledDocuments): { readonly document: CompiledDocument; readonly variables: unknown } | null {
  const { documentId, operationName, variables, ...more } = body as Readonly<Record<string, unknown>>;
  if (typeof documentId !== 'string' || Object.keys(more).length > 0) return null;
  if (variables !== undefined && variables !== null && (typeof variables !== 'object' || Array.isArray(variables))) return null;
  const document = documents.get(documentId);
  if (!document || (operationName !== undefined && operationName !== null && operationName !== document.name)) return null;
  return { document, variables: variables ?? {} };
}

/** The media types that Apollo chooses among; the last is none of ours. */
const mediaTypes = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8', 'application/json; callbackSpec=1.0; charset=utf-8'];

/** What is accepted, by each spelling of it that was seen lately: pages of ours have one. */
const chosen = new LRUCache<string, { readonly type: string | null }>({ max: 100 });

/** In which media type Apollo would answer whoever accepts this; null where that is none of ours. */
function contentTypeFor(accept = ''): string | null {
  if (accept === '') return mediaTypes[0] ?? null;
  const known = chosen.get(accept);
  if (known) return known.type;
  const preferred = new Negotiator({ headers: { accept } }).mediaType(mediaTypes);
  const type = preferred !== undefined && mediaTypes.indexOf(preferred) < 2 ? preferred : null;
  chosen.set(accept, { type });
  return type;
}
