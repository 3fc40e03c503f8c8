import { freshCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { recordOf } from './preconditions.ts';
import { ProcessingRestriction } from './processing-restriction.entity.ts';
import { latestRestriction } from './rights.queries.ts';

/** Ends the restriction of the caller's record, so that it can be looked up and changed again. Without one, changes nothing. */
export async function liftRestriction(context: Context): Promise<Date> {
  const record = await recordOf(context, freshCitizen(context));
  const latest = await latestRestriction(context.em, record.donor.id);
  if (!latest?.restricted) return context.now();
  const lifted = context.em.create(ProcessingRestriction, { donor: record.donor, sequence: latest.sequence + 1, restricted: false, statedAt: context.now() });
  return lifted.statedAt;
}
