import type { Donor } from '../donors/donor.entity.ts';
import { ownRecord, type OwnRecord } from '../donors/donor.queries.ts';
import { assuredCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import type { Citizen } from '../identity/actor.ts';
import { NothingOnRecord } from './rights-refusals.types.ts';

/** A caller and their record. */
export interface Owner {
  readonly citizen: Citizen;
  readonly record: OwnRecord;
}

/**
 * The caller, identified as strongly as for registering, with their record.
 * @throws AccessDenied when nobody is signed in; Refused AssuranceTooLow or NothingOnRecord.
 */
export async function assuredOwner(context: Context): Promise<Owner> {
  const citizen = assuredCitizen(context);
  return { citizen, record: await recordOf(context, citizen) };
}

/** @throws Refused NothingOnRecord when the citizen was never on the register. */
export async function recordOf({ em }: Context, citizen: Citizen): Promise<OwnRecord> {
  const record = await ownRecord(em, citizen);
  if (!record) throw new Refused(new NothingOnRecord());
  return record;
}

/** How a table names a person: by their record, or by their document where they have none. */
export function named(donor: Donor | null, citizen: Citizen): { donor: Donor | null; personIndex: Buffer | null } {
  return { donor, personIndex: donor ? null : citizen.personIndex };
}
