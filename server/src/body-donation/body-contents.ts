import { findDivision } from '../divisions/division.queries.ts';
import type { Context } from '../graphql/context.ts';
import { maskDocumentNumber } from '../identity/masking.ts';
import { fileKeyOf } from '../vault/file-key.ts';
import type { BodyDonation } from './body-donation.entity.ts';
import { latestDeclaration } from './body-donation.queries.ts';

/** What staff are shown of a body donation that they have taken: call it after `takeBodyDonation`, which puts that on record. */
export async function bodyContentsOf(context: Context, donation: BodyDonation) {
  const key = await fileKeyOf(context, donation.id);
  const person = donation.person(key);
  const declaration = await latestDeclaration(context.em, donation);
  if (!person) throw new Error('An open body donation has lost its person');
  const { executor = null } = declaration.details(key) ?? {};
  return {
    fullName: person.fullName,
    maskedDocumentNumber: maskDocumentNumber(person.documentType, person.documentNumber, 'ORDINARY'),
    phone: person.phone,
    declaration,
    receivingUnitName: (await declaration.receivingUnit?.load())?.name ?? null,
    executorName: executor?.name ?? null,
    executorRelation: executor?.relation ?? null,
    executorPhone: executor?.phone ?? null,
    executorConfirmed: (donation.executorConfirmedAt ?? null) !== null,
    area: findDivision(donation.areaCode),
  };
}
