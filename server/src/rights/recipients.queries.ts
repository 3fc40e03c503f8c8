import type { Em } from '../database/orm.ts';
import { ownDonor } from '../donors/donor.queries.ts';
import { EvidenceIssue } from '../evidence/evidence-issue.entity.ts';
import { FamilyMessageStep } from '../family/family-message.entity.ts';
import { openingsOf } from '../family/family-message.queries.ts';
import { HealthCardAnswer, HealthCardStep, HealthCardStepKind } from '../health-cards/health-card.entity.ts';
import { receiverNames } from '../health-cards/health-card-platform.ts';
import type { Citizen } from '../identity/actor.ts';
import { LookUp, LookUpStatus } from '../lookups/look-up.entity.ts';
import { ofPerson } from '../lookups/look-up.queries.ts';
import { DataDisclosure } from './data-disclosure.entity.ts';
import { rowsOf, type Place } from './rights.queries.ts';

/** How a person's data came to somebody. */
export const DataRecipientKind = { LOOK_UP: 'LOOK_UP', EVIDENCE_PACKAGE: 'EVIDENCE_PACKAGE', REQUEST_READ: 'REQUEST_READ', BODY_DONATION_READ: 'BODY_DONATION_READ', HOME_VISIT_READ: 'HOME_VISIT_READ', NEAR_KIN_READ: 'NEAR_KIN_READ', EXPORTED_BY_OWNER: 'EXPORTED_BY_OWNER', FAMILY_MESSAGE: 'FAMILY_MESSAGE', HEALTH_CARD_ANSWER: 'HEALTH_CARD_ANSWER', HEALTH_CARD_MARK: 'HEALTH_CARD_MARK' } as const;
export type DataRecipientKind = (typeof DataRecipientKind)[keyof typeof DataRecipientKind];

/** One time that a person's data were shown to somebody. */
export interface DataRecipient {
  readonly id: string;
  readonly kind: DataRecipientKind;
  readonly at: Date;
  /** The hospital, the body of the Red Cross or the platform of health cards; null for the person themselves and for whoever opened their message to the family. No names of staff: those are other people's. */
  readonly recipientName: string | null;
}

/**
 * Who received a person's data (个人信息保护法 art. 23, 数据条例 art. 12): drawn from what was recorded when it happened, so that
 * there is no second list which could say less. Newest first.
 */
export async function recipientsOf(em: Em, citizen: Citizen, after: Place | null, limit: number): Promise<{ rows: DataRecipient[]; total: number }> {
  const donor = await ownDonor(em, citizen);
  const own = rowsOf(citizen, donor);
  const answered = { ...ofPerson(citizen), status: LookUpStatus.ANSWERED };
  const lookUps = await em.find(LookUp, { $and: [answered, before('answeredAt', after)] }, { orderBy: { answeredAt: 'desc', id: 'desc' }, limit, populate: ['hospital'] });
  const disclosures = await em.find(DataDisclosure, { $and: [own, before('at', after)] }, { orderBy: { at: 'desc', id: 'desc' }, limit, populate: ['account.organisation'] });
  const issued = { lookUp: ofPerson(citizen) };
  const packages = await em.find(EvidenceIssue, { $and: [issued, before('issuedAt', after)] }, { orderBy: { issuedAt: 'desc', id: 'desc' }, limit, populate: ['lookUp.hospital'] });
  const opened = donor && openingsOf(donor.id);
  const openings = opened ? await em.find(FamilyMessageStep, { $and: [opened, before('at', after)] }, { orderBy: { at: 'desc', id: 'desc' }, limit }) : [];
  const asked = donor && { donor: donor.id };
  const answers = asked ? await em.find(HealthCardAnswer, { $and: [asked, before('at', after)] }, { orderBy: { at: 'desc', id: 'desc' }, limit, populate: ['partner'] }) : [];
  const marked = donor && { binding: { donor: donor.id }, kind: { $in: [HealthCardStepKind.PUT_ON, HealthCardStepKind.TAKEN_OFF] } };
  const marks = marked ? await em.find(HealthCardStep, { $and: [marked, before('at', after)] }, { orderBy: { at: 'desc', id: 'desc' }, limit, populate: ['binding'] }) : [];
  const rows: DataRecipient[] = [
    ...lookUps.map(({ id, answeredAt, requestedAt, hospital }) => ({ id, kind: DataRecipientKind.LOOK_UP, at: answeredAt ?? requestedAt, recipientName: hospital.unwrap().name })),
    ...packages.map(({ id, issuedAt, lookUp }) => ({ id, kind: DataRecipientKind.EVIDENCE_PACKAGE, at: issuedAt, recipientName: lookUp.unwrap().hospital.unwrap().name })),
    ...disclosures.map(({ id, kind, at, account }) => ({ id, kind, at, recipientName: account?.unwrap().organisation?.unwrap().name ?? null })),
    ...openings.map(({ id, at }) => ({ id, kind: DataRecipientKind.FAMILY_MESSAGE, at, recipientName: null })),
    ...answers.map(({ id, at, partner }) => ({ id, kind: DataRecipientKind.HEALTH_CARD_ANSWER, at, recipientName: partner.unwrap().name })),
    ...marks.map(({ id, at, binding }) => ({ id, kind: DataRecipientKind.HEALTH_CARD_MARK, at, recipientName: receiverNames[binding.unwrap().platform] })),
  ];
  const ofCards = (asked ? await em.count(HealthCardAnswer, asked) : 0) + (marked ? await em.count(HealthCardStep, marked) : 0);
  const total = ofCards + (await em.count(LookUp, answered)) + (await em.count(EvidenceIssue, issued)) + (await em.count(DataDisclosure, own)) + (opened ? await em.count(FamilyMessageStep, opened) : 0);
  return { rows: rows.sort(newestFirst).slice(0, limit), total };
}

function before(field: 'at' | 'answeredAt' | 'issuedAt', after: Place | null): object {
  return after ? { $or: [{ [field]: { $lt: after.at } }, { [field]: after.at, id: { $lt: after.id } }] } : {};
}

function newestFirst(one: DataRecipient, other: DataRecipient): number {
  return other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1);
}
