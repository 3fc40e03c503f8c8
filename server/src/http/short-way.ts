import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Span } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import type { Logger } from 'pino';
import type { AnswerTrusted } from '../graphql/api.ts';
import type { CompiledDocument, CompiledDocuments } from '../graphql/compiled-execution.ts';
import { writeAnswer } from '../graphql/gate/answer-size.ts';
import { RequestFault } from '../graphql/request-faults.ts';
import { languageOf } from '../graphql/language.ts';
import type { RequestScope } from '../graphql/request-scope.ts';
import { bearerToken } from '../identity/bearer-token.ts';
import { PARTNER_TOKEN_PREFIX } from '../partners/partner-tokens.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Admission } from './admission.ts';
import { etagOf, hasIt, type PublicAnswer, type PublicAnswers } from './public-answers.ts';
import { followedFrom, inScope, noteWhenAnswered, scopeOf, type Noted } from './request-scope.ts';

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
  readonly publicAnswers: PublicAnswers;
  /** The largest body in bytes. */
  readonly bodyLimit: number;
}

/** A body that was read before the long way began: its value, or what went wrong, to be told there. */
type ReadBody = { readonly value: object } | { readonly fault: unknown };

const readBodies = new WeakMap<IncomingMessage, ReadBody>();

/**
 * The way of nearly every request there is: a trusted document by its id, from a page of ours. It is answered here, without a walk through
 * every other door of the house and through Apollo's pipeline, which cost more than the answer. Whatever is not exactly that (a partner, a free
 * document, a body that is no JSON, variables that do not fit, another kind of answer wanted) goes the long way, `next`, as if nothing had been:
 * every fault is told there. `test/contract/both-ways.test.ts` holds the answers of both ways together.
 */
export function shortWay(options: ShortWayOptions, next: RequestListener): RequestListener {
  return (request, response) => {
    const { url = '', method } = request;
    if ((method === 'GET' || method === 'HEAD') && url.startsWith('/graphql?')) return byAddress(options, request, response, next);
    const bytes = bytesOfShort(request);
    if (bytes === 0 || bytes > options.bodyLimit) return next(request, response);
    readBody(request, (body) => {
      const startedAt = performance.now();
      // Whoever is signed in is noted as seen by asking.
      const question = request.headers.authorization === undefined ? questionOf(request, body.toString('latin1')) : null;
      const kept = question === null ? undefined : options.publicAnswers.get(question);
      if (kept) return writePublic(options, kept, { scope: scopeOf(request, options.log), span: followedFrom(request, response), startedAt, caching: 'no-store' }, request, response);
      const read = parse(body);
      readBodies.set(request, read);
      const asked = 'value' in read ? trustedRequest(read.value, options.documents) : null;
      const contentType = asked && contentTypeFor(request.headers.accept);
      if (!asked || !contentType) return next(request, response);
      answer(options, { ...asked, contentType, question: asked.document.isPublic ? question : null, caching: 'no-store' }, request, response, next);
    });
  };
}

/** How long a browser or a proxy may give a public answer that was asked for by its address, without asking again; in seconds. */
const SHARED_FOR = 60;

/**
 * A public document by its address, so that browsers and proxies keep the answer and ask only whether it still holds. Every other document
 * goes the long way, which refuses to be asked by an address.
 */
function byAddress(options: ShortWayOptions, request: IncomingMessage, response: ServerResponse, next: RequestListener): void {
  const { url = '', headers } = request;
  const caching = `public, max-age=${SHARED_FOR}`;
  const question = questionOf(request, url);
  const kept = options.publicAnswers.get(question);
  if (kept && headers.authorization === undefined) return writePublic(options, kept, { scope: scopeOf(request, options.log), span: followedFrom(request, response), startedAt: performance.now(), caching }, request, response);
  const asked = headers.authorization === undefined ? trustedRequest(addressed(url), options.documents) : null;
  const contentType = asked?.document.isPublic ? contentTypeFor(headers.accept) : null;
  if (!asked || !contentType) return next(request, response);
  answer(options, { ...asked, contentType, question, caching }, request, response, next);
}

/** What an address asks for; null where it is not understood, and where it says a thing twice. */
function addressed(url: string): object | null {
  const said = [...new URLSearchParams(url.slice(url.indexOf('?')))];
  try {
    return new Set(said.map(([name]) => name)).size < said.length ? null : Object.fromEntries(said.map(([name, value]) => [name, name === 'variables' ? (JSON.parse(value) as unknown) : value]));
  } catch {
    return null;
  }
}

