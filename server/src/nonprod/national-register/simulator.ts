import { randomUUID, timingSafeEqual } from 'node:crypto';
import express, { Router, type RequestHandler } from 'express';

/** How the simulated national register misbehaves; everything off is a day on which all is well. */
export interface NationalFaults {
  /** Answers nobody. */
  isDown: boolean;
  /** Takes every message and says that it failed: the caller cannot know. */
  losesReplies: boolean;
  /** Gives every answer twice, under one number. */
  repeatsAnswers: boolean;
  /** Also gives answers that nobody asked for, and some that are no answers. */
  talksNonsense: boolean;
  /** The newest answer comes first. */
  answersBackwards: boolean;
  /** Milliseconds before it says anything. */
  delay: number;
}

/** What it holds of somebody: as far as the simulation needs it. */
interface Held {
  sequence: number;
  position: string;
  since: string | null;
}

interface Message {
  readonly messageId: string;
  readonly registrationNumber: string;
  readonly sequence: number;
  readonly position: string;
  readonly recordedAt: string;
  readonly onHold: boolean;
}

/**
 * A national register that exists only here, in the form that we assume (`national-register/national-register.ts`). It says nothing about
 * how the real one works. It confirms what it does not know better; what was planted (`knows`, `refuses`) it holds against us.
 */
export class NationalSimulator {
  readonly faults: NationalFaults = { isDown: false, losesReplies: false, repeatsAnswers: false, talksNonsense: false, answersBackwards: false, delay: 0 };
  /** Every message in the order of arrival, repetitions included. */
  readonly received: Message[] = [];
  readonly #token: string;
  readonly #known = new Set<string>();
  readonly #held = new Map<string, Held>();
  readonly #refused = new Map<string, string>();
  readonly #answers = new Map<string, unknown>();

  constructor(token: string) {
    this.#token = token;
  }

  /** Plants what it already holds of a person; `since` null: nobody knows when they said so. */
  knows(registrationNumber: string, position: string, since: string | null): void {
    this.#held.set(registrationNumber, { sequence: 0, position, since });
  }

  /** Whoever runs it mended what it held of a person. */
  forgets(registrationNumber: string): void {
    this.#held.delete(registrationNumber);
  }

  /** Will not take anything of a person. */
  refuses(registrationNumber: string, reason: string): void {
    this.#refused.set(registrationNumber, reason);
  }

  /** Answers that still wait. */
  get waiting(): number {
    return this.#answers.size;
  }

  /** Speaks the assumed protocol below wherever it is mounted. */
  routes(): Router {
    const router = Router();
    router.use(this.#misbehave, this.#authorise, express.json());
    router.post('/messages', (request, response) => {
      this.#take(request.body as Message);
      response.status(this.faults.losesReplies ? 500 : 202).end();
    });
    router.get('/answers', (_request, response) => {
      const entries = [...this.#answers].map(([answerNumber, content]) => ({ answerNumber, content }));
      const ordered = this.faults.answersBackwards ? entries.reverse() : entries;
      response.json({ answers: this.faults.repeatsAnswers ? [...ordered, ...ordered] : ordered });
    });
    router.delete('/answers/:number', (request, response) => {
      this.#answers.delete(request.params.number);
      response.status(204).end();
    });
    return router;
  }

  #take(message: Message): void {
    this.received.push(message);
    if (this.#known.has(message.messageId)) return;
    this.#known.add(message.messageId);
    const { messageId, registrationNumber, sequence, position, recordedAt } = message;
    const held = this.#held.get(registrationNumber);
    const refused = this.#refused.get(registrationNumber);
    if (this.faults.talksNonsense) {
      this.#answer({ messageId: '00000000-0000-4000-8000-000000000000', outcome: 'CONFIRMED' });
      this.#answer({ outcome: 'PERHAPS', name: '金丝雀' });
    }
    if (refused !== undefined) return this.#answer({ messageId, outcome: 'REJECTED', reason: refused });
    const isNewer = held === undefined || held.sequence > 0 || (held.since !== null && held.since < recordedAt && this.received.filter((each) => each.registrationNumber === registrationNumber).length > 1);
    if (!isNewer && held.position !== position) return this.#answer({ messageId, outcome: 'CONFLICT', held: { position: held.position, since: held.since } });
    if (!held || sequence >= held.sequence) this.#held.set(registrationNumber, { sequence, position, since: recordedAt });
    this.#answer({ messageId, outcome: 'CONFIRMED' });
  }

  #answer(content: object): void {
    const answerNumber = randomUUID();
    this.#answers.set(answerNumber, { answerNumber, ...content });
  }

  readonly #misbehave: RequestHandler = (_request, response, next) => {
    if (this.faults.isDown) return void response.socket?.destroy();
    setTimeout(next, this.faults.delay);
  };

  readonly #authorise: RequestHandler = (request, response, next) => {
    const [given, own] = [request.headers.authorization ?? '', `Bearer ${this.#token}`].map((text) => Buffer.from(text));
    if (given?.length === own?.length && given && own && timingSafeEqual(given, own)) return next();
    response.status(401).end();
  };
}
