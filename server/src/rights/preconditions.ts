import { citizenOf } from '../donors/donor.policy.ts';
import { ownRecord, type OwnRecord } from '../donors/donor.queries.ts';
import { assuredCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import type { Citizen } from '../identity/actor.ts';
import { FreshSignInNeeded, NothingOnRecord } from './rights-refusals.types.ts';

/** How long after a sign-in somebody may take a copy of everything, or have it restricted or erased, in seconds. */
const FRESH_SECONDS = 120;

/**
 * The caller, identified as strongly as for registering, with their record.
 * @throws AccessDenied when nobody is signed in; Refused AssuranceTooLow or NothingOnRecord.
 */
export async function assuredOwner(context: Context): Promise<{ readonly citizen: Citizen; readonly record: OwnRecord }> {
  const citizen = assuredCitizen(context);
  const record = await ownRecord(context.em, citizen);
  if (!record) throw new Refused(new NothingOnRecord());
  return { citizen, record };
}

/**
 * The caller, who signed in just now: a phone that was left on a table must not give everything away.
 * @throws AccessDenied when nobody is signed in; Refused AssuranceTooLow or FreshSignInNeeded.
 */
export function freshCitizen(context: Context): Citizen {
  const citizen = assuredCitizen(context);
  assertFresh(context);
  return citizen;
}

/** Both at once. @throws as {@link assuredOwner} and {@link freshCitizen} do. */
export async function freshCitizenWithRecord(context: Context): Promise<{ readonly citizen: Citizen; readonly record: OwnRecord }> {
  const owner = await assuredOwner(context);
  assertFresh(context);
  return owner;
}

/** @throws Refused FreshSignInNeeded when the sign-in was too long ago. */
export function assertFresh({ actor, now }: Context): void {
  const { signedInAt } = citizenOf(actor).session;
  if (now().getTime() - signedInAt.getTime() > FRESH_SECONDS * 1_000) throw new Refused(new FreshSignInNeeded(FRESH_SECONDS, signedInAt));
}