/** A question with all of the request that the answer depends on. */
function questionOf({ method, headers }: IncomingMessage, asked: string): string {
  return `${method === 'POST' ? 'body' : 'address'} ${languageOf(headers['accept-language'])} ${headers.accept ?? ''}\n${asked}`;
}

/** A trusted document that is asked for, and how to answer. */
interface Asked {
  readonly document: CompiledDocument;
  readonly variables: unknown;
  readonly contentType: string;
  /** Under which the answer is kept, being everybody's; null: it is not kept. */
  readonly question: string | null;
  /** What whoever passes the answer on may do with it. */
  readonly caching: string;
}

function answer(options: ShortWayOptions, { document, variables, contentType, question, caching }: Asked, request: IncomingMessage, response: ServerResponse, next: RequestListener): void {
  const { admission, answerTrusted, log, metrics, addressOf, publicAnswers } = options;
  const startedAt = performance.now();
  const write = (result: NonNullable<Awaited<ReturnType<AnswerTrusted>>>, scope: RequestScope, span: Span | null) => {
    // As Apollo orders them.
    const text = writeAnswer({ ...(result.errors ? { errors: result.errors } : {}), data: result.data ?? null });
    // An answer that is too large has become a refusal, which is one caller's.
    if (question !== null && !text.startsWith('{"errors"')) return writePublic(options, publicAnswers.keep(question, text, contentType), { scope, span, startedAt, caching }, request, response);
    noteWhenAnswered(request, response, { scope, span, metrics, startedAt });
    response.writeHead(200, [...options.headers, 'x-request-id', scope.requestId, 'cache-control', 'no-store', 'content-type', contentType, 'content-length', String(Buffer.byteLength(text))]);
    // As text: Node then writes head and body as one.
    response.end(text);
  };
  admission.admit(request, response, (isTurnedAway) => {
    // The long way says so.
    if (isTurnedAway) return next(request, response);
    const scope = scopeOf(request, log);
    const span = followedFrom(request, response);
    const caller = { token: bearerToken(request.headers), address: () => addressOf(request), partner: null, cost: null };
    inScope(scope, span, () => {
      answerTrusted(document, variables, caller)
        .then((result) => {
          if (result) return write(result, scope, span);
          // By its address a document is not found on the long way.
          if (request.method !== 'POST') readBodies.set(request, { fault: new RequestFault('BAD_USER_INPUT') });
          next(request, response);
        })
        .catch((fault: unknown) => {
          readBodies.set(request, { fault });
          next(request, response);
        });
    });
  });
}

/** How a public answer is written and noted. */
type Manner = Pick<Asked, 'caching'> & Omit<Noted, 'metrics'>;

function writePublic({ headers, metrics }: ShortWayOptions, answer: PublicAnswer, { caching, ...noted }: Manner, request: IncomingMessage, response: ServerResponse): void {
  noteWhenAnswered(request, response, { ...noted, metrics });
  const etag = caching === 'no-store' ? null : etagOf(answer);
  const named = etag === null ? [] : ['etag', etag, 'vary', 'accept-language, accept, authorization'];
  const own = [...headers, 'x-request-id', noted.scope.requestId, 'cache-control', caching, ...named];
  if (etag !== null && hasIt(etag, request.headers['if-none-match'])) return void response.writeHead(304, own).end();
  response.writeHead(200, [...own, 'content-type', answer.contentType, 'content-length', String(answer.bytes)]);
  response.end(answer.text);
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
    // A mark of byte order is no part of what is said, as body-parser has it, too.
    const value: unknown = JSON.parse(body.toString().replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null ? { value } : { fault: new RequestFault('MALFORMED_REQUEST') };
  } catch {
    return { fault: new RequestFault('MALFORMED_REQUEST') };
  }
}

/** The trusted document that a body asks for, if it says nothing else; null where the long way is to judge it. */
function trustedRequest(body: object | null, documents: CompiledDocuments): { readonly document: CompiledDocument; readonly variables: unknown } | null {
  const { documentId, operationName, variables, ...more } = (body ?? {}) as Readonly<Record<string, unknown>>;
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
