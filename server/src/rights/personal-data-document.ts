import { bodyDonationCopyOf } from '../body-donation/body-donation-copy.ts';
import type { Em } from '../database/orm.ts';
import { donorCardCopyOf } from '../donor-card/donor-card-copy.ts';
import { NationalSync } from '../donors/national-sync.entity.ts';
import type { Decision } from '../donors/decision.entity.ts';
import { Disavowal, DisavowalResolution } from '../donors/disavowal.entity.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { decisionsBefore, ownDonor } from '../donors/donor.queries.ts';
import { personalValuesOf } from '../donors/personal-values.ts';
import { IdempotentRequest } from '../donors/idempotent-request.entity.ts';
import { QueuedWithdrawal } from '../donors/queued-withdrawal.entity.ts';
import { WithdrawalReasonStatement } from '../donors/withdrawal-reason.entity.ts';
import type { EvidenceIssue } from '../evidence/evidence-issue.entity.ts';
import { issuesAbout } from '../evidence/evidence.queries.ts';
import { FamilyMessageStep } from '../family/family-message.entity.ts';
import { messagesOf } from '../family/family-message.queries.ts';
import { formerOf } from '../former-system/former-system.queries.ts';
import type { Context } from '../graphql/context.ts';
import { healthCardCopyOf } from '../health-cards/health-card-copy.ts';
import { homeVisitCopiesOf } from '../home-visits/home-visit-copy.ts';
import type { Citizen } from '../identity/actor.ts';
import { indexesOf } from '../identity/citizen-indexes.ts';
import { Session } from '../identity/session.entity.ts';
import { statementsOf } from '../kin/kin-statement.queries.ts';
import { LookUpStep } from '../lookups/look-up-step.entity.ts';
import { LookUp } from '../lookups/look-up.entity.ts';
import { ofPerson } from '../lookups/look-up.queries.ts';
import { nationalMessagesOf } from '../national-register/national-message-copy.ts';
import { announcementsAbout } from '../outbox/announcement-copy.ts';
import { paperFormCopiesOf } from '../paper-forms/paper-form-copy.ts';
import { submissionsFor } from '../submissions/submission.queries.ts';
import { confirmedSubmissionsOf, submissionCopiesOf } from '../submissions/submission-copy.ts';
import type { Vault } from '../vault/vault.ts';
import { subjectsOf } from '../webhooks/webhook.queries.ts';
import { AfterDeathAccess } from './after-death-access.entity.ts';
import { DataDisclosure, DataDisclosureKind } from './data-disclosure.entity.ts';
import { DataRequest, DataRequestStep } from './data-request.entity.ts';
import { ProcessingConsent } from './processing-consent.entity.ts';
import { ProcessingRestriction } from './processing-restriction.entity.ts';
import { rowsOf } from './rights.queries.ts';
import { withheld } from './withheld.ts';

/** That this copy is taken: it stands in the copy. */
export type ThisCopy = Pick<DataDisclosure, 'id' | 'kind' | 'at'>;

/** The version of the document's form (`docs/personal-data-export.md`); a field that goes or changes its meaning is a new one. */
export const PERSONAL_DATA_VERSION = 1;

/** A value as JSON text holds it: an instant is a text. */
type AsJson<Value> = Value extends Date ? string : Value extends readonly (infer Entry)[] ? readonly AsJson<Entry>[] : Value extends object ? { readonly [Name in keyof Value]: AsJson<Value[Name]> } : Value;

/** The copy as whoever opened the JSON text finds it; its form is whatever `personalDataOf` writes, told once. */
export type PersonalDataCopy = AsJson<Awaited<ReturnType<typeof personalDataOf>>>;

/** More than anybody decides in a life. */
const EVERY_DECISION = 100_000;

/**
 * Everything held about a person, in the form of `docs/personal-data-export.md`. `test/contract/personal-data.test.ts` plants a
 * person and compares: each row of theirs in any table is in here, or its table is among what is withheld, with the reason.
 */
