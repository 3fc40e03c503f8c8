import type { Context } from '../graphql/context.ts';
import { citizenOf } from '../donors/donor.policy.ts';
import { unseenOf } from './look-up.queries.ts';

/** Notes that the person has seen the look-ups up to an instant, the newest that they were shown; what came later stays unseen. */
export async function markLookUpsSeen({ em, actor, now }: Context, input: { readonly until: Date }): Promise<number> {
  const unseen = await unseenOf(em, citizenOf(actor).personIndex, input.until);
  for (const lookUp of unseen) lookUp.seenByOwnerAt = now();
  return unseen.length;
}
