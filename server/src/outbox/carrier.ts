import type { Em } from '../database/orm.ts';
import type { OutboxEventKind } from './outbox-event.entity.ts';

/** A change of what others may rely on of one person, for which destinations are looked for. */
export interface Change {
  readonly id: string;
  readonly kind: OutboxEventKind;
  readonly donorId: string;
}

/** One event on its way to one destination. */
export interface Outgoing {
  /** The same at every attempt, so that the receiver can tell a repetition; another one for each destination. */
  readonly id: string;
  readonly eventId: string;
  readonly destination: string;
  readonly kind: OutboxEventKind;
  /** Whom it is about. Never sent as it is: each carrier has its own name for a person. */
  readonly donorId: string;
  /** Rises with each event of one person. */
  readonly donorVersion: number;
  readonly occurredAt: Date;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
}

/** What came of an attempt. `trouble` is a code in capitals for the log of deliveries; `isFinal`: nothing will help, give up at once. */
export type Outcome =
  | { readonly delivered: true; readonly statusCode?: number }
  | { readonly delivered: false; readonly trouble: string; readonly statusCode?: number; readonly isFinal?: boolean };

/**
 * Brings events to one kind of destination: webhooks of partners, the national register, a platform of health cards. The
 * outbox sees to the rest: once for each event and destination at least, in the order of each person, again after a failure for
 * three days, and never one destination at the cost of another.
 *
 * A new kind of destination is a new carrier in the list of `carriers.ts`, and nothing else.
 */
export interface Carrier {
  /** The first word of its destinations: `webhook` of `webhook:5f0c…`; lower-case letters and dashes. */
  readonly kind: string;
  /**
   * Which of its destinations each of some changes of different people concerns, each `kind` or `kind:reference`; by the id of the change, which
   * may be left out where it concerns none. Asked within the transaction that makes the deliveries, and once more for a single change when it
   * failed for several. It runs soon after the change, not with it: read what holds now, for all of them at once.
   */
  destinationsOf(em: Em, changes: readonly Change[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /**
   * Sends one event, outside of any transaction. It may be called twice for one event (a server died before it could note the
   * success) and must then do the same. It gives up when `signal` says so. What it throws counts as a failure.
   */
  deliver(outgoing: Outgoing, signal: AbortSignal): Promise<Outcome>;
}

/** Whether a destination is one of a carrier's. */
export function carries({ kind }: Carrier, destination: string): boolean {
  return destination === kind || destination.startsWith(`${kind}:`);
}
