import { createHash, randomUUID } from 'node:crypto';
import { ownDonor } from '../donors/donor.queries.ts';
import { freshCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { DataDisclosure, DataDisclosureKind } from './data-disclosure.entity.ts';
import { personalDataOf } from './personal-data-document.ts';
import { named } from './preconditions.ts';

/** A copy of everything held about a person, as one JSON text. */
export interface PersonalDataExport {
  readonly document: string;
  readonly sha256: string;
  readonly exportedAt: Date;
}

/**
 * Hands a person a copy of everything held about them (个人信息保护法 art. 45), unmasked, so only right after a sign-in. That it
 * was taken goes on record first, and stands in the copy itself.
 */
export async function exportMyData(context: Context): Promise<PersonalDataExport> {
  const citizen = freshCitizen(context);
  const exportedAt = context.now();
  const disclosure = { id: randomUUID(), kind: DataDisclosureKind.EXPORTED_BY_OWNER, at: exportedAt } as const;
  // Of what is pending nothing is read: this copy is added to the list by hand.
  const document = JSON.stringify(await personalDataOf(context, citizen, disclosure), null, 2);
  context.em.create(DataDisclosure, { ...disclosure, ...named(await ownDonor(context.em, citizen), citizen), dataRequest: null, bodyDonation: null, homeVisit: null, account: null });
  return { document, sha256: createHash('sha256').update(document).digest('hex'), exportedAt };
}
