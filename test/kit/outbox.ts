import type { Em } from '../../server/src/database/orm.ts';
import type { Carrier, Change, Outcome, Outgoing } from '../../server/src/outbox/carrier.ts';
import { Dispatcher } from '../../server/src/outbox/dispatcher.ts';
import { createLog } from '../../server/src/log.ts';
import { NOW, type World } from './world.ts';

/** What a receiver got: which message about whom, in the order of arrival. `version` is what the register knows of the order. */
export interface Arrival {
  readonly id: string;
  readonly person: string;
  readonly version: number;
}

/** What should have arrived: the changes of each person in their order. */
export type Expected = ReadonlyMap<string, readonly number[]>;

/**
 * What is wrong with what a receiver got, in words; nothing when every change arrived, each under one id only, and no change of
 * a person came before an earlier one of theirs had. Repetitions under the same id are allowed: at least once is the promise.
 */
export function faultsIn(arrived: readonly Arrival[], expected: Expected): string[] {
  const faults: string[] = [];
  const idOf = new Map<string, string>();
  const newest = new Map<string, number>();
  for (const { id, person, version } of arrived) {
    const change = `${person} ${version}`;
    const known = idOf.get(change);
    if (known !== undefined && known !== id) faults.push(`doubled under another id: ${change}`);
    if (known === undefined) {
      if (version < (newest.get(person) ?? 0)) faults.push(`out of order: ${change}`);
      newest.set(person, Math.max(newest.get(person) ?? 0, version));
      idOf.set(change, id);
    }
    if (!expected.get(person)?.includes(version)) faults.push(`never happened: ${change}`);
  }
  for (const [person, versions] of expected) for (const version of versions) if (!idOf.has(`${person} ${version}`)) faults.push(`lost: ${person} ${version}`);
  return faults;
}

/** A clock of a dispatcher that a test moves. */
export class Clock {
  #now = NOW;
  readonly now = () => this.#now;
  wait(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds);
  }
}

/** A receiver in the test's own hands, with the carrier that brings events to it. */
export class TestReceiver implements Carrier {
  readonly kind: string;
  readonly arrived: Arrival[] = [];
  /** Every attempt, also those that failed. */
  attempts = 0;
  /** What it answers; the usual is that it takes everything. */
  answer: (outgoing: Outgoing) => Outcome | Promise<Outcome> = () => ({ delivered: true, statusCode: 204 });

  constructor(kind: string) {
    this.kind = kind;
  }

  destinationsOf(_em: Em, changes: readonly Change[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return Promise.resolve(new Map(changes.map(({ id }) => [id, [this.kind]])));
  }

  async deliver(outgoing: Outgoing): Promise<Outcome> {
    this.attempts += 1;
    const outcome = await this.answer(outgoing);
    if (outcome.delivered) this.arrived.push({ id: outgoing.id, person: outgoing.donorId, version: outgoing.donorVersion });
    return outcome;
  }
}

/** Nobody answers. */
export const DOWN: Outcome = { delivered: false, trouble: 'UNREACHABLE' };

/** A server's dispatcher over the database of a world. */
export function dispatcherOf(world: World, clock: Clock, ...carriers: readonly Carrier[]): Dispatcher {
  return new Dispatcher({ orm: world.orm, carriers, now: clock.now, log: createLog('silent') });
}

/** One round, with everything that it began. */
export async function wholeRound(...dispatchers: readonly Dispatcher[]): Promise<void> {
  await Promise.all(dispatchers.map((each) => each.round()));
  await Promise.all(dispatchers.map((each) => each.settled()));
}

/** The changes that happened in a world, as the register has them. */
export async function changesOf({ orm }: World): Promise<Expected> {
  const rows = await orm.em.fork().execute<{ person: string; versions: number[] }[]>('select donor_id as person, array_agg(donor_version order by donor_version) as versions from outbox_event group by donor_id');
  return new Map(rows.map(({ person, versions }) => [person, versions]));
}
