import type { Context } from '../graphql/context.ts';
import { assuredCitizen } from '../donors/preconditions.ts';
import { unseenOf } from './look-up.queries.ts';

/** Notes that the person has seen the look-ups up to an instant, the newest that they were shown; what came later stays unseen. @throws Refused AssuranceTooLow. */
export async function markLookUpsSeen(context: Context, input: { readonly until: Date }): Promise<number> {
  const unseen = await unseenOf(context.em, assuredCitizen(context), input.until);
  for (const lookUp of unseen) lookUp.seenByOwnerAt = context.now();
  return unseen.length;
}
