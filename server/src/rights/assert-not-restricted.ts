import type { Donor } from '../donors/donor.entity.ts';
import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import { RecordRestricted } from './rights-refusals.types.ts';
import { isRestricted } from './rights.queries.ts';

/** @throws Refused RecordRestricted when nothing but storage may be done with the record; a person without one has no restriction. */
export async function assertNotRestricted({ em }: Context, donor: Donor | undefined): Promise<void> {
  if (donor && (await isRestricted(em, donor.id))) throw new Refused(new RecordRestricted());
}
