/** What the phones of a scene asked for and were told, in the order in which it happened: the one witness beside the database. */
import type { Choices } from '../../server/src/donors/donation-kinds.ts';

/** What a person wants to do. */
export type Deed = 'register' | 'edit' | 'withdraw';

/** One decision that a person wants to make, once; however often their phone has to send it. */
export interface Intention {
  readonly id: number;
  /** Blind index of the person, as hexadecimal digits: how the database knows them. */
  readonly person: string;
  readonly deed: Deed;
  /** What they chose, different for each intention; null for a withdrawal. */
  readonly choices: Choices | null;
}

/** What a phone was told that the register now holds. */
export interface Told {
  readonly decisionId: string;
  readonly sequence: number;
  readonly registrationNumber: string;
}

/** How one sending ended: done; refused by a rule, so not done; or nobody knows. */
export type Outcome = 'ok' | 'refused' | 'unknown';

/** One event: an intention was sent with a key, or a sending ended, or a person looked at what stands. */
export type HistoryEvent =
  | { readonly at: number; readonly what: 'sent'; readonly intention: Intention; readonly key: string; readonly server: number }
  | { readonly at: number; readonly what: Outcome; readonly intention: Intention; readonly key: string; readonly detail: string; readonly told: Told | null }
  | { readonly at: number; readonly what: 'looked'; readonly person: string; readonly began: number; readonly sequence: number };

/** All events of a scene; times are milliseconds since it began. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #began = performance.now();
  /** How often somebody wanted to look and was shown nothing. */
  failedLooks = 0;

  now(): number {
    return performance.now() - this.#began;
  }

  sent(intention: Intention, key: string, server: number): void {
    this.events.push({ at: this.now(), what: 'sent', intention, key, server });
  }

  ended(what: Outcome, intention: Intention, key: string, detail: string, told: Told | null = null): void {
    this.events.push({ at: this.now(), what, intention, key, detail, told });
  }

  /** @param sequence of the newest decision that was shown; 0 for none. */
  looked(person: string, began: number, sequence: number): void {
    this.events.push({ at: this.now(), what: 'looked', person, began, sequence });
  }

  /** How many sendings ended so. */
  count(what: Outcome): number {
    return this.events.filter((event) => event.what === what).length;
  }

  /** The longest time in which nobody was told "done", in milliseconds, between two moments of the history. */
  longestGap(from = 0, to = this.now()): number {
    const done = this.events.filter(({ what, at }) => what === 'ok' && at >= from && at <= to).map(({ at }) => at);
    return [...done, to].reduce(({ gap, last }, at) => ({ gap: Math.max(gap, at - last), last: at }), { gap: 0, last: from }).gap;
  }

  /** The longest time that a phone waited until its sending ended, in milliseconds. */
  longestWait(): number {
    const sent = new Map<string, number>();
    let longest = 0;
    for (const event of this.events) {
      if (event.what === 'looked') continue;
      if (event.what === 'sent') sent.set(event.key, event.at);
      else longest = Math.max(longest, event.at - (sent.get(event.key) ?? event.at));
    }
    return longest;
  }
}
