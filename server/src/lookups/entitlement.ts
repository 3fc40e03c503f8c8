import type { Context } from '../graphql/context.ts';
import type { LimitedAction } from '../graphql/limits.ts';
import { TooManyRequests } from '../graphql/refusal.types.ts';
import { AccessDenied, Refused } from '../graphql/refusals.ts';
import { LookUpNotOpen } from './look-up-refusals.types.ts';
import { askerOf, type Asker } from './look-up.policy.ts';
import { openBlock } from './look-up.queries.ts';

/**
 * The caller, who may look up, with one point taken of their allowance. Everybody else gets the one answer that tells
 * nothing; only whoever was signed in is told that their session is over.
 * @throws Refused LookUpNotOpen, TooManyRequests; AccessDenied when the session ended.
 */
export async function entitledAsker(context: Context): Promise<Asker> {
  const { actor } = context;
  if (actor.kind === 'ANONYMOUS' && actor.sessionEnded) throw new AccessDenied(true);
  const asker = askerOf(actor);
  if (!asker) throw notOpen(context, 'role');
  await takePoint(context, 'lookUp', asker.account.id);
  if (await openBlock(context.em, asker.account.id)) throw notOpen(context, 'blocked');
  return asker;
}

/** Takes one point of an allowance. @throws Refused TooManyRequests. */
export async function takePoint({ limits }: Context, action: LimitedAction, caller: string): Promise<void> {
  const wait = await limits.take(action, caller);
  if (wait !== null) throw new Refused(new TooManyRequests(wait));
}

/** The one refusal; the log, and nobody else, is told why, without a word about the person who was asked for. */
export function notOpen({ log, requestId, actor }: Context, why: string): Refused {
  log.warn({ event: 'lookUpNotOpen', requestId, accountId: 'account' in actor ? actor.account.id : null, why }, 'a look-up was refused');
  return new Refused(new LookUpNotOpen());
}