export async function personalDataOf({ em, vault }: Context, citizen: Citizen, thisCopy: ThisCopy) {
  const donor = await ownDonor(em, citizen);
  const { identity } = citizen;
  const personIndex = { $in: indexesOf(citizen) };
  const lookUps = await em.find(LookUp, ofPerson(citizen), { orderBy: { requestedAt: 'asc' }, populate: ['hospital'] });
  const lookUpSteps = await em.find(LookUpStep, { lookUp: { $in: lookUps.map(({ id }) => id) } }, { orderBy: { at: 'asc' } });
  return {
    form: 'sanxian-personal-data',
    version: PERSONAL_DATA_VERSION,
    exportedAt: thisCopy.at,
    identity: {
      provider: identity.provider,
      providerUserId: identity.providerUserId,
      fullName: identity.fullName,
      documentType: identity.documentType,
      documentNumber: identity.documentNumber,
      birthday: identity.birthday,
      sex: identity.sex,
      phone: identity.phone,
      assuranceLevel: identity.assuranceLevel,
      profileResidence: identity.profileResidence,
    },
    record: donor ? await recordOf(em, donor, vault) : null,
    decisions: donor ? await decisionsOf(em, donor) : [],
    disavowals: donor ? await disavowalsOf(em, donor) : [],
    queuedWithdrawals: donor ? (await em.find(QueuedWithdrawal, { donor: donor.id }, { orderBy: { queuedAt: 'asc' } })).map(queuedOf) : [],
    consents: donor ? (await em.find(ProcessingConsent, { donor: donor.id }, oldestFirst)).map(consentOf) : [],
    afterDeathAccess: donor ? (await em.find(AfterDeathAccess, { donor: donor.id }, oldestFirst)).map(({ id, setting, channel, statedAt }) => ({ id, setting, channel, statedAt })) : [],
    restrictions: donor ? (await em.find(ProcessingRestriction, { donor: donor.id }, oldestFirst)).map(({ id, restricted, statedAt }) => ({ id, restricted, statedAt })) : [],
    familyMessages: donor ? await familyMessagesOf(em, vault, donor.id) : [],
    donorCards: donor ? await donorCardCopyOf(em, donor.id) : [],
    requests: await requestsOf(em, vault, rowsOf(citizen, donor)),
    bodyDonation: await bodyDonationCopyOf({ em, vault }, citizen),
    homeVisits: await homeVisitCopiesOf({ em, vault }, citizen),
    lookUps: lookUps.map((lookUp) => lookUpOf(lookUpSteps, lookUp)),
    evidencePackages: (await issuesAbout(em, citizen)).map(packageOf),
    disclosures: [
      ...(await em.find(DataDisclosure, rowsOf(citizen, donor), { orderBy: { at: 'asc' }, populate: ['account.organisation'] })).map(disclosureOf),
      { ...thisCopy, requestId: null, bodyDonationId: null, homeVisitId: null, organisation: null },
    ],
    knownToPartners: donor ? await subjectsOf(em, donor.id) : [],
    submissions: await submissionCopiesOf({ em, vault }, citizen),
    paperForms: await paperFormCopiesOf(em, donor?.id ?? null, (await submissionsFor(em, indexesOf(citizen))).map(({ submission }) => submission.id)),
    confirmedSubmissions: donor ? await confirmedSubmissionsOf(em, donor.id) : [],
    ...(donor ? await healthCardCopyOf(em, vault, donor.id) : { healthCards: [], healthCardQuestions: [] }),
    announcements: donor ? await announcementsAbout(em, donor.id) : [],
    sessions: (await em.find(Session, { personIndex }, { orderBy: { signedInAt: 'asc' } })).map(sessionOf),
    retries: (await em.find(IdempotentRequest, { personIndex }, { orderBy: { answeredAt: 'asc' } })).map(({ key, operation, decision, bodyDeclaration, answeredAt }) => ({ key, operation, decisionId: decision?.id ?? null, bodyDeclarationId: bodyDeclaration?.id ?? null, answeredAt })),
    withheld,
  };
}

