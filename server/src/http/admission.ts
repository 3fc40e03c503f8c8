import { randomInt, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { operationOutcome } from '../fhir/operation-outcome.ts';
import { FHIR_JSON } from '../fhir/resources.ts';
import { languageOf } from '../graphql/language.ts';
import { RequestFault, requestFaults } from '../graphql/request-faults.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** What keeping a server from being asked too much needs. */
export interface AdmissionOptions {
  /** How many requests are worked on at once. */
  readonly most: number;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Of what is worked on at once, a quarter more is for what cannot wait: that a person withdraws, and that a hospital asks about somebody. */
const RESERVE = 0.25;

/** The doors behind which work is done; files and health are answered at once, whatever else is going on. */
const WORK = /^\/(graphql|fhir\/(Consent|look-up))\b/;

/**
 * How long one turn of the event loop may take, in milliseconds, before only what cannot wait is let in: turns grow when callers arrive
 * faster than they can even be refused, and whoever is let in then waits out several of them.
 */
const LONGEST_TURN = 100;

/**
 * So few callers in one turn are no crowd, however long it took: a server that has just started, collects its garbage or shares its processor takes
 * such turns, too, and the first callers after a restart would be turned away (F24 of docs/resilience.md).
 */
const FEW = 8;

/** For how long after its end a long turn counts, in milliseconds: on a server that has come to rest nobody is refused for what was. */
const HEEDED = 250;

/** For how long the work of a caller who has gone is counted, should it never come to an answer, in milliseconds. */
const ABANDONED = 15_000;

/** How long nothing is said about turning requests away after it was said, in milliseconds. */
const QUIET = 60_000;

/**
 * Turns requests away while as many as can be worked on at once are under way: those who are in get their answer in good time, and a
 * refusal costs a small part of an answer, so a flood takes little from them. Two looks: at the head of a request, before anything is
 * read of it; and before the work, when the body is there. Only work counts: who sends or reads slowly holds up nobody.
 *
 * The reserve is for the FHIR door, and for whoever claims it by `Priority: u=0` (RFC 9218): the pages on the way to a withdrawal, and the
 * desk of look-ups. Nobody checks the claim, but it reaches no further than the reserve.
 */
export class Admission {
  readonly #options: AdmissionOptions;
  #underWay = 0;
  readonly #expected = new Set<IncomingMessage>();
  readonly #placed = new WeakSet<IncomingMessage>();
  #toldAt = -QUIET;
  #turnBegan = 0;
  #cameInTurn = 0;
  #lastTurn = 0;
  #turnEnded = 0;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Answers a request that comes too much with 503 from its head alone; hands on every other. */
  atTheDoor(next: RequestListener): RequestListener {
    return (request, response) => {
      if (!WORK.test(request.url ?? '')) return next(request, response);
      this.#measureTurn();
      if (this.#hasRoom(() => isUrgent(request))) {
        this.#expect(request);
        return next(request, response);
      }
      this.#noteOverload();
      this.#options.metrics.request((request.url ?? '').startsWith('/fhir') ? 'fhir' : 'graphql', 503, 0);
      turnAway(request, response);
    };
  }

  /** Whether a request that can wait comes too much now. */
  get isFull(): boolean {
    return !this.#hasRoom(() => false);
  }

  /** Counts a request to the door of GraphQL that was turned away before it came here, because this was full. */
  noteTurnedAway(): void {
    this.#measureTurn();
    this.#noteOverload();
    this.#options.metrics.request('graphql', 503, 0);
  }

  /** Counts the work of a request from here on until its answer is written; mount it where the body has been read. */
  readonly beforeWork: RequestHandler = (request, response, next) => this.admit(request, response, (isTurnedAway) => next(isTurnedAway ? new RequestFault('SERVICE_UNAVAILABLE') : undefined));

  /**
   * The same for whoever answers without Express; says whether the request is turned away. Asked again about a request that has a place, as when the
   * short way hands it to the long one, it has that place. Of a request whose connection is gone nothing more is done: nobody is there to be told.
   */
  admit(request: IncomingMessage, response: ServerResponse, go: (isTurnedAway: boolean) => void): void {
    this.#expected.delete(request);
    if (response.closed) return;
    if (this.#placed.has(request)) return go(false);
    if (!this.#hasRoom(() => isUrgent(request))) {
      this.#noteOverload();
      return go(true);
    }
    this.#placed.add(request);
    this.#underWay += 1;
    let isCounted = true;
    const over = () => {
      if (isCounted) this.#underWay -= 1;
      isCounted = false;
    };
    // The answer is there; how fast it is read is not our work. Events tell too little: behind a connection that is gone an answer never finishes.
    const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
    response.end = (...given: unknown[]) => {
      over();
      return end(...given);
    };
    // Who goes before there is one leaves the work behind.
    response.once('close', () => {
      if (isCounted) setTimeout(over, ABANDONED).unref();
    });
    go(false);
  }

  #hasRoom(isUrgent: () => boolean): boolean {
    const { most } = this.#options;
    const taken = this.#underWay + this.#expected.size;
    const isLate = this.#lastTurn >= LONGEST_TURN && performance.now() - this.#turnEnded < HEEDED;
    return (taken < most && !isLate) || (taken < most * (1 + RESERVE) && isUrgent());
  }

  /**
   * Keeps a place for a request until its body is there: many heads come in one turn of the event loop, and none of them would see the others.
   * For two turns only: a body that lies in the same packet has been read by then, and who sends slowly is to take no place.
   */
  #expect(request: IncomingMessage): void {
    this.#expected.add(request);
    setImmediate(() => setImmediate(() => this.#expected.delete(request)));
  }

  /** From the first request of a turn to the end of what the turn brings; where few came, it counts as short. */
  #measureTurn(): void {
    this.#cameInTurn += 1;
    if (this.#cameInTurn > 1) return;
    this.#turnBegan = performance.now();
    setImmediate(() => {
      this.#turnEnded = performance.now();
      this.#lastTurn = this.#cameInTurn > FEW ? this.#turnEnded - this.#turnBegan : 0;
      this.#cameInTurn = 0;
    });
  }

  #noteOverload(): void {
    const now = performance.now();
    if (now - this.#toldAt < QUIET) return;
    this.#toldAt = now;
    this.#options.log.warn({ event: 'tooManyAtOnce', atOnce: this.#options.most }, 'more requests at once than this server works on; some are turned away');
  }
}

/** Whether a request cannot wait, by its door or by what it says of itself. Express may have cut the door off the address. */
function isUrgent({ headers: { priority }, url = '', ...request }: IncomingMessage & { readonly originalUrl?: string }): boolean {
  return (request.originalUrl ?? url).startsWith('/fhir') || (typeof priority === 'string' && /(?:^|,)\s*u=0\b/.test(priority));
}

/** How long callers are told to stay away, in seconds: not all come back in the same one. */
export function comeBackIn(): string {
  return String(randomInt(2, 6));
}

/** A refusal at the door of GraphQL: the text of its body, and what its head says, as name and value in turn. */
export function refusal(requestId: string, acceptLanguage: string | undefined): { readonly text: string; readonly head: readonly string[] } {
  return said(JSON.stringify({ errors: [{ message: sentenceIn(acceptLanguage), extensions: { code: 'SERVICE_UNAVAILABLE', requestId } }] }), requestId, 'application/json; charset=utf-8');
}

function fhirRefusal(requestId: string, acceptLanguage: string | undefined): ReturnType<typeof refusal> {
  return said(JSON.stringify(operationOutcome(requestId, [{ severity: 'fatal', code: 'transient', ours: 'SERVICE_UNAVAILABLE', text: sentenceIn(acceptLanguage) }])), requestId, FHIR_JSON);
}

function sentenceIn(acceptLanguage: string | undefined): string {
  return requestFaults.SERVICE_UNAVAILABLE.sentence[languageOf(acceptLanguage)];
}

function said(text: string, requestId: string, contentType: string): ReturnType<typeof refusal> {
  return {
    text,
    head: ['content-length', String(Buffer.byteLength(text)), 'content-type', contentType, 'cache-control', 'no-store', 'retry-after', comeBackIn(), 'x-request-id', requestId, 'x-content-type-options', 'nosniff'],
  };
}

/** Says 503 without reading what else the caller sends. */
function turnAway({ headers, url }: IncomingMessage, response: ServerResponse): void {
  const { text, head } = (url?.startsWith('/fhir') ? fhirRefusal : refusal)(randomUUID(), headers['accept-language']);
  response.writeHead(requestFaults.SERVICE_UNAVAILABLE.status, [...head]);
  response.end(text);
}
