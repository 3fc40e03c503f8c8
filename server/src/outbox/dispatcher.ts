import type { Logger } from 'pino';
import { oneTransaction } from '../database/one-transaction.ts';
import type { Em, Orm } from '../database/orm.ts';
import { nextAttemptAt } from './backoff.ts';
import { carries, type Carrier, type Outcome } from './carrier.ts';
import { apart, dueDestinations, noteAttempt, spread, takeDue, takeUnspread, type TakenDelivery, type UnspreadEvent } from './outbox.queries.ts';

/** What a dispatcher works with. */
export interface DispatcherTools {
  readonly orm: Orm;
  readonly carriers: readonly Carrier[];
  readonly now: () => Date;
  readonly log: Logger;
}

/** How many events are spread in one transaction. */
const SPREAD_BATCH = 100;

/** For how long an event that cannot be spread is passed over, in milliseconds. */
const PUT_ASIDE = 60_000;

/** How many deliveries to one destination are under way at once, of different people. */
export const AT_ONCE = 4;

/** To how many destinations this server sends at once; the others' turn comes with the next rounds. */
const MOST_DESTINATIONS = 50;

/** How long an attempt may last, in milliseconds; less than the lease, so that no second server sends meanwhile. */
const LONGEST_ATTEMPT = 30_000;

/**
 * Brings what waits in the outbox on its way. Any number of servers may do so over one database: rows are taken by `skip locked`
 * with a lease, so that none waits for another, and what a server took that died is taken anew when the lease is over. Each
 * destination has a pump of its own: a slow one holds up nobody else.
 */
export class Dispatcher {
  readonly #tools: DispatcherTools;
  readonly #pumps = new Map<string, Promise<void>>();
  /** Events that could not be spread, and until when they are passed over. */
  readonly #unspreadable = new Map<string, Date>();
  #stopping = false;

  constructor(tools: DispatcherTools) {
    this.#tools = tools;
  }

  /** Spreads what is new and starts sending wherever something is due. It does not wait for receivers. */
  async round(): Promise<void> {
    const { orm, now } = this.#tools;
    while (await this.#spreadSome());
    for (const destination of await dueDestinations(orm.em.fork(), now())) {
      if (this.#stopping || this.#pumps.size >= MOST_DESTINATIONS) return;
      const carrier = this.#tools.carriers.find((each) => carries(each, destination));
      // A destination of a carrier that this server does not have waits for one that has it.
      if (!carrier || this.#pumps.has(destination)) continue;
      this.#pumps.set(destination, this.#pump(carrier, destination).finally(() => this.#pumps.delete(destination)));
    }
  }

  /** Until nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#pumps.size > 0) await Promise.all(this.#pumps.values());
  }

  /** Takes nothing new and lets what is under way end. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.settled();
  }

  /** @returns whether there may be more. */
  async #spreadSome(): Promise<boolean> {
    const { orm, now } = this.#tools;
    for (const [id, until] of this.#unspreadable) if (until <= now()) this.#unspreadable.delete(id);
    return oneTransaction(orm, async (em) => {
      const events = await takeUnspread(em, SPREAD_BATCH, [...this.#unspreadable.keys()]);
      if (events.length === 0) return false;
      // All at once, as in nearly every round. When one cannot be spread, each by itself.
      const fault = await this.#spreadThese(em, events);
      if (fault !== null) for (const event of events) await this.#spreadOne(em, event);
      return true;
    });
  }

  /** An event that cannot be spread must not hold back those of other people: it is put aside, with an error in the log, and tried again. */
  async #spreadOne(em: Em, event: UnspreadEvent): Promise<void> {
    const { now, log } = this.#tools;
    const fault = await this.#spreadThese(em, [event]);
    if (fault === null) return;
    this.#unspreadable.set(event.id, new Date(now().getTime() + PUT_ASIDE));
    log.error({ event: 'outboxSpreadFailed', eventId: event.id, err: fault }, 'an event could not be spread and was put aside');
  }

  /** @returns what went wrong, when nothing of it was kept; null when it is done. @throws when no event is to blame: the database is gone. */
  #spreadThese(em: Em, events: readonly UnspreadEvent[]): Promise<unknown> {
    const { carriers, now } = this.#tools;
    return apart(em, async () => {
      const found: ReadonlyMap<string, readonly string[]>[] = [];
      for (const carrier of carriers) found.push(await carrier.destinationsOf(em, events));
      await spread(em, events.map((event) => ({ event, destinations: found.flatMap((destinations) => destinations.get(event.id) ?? []) })), now());
    });
  }

  async #pump(carrier: Carrier, destination: string): Promise<void> {
    const { orm, now, log } = this.#tools;
    const worker = async (): Promise<void> => {
      while (!this.#stopping) {
        const taken = await takeDue(orm.em.fork(), destination, now());
        if (!taken) return;
        await this.#send(carrier, taken);
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
    for (const end of ends) if (end.status === 'rejected') log.error({ event: 'outboxFailed', destination, err: end.reason as Error }, 'a delivery could not be taken or noted');
  }

  async #send(carrier: Carrier, taken: TakenDelivery): Promise<void> {
    const { orm, now, log } = this.#tools;
    const at = now();
    const began = performance.now();
    const outcome = await this.#attempt(carrier, taken);
    const milliseconds = Math.round(performance.now() - began);
    const statusCode = outcome.statusCode ?? null;
    const { id: deliveryId, destination, attempt } = taken;
    if (outcome.delivered) {
      await noteAttempt(orm.em.fork(), taken, { at, milliseconds, statusCode, trouble: null, nextAttemptAt: null });
      return;
    }
    const next = outcome.isFinal ? null : nextAttemptAt(attempt, taken.tryingSince, now());
    const isNoted = await noteAttempt(orm.em.fork(), taken, { at, milliseconds, statusCode, trouble: outcome.trouble, nextAttemptAt: next });
    if (isNoted && !next) log.error({ event: 'outboxDeadLetter', deliveryId, destination, attempt, trouble: outcome.trouble }, 'an event could not be delivered and was given up');
  }

  async #attempt(carrier: Carrier, taken: TakenDelivery): Promise<Outcome> {
    const signal = AbortSignal.timeout(LONGEST_ATTEMPT);
    const tooLong = new Promise<Outcome>((resolve) => signal.addEventListener('abort', () => resolve({ delivered: false, trouble: 'TIMED_OUT' })));
    try {
      return await Promise.race([carrier.deliver(taken, signal), tooLong]);
    } catch (error) {
      this.#tools.log.error({ event: 'outboxCarrierFailed', deliveryId: taken.id, destination: taken.destination, err: error }, 'a carrier failed');
      return { delivered: false, trouble: 'INTERNAL' };
    }
  }
}