const oldestFirst = { orderBy: { statedAt: 'asc', sequence: 'asc' } } as const;

async function recordOf(em: Em, donor: Donor, vault: Vault) {
  const values = await personalValuesOf({ em, vault }, donor);
  return {
    id: donor.id,
    registrationNumber: donor.registrationNumber,
    registeredAt: donor.registeredAt,
    fullName: values.fullName(),
    documentType: donor.documentType,
    documentNumber: values.documentNumber(),
    birthday: values.birthday(),
    phone: values.phone(),
    residenceCode: donor.residenceCode,
    familyKnows: donor.familyKnows,
    emergencyContact: values.emergencyContact(),
    wish: values.wish(),
    donorCard: values.donorCard(),
  };
}

async function decisionsOf(em: Em, donor: Donor) {
  const decisions = (await decisionsBefore(em, donor, null, EVERY_DECISION)).reverse();
  const ids = decisions.map(({ id }) => id);
  const syncs = new Map((await em.find(NationalSync, { decision: { $in: ids } })).map((sync) => [sync.decision.id, { state: sync.state, since: sync.since, difference: sync.difference ?? null }]));
  const messages = await nationalMessagesOf(em, ids);
  const former = new Map([...(await formerOf(em, decisions))].map(([id, { system, reference, decidedOn }]) => [id, { system, reference, decidedOn }]));
  const reasons = new Map((await em.find(WithdrawalReasonStatement, { decision: { $in: ids } })).map((each) => [each.decision.id, { reason: each.reason, statedAt: each.statedAt }]));
  return decisions.map((decision: Decision) => ({
    id: decision.id,
    sequence: decision.sequence,
    action: decision.action,
    state: decision.state,
    choices: decision.choices,
    channel: decision.channel,
    assuranceLevel: decision.assuranceLevel,
    consent: { purpose: decision.consentPurpose, version: decision.consentVersion, hash: decision.consentHash },
    recordedAt: decision.recordedAt,
    fingerprint: Buffer.from(decision.fingerprint).toString('hex'),
    nationalSync: syncs.get(decision.id) ?? null,
    nationalMessages: messages.get(decision.id) ?? [],
    withdrawalReason: reasons.get(decision.id) ?? null,
    formerRegistration: former.get(decision.id) ?? null,
  }));
}

async function disavowalsOf(em: Em, donor: Donor) {
  const disavowals = await em.find(Disavowal, { donor: donor.id }, { orderBy: { disavowedAt: 'asc' } });
  const resolutions = await em.find(DisavowalResolution, { disavowal: { $in: disavowals.map(({ id }) => id) } });
  const found = new Map(resolutions.map((each) => [each.disavowal.id, { outcome: each.outcome, finding: each.finding, resolvedAt: each.resolvedAt, reinstatedDecisionId: each.reinstated?.id ?? null }]));
  return disavowals.map(({ id, decision, areaCode, disavowedAt }) => ({ id, decisionId: decision.id, areaCode, disavowedAt, resolution: found.get(id) ?? null }));
}

function queuedOf({ id, receiptNumber, channel, assuranceLevel, consentVersion, consentHash, queuedAt, decision, settledAt }: QueuedWithdrawal) {
  return { id, receiptNumber, channel, assuranceLevel, words: { version: consentVersion, hash: consentHash }, queuedAt, decisionId: decision?.id ?? null, settledAt };
}

