import { randomBytes } from 'node:crypto';
import type { Fault } from './faults.ts';

/** What a handle opens: the two of generation A (浙里办 1.4) and the two of generation B (1.5). */
export type HandleKind = 'TICKET' | 'TOKEN' | 'TICKET_ID' | 'ACCESS_TOKEN';

/** One issued handle: whose sign-in it stands for and which fault, if any, its exchange is to show. */
export interface Handle {
  readonly kind: HandleKind;
  readonly personaKey: string;
  readonly fault: Fault | undefined;
  /** The application it was issued for, by its 接入代码 or app id; undefined for the one that is registered here. */
  readonly audience: string | undefined;
  readonly issuedAt: Date;
}

/** The formats seen in the field: 32 hex digits with `-ticket` (1.4), `debug_tk_` and `debug_at_` (1.5). */
const FORMATS: Readonly<Record<HandleKind, { write: (hex: string) => string; pattern: RegExp }>> = {
  TICKET: { write: (hex) => `${hex}-ticket`, pattern: /^[0-9a-f]{32}-ticket$/ },
  TOKEN: { write: (hex) => `${hex}-token`, pattern: /^[0-9a-f]{32}-token$/ },
  TICKET_ID: { write: (hex) => `debug_tk_${hex}`, pattern: /^debug_tk_[0-9a-f]{32}$/ },
  ACCESS_TOKEN: { write: (hex) => `debug_at_${hex}`, pattern: /^debug_at_[0-9a-f]{32}$/ },
};

/** How long a handle lives: 5 minutes (浙里办 1.11). */
export const HANDLE_LIFE_MS = 5 * 60_000;

/** The tickets and tokens that the simulated platform has issued, in memory. */
export class Handles {
  readonly #now: () => Date;
  readonly #issued = new Map<string, Handle>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Issues a fresh handle and gives its text. */
  issue(kind: HandleKind, personaKey: string, fault?: Fault, audience?: string): string {
    this.#forgetLongExpired();
    const text = FORMATS[kind].write(randomBytes(16).toString('hex'));
    this.#issued.set(text, { kind, personaKey, fault, audience, issuedAt: this.#now() });
    return text;
  }

  /** The handle of this text, expired or not; undefined when never issued, already taken or long expired. */
  find(text: string): Handle | undefined {
    return this.#issued.get(text);
  }

  /** Uses a single-use handle up: it cannot be found afterwards. */
  take(text: string): void {
    this.#issued.delete(text);
  }

  /** Whether the 5 minutes of this handle are over. */
  hasExpired(handle: Handle): boolean {
    return this.#age(handle) > HANDLE_LIFE_MS;
  }

  // An expired handle is remembered for a while, because «expired» and «unknown» are different codes.
  #forgetLongExpired(): void {
    for (const [text, handle] of this.#issued) {
      if (this.#age(handle) > 2 * HANDLE_LIFE_MS) this.#issued.delete(text);
    }
  }

  #age(handle: Handle): number {
    return this.#now().getTime() - handle.issuedAt.getTime();
  }
}

/** Whether a text has the format of this kind of handle. */
export function hasFormatOf(kind: HandleKind, text: string): boolean {
  return FORMATS[kind].pattern.test(text);
}
