import type { Logger } from 'pino';
import { oneTransaction } from '../database/one-transaction.ts';
import type { Orm } from '../database/orm.ts';
import { keepRounds, type Rounds } from '../rounds.ts';
import { duePeople, tellAgain } from './health-card.queries.ts';

/** What looking after the marks needs. */
export interface CardsToldTools {
  readonly orm: Orm;
  readonly now: () => Date;
  readonly log: Logger;
}

/** How often, in milliseconds. */
const EVERY = 10_000;

/** People of one round at most. */
const BATCH = 1_000;

/** How many bindings a round looks at besides those of which something was said lately: a second of work would be felt by others. */
const SLICE = 2_000;

/** How long ago “lately” is, in milliseconds; more than a server may be away in an update. What is older is found by the slices. */
const LATELY = 15 * 60_000;

/** Every id comes after this one. */
export const FIRST_BINDING = '00000000-0000-0000-0000-000000000000';

/**
 * One round: whoever's mark depends on something that changed since it was judged is told about again. A decision reaches the outbox by
 * itself; a consent, a binding, a restriction by staff who see no card, and a delivery that was given up after three days are found here,
 * by their states and not by an event, so that nothing which changed can be missed.
 *
 * @param after where the former round ended
 * @returns where the next one goes on.
 */
export async function tellDueCards({ orm, now }: Pick<CardsToldTools, 'orm' | 'now'>, after = FIRST_BINDING): Promise<string> {
  const { people, end } = await duePeople(orm.em.fork(), { since: new Date(now().getTime() - LATELY), after, slice: SLICE, limit: BATCH });
  for (const person of people) await oneTransaction(orm, (em) => tellAgain(em, person, now()));
  // More are due than one round takes: the same ones are looked at again.
  return people.length === BATCH ? after : (end ?? FIRST_BINDING);
}

/** Looks at once and then every ten seconds, until stopped. A round that fails is logged and tried again by the next. */
export function keepCardsTold({ orm, now, log }: CardsToldTools): Rounds {
  let after = FIRST_BINDING;
  const round = async (): Promise<void> => {
    try {
      after = await tellDueCards({ orm, now }, after);
    } catch (error) {
      log.error({ event: 'healthCardRoundFailed', err: error }, 'a round over the health cards failed');
    }
  };
  return keepRounds('health-cards', round, EVERY);
}