async function requestsOf(em: Em, vault: Vault, own: object) {
  const requests = await em.find(DataRequest, own, { orderBy: { filedAt: 'asc' } });
  const steps = await em.find(DataRequestStep, { dataRequest: { $in: requests.map(({ id }) => id) } }, { orderBy: { sequence: 'asc' }, populate: ['account.organisation'] });
  const kin = new Map((await statementsOf(em, requests.map(({ id }) => id))).map((each) => [each.dataRequest.id, { tie: each.tie, deceased: each.stated(vault)?.deceased ?? null, provenAt: each.provenAt, confirmedAt: each.confirmedAt, shownAt: each.shownAt }]));
  return requests.map((request) => ({
    id: request.id,
    receiptNumber: request.receiptNumber,
    kind: request.kind,
    areaCode: request.areaCode,
    text: request.text(vault),
    status: request.status,
    refusalReason: request.refusalReason,
    answer: request.answer(vault),
    nearKin: kin.get(request.id) ?? null,
    filedAt: request.filedAt,
    dueAt: request.dueAt,
    closedAt: request.closedAt,
    steps: steps
      .filter((step) => step.dataRequest.id === request.id)
      .map(({ id, status, actorKind, account, at }) => ({ id, status, actorKind, organisation: account?.unwrap().organisation?.unwrap().name ?? null, at })),
  }));
}

async function familyMessagesOf(em: Em, vault: Vault, donorId: string) {
  const messages = await messagesOf(em, donorId);
  const steps = await em.find(FamilyMessageStep, { familyMessage: { $in: messages.map(({ id }) => id) } }, { orderBy: { at: 'asc' } });
  return messages.map((message) => ({
    id: message.id,
    label: message.label(vault),
    content: message.content,
    decisionId: message.decision.id,
    channel: message.channel,
    madeAt: message.madeAt,
    expiresAt: message.expiresAt,
    takenBackAt: message.takenBackAt,
    steps: steps.filter((step) => step.familyMessage.id === message.id).map(({ id, kind, at }) => ({ id, kind, at })),
  }));
}

function lookUpOf(steps: readonly LookUpStep[], lookUp: LookUp) {
  const { id, areaCode, caseNumber, occasion, purpose, breakGlassReason, status, finding, choicesDisclosed, requestedAt, decidedAt, answeredAt } = lookUp;
  const taken = steps.filter((step) => step.lookUp.id === id).map(({ id: stepId, step, at }) => ({ id: stepId, step, at }));
  return { id, hospital: lookUp.hospital.unwrap().name, areaCode, caseNumber, occasion, purpose, breakGlassReason, status, finding, choicesDisclosed, requestedAt, decidedAt, answeredAt, steps: taken };
}

function packageOf({ id, lookUp, decisionId, issuedBy, issuedAt, fileDigest, keyId }: EvidenceIssue) {
  return { id, lookUpId: lookUp.id, decisionId, hospital: lookUp.unwrap().hospital.unwrap().name, organisation: issuedBy.unwrap().organisation?.unwrap().name ?? null, issuedAt, fileDigest: Buffer.from(fileDigest).toString('hex'), keyId };
}

function disclosureOf({ id, kind, dataRequest, bodyDonation, homeVisit, account, at }: DataDisclosure) {
  // A relative's request is the relative's: its number is not told to whom it is about.
  return { id, kind, requestId: kind === DataDisclosureKind.NEAR_KIN_READ ? null : (dataRequest?.id ?? null), bodyDonationId: bodyDonation?.id ?? null, homeVisitId: homeVisit?.id ?? null, organisation: account?.unwrap().organisation?.unwrap().name ?? null, at };
}

function sessionOf({ id, channel, assuranceLevel, signedInAt, lastSeenAt, endedAt, endReason }: Session) {
  return { id, channel, assuranceLevel, signedInAt, lastSeenAt, endedAt, endReason };
}

function consentOf({ id, purpose, given, textVersion, textHash, channel, statedAt }: ProcessingConsent) {
  return { id, purpose, given, words: { version: textVersion, hash: textHash }, channel, statedAt };
}
