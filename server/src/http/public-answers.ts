import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** An answer that is everybody's, as it is written. */
export interface PublicAnswer {
  readonly text: string;
  readonly contentType: string;
  readonly bytes: number;
}

/** How many bytes of answers are kept at most. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Answers that are the same for everybody (the directory, the rules, the figures), kept for a moment: on a day when the whole province looks
 * for an office, nearly nobody asks the database. Whoever is signed in is not answered from here.
 */
export class PublicAnswers {
  readonly #kept: LRUCache<string, PublicAnswer> | null;

  /** @param milliseconds how old an answer may be; 0 keeps none. */
  constructor(milliseconds: number) {
    this.#kept = milliseconds === 0 ? null : new LRUCache({ ttl: milliseconds, maxSize: MOST_BYTES, sizeCalculation: ({ bytes }, key) => bytes + key.length + 200 });
  }

  /** The answer to a question in a language, if it was answered a moment ago. */
  get(question: string): PublicAnswer | undefined {
    return this.#kept?.get(question);
  }

  /** Keeps an answer, and gives it as it may be written. */
  keep(question: string, text: string, contentType: string): PublicAnswer {
    const answer = { text, contentType, bytes: Buffer.byteLength(text) };
    this.#kept?.set(question, answer);
    return answer;
  }
}

const names = new WeakMap<PublicAnswer, string>();

/** Names this very answer (RFC 9110 8.8.3). */
export function etagOf(answer: PublicAnswer): string {
  const name = names.get(answer) ?? `"${hash('sha256', answer.text, 'base64url').slice(0, 22)}"`;
  names.set(answer, name);
  return name;
}

/** Whether a caller has the answer of this name already (RFC 9110 13.1.2). */
export function hasIt(etag: string, ifNoneMatch: string | undefined): boolean {
  return ifNoneMatch?.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, ''))) ?? false;
}
