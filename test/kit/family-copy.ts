import { extractText, getDocumentProxy } from 'unpdf';
import { AshesHandling, BodyDeclarationAction, BodyDonationStatus, BodyUse, BodyWish, ExecutorRelation } from '../../server/src/body-donation/body-donation.entity.ts';
import { DecisionAction, DecisionState } from '../../server/src/donors/decision.entity.ts';
import { DisavowalFinding, DisavowalStatus } from '../../server/src/donors/disavowal.entity.ts';
import { Choice, DonationItem, DonationKind } from '../../server/src/donors/donation-kinds.ts';
import { FamilyKnows, KinRelation } from '../../server/src/donors/donor.entity.ts';
import { NationalSyncState } from '../../server/src/donors/national-sync.entity.ts';
import { WithdrawalReason } from '../../server/src/donors/withdrawal-reason.entity.ts';
import * as shared from '../../server/src/evidence/evidence-words.ts';
import { FamilyMessageContent, FamilyMessageStepKind } from '../../server/src/family/family-message.entity.ts';
import { HomeVisitDeclineReason, HomeVisitPurpose, HomeVisitStatus } from '../../server/src/home-visits/home-visit.entity.ts';
import { Channel } from '../../server/src/identity/channel.ts';
import { IdentityDocumentType } from '../../server/src/identity/identity-document.ts';
import { Sex } from '../../server/src/identity/identity-number.ts';
import { AssuranceLevel, SignInMethod } from '../../server/src/identity/identity-provider.ts';
import { NearKinTie } from '../../server/src/kin/kin-statement.entity.ts';
import { LookUpStepKind } from '../../server/src/lookups/look-up-step.entity.ts';
import { BreakGlassReason, LookUpFinding, LookUpOccasion, LookUpPurpose, LookUpStatus } from '../../server/src/lookups/look-up.entity.ts';
import { DeliveryStatus } from '../../server/src/outbox/outbox-delivery.entity.ts';
import { OutboxEventKind } from '../../server/src/outbox/outbox-event.entity.ts';
import { ConsentPurpose } from '../../server/src/policy/consent-texts.ts';
import { AfterDeathSetting } from '../../server/src/rights/after-death-access.entity.ts';
import { DataDisclosureKind } from '../../server/src/rights/data-disclosure.entity.ts';
import { DataRequestKind, DataRequestRefusalReason, DataRequestStatus } from '../../server/src/rights/data-request.entity.ts';
import * as sent from '../../server/src/rights/family-copy-submissions.ts';
import { PaperFormStatus, PaperReason, PaperStepKind } from '../../server/src/paper-forms/paper-form.entity.ts';
import { ExpressedBy, SubmissionChannel, SubmissionStatus } from '../../server/src/submissions/submission.entity.ts';
import * as giving from '../../server/src/rights/family-copy-giving-words.ts';
import * as words from '../../server/src/rights/family-copy-words.ts';
import type { PersonalDataCopy } from '../../server/src/rights/personal-data-document.ts';
import { isOptional, ProcessingPurpose } from '../../server/src/rights/processing-purposes.ts';
import { withheld } from '../../server/src/rights/withheld.ts';

interface ValuesAndWords {
  readonly values: readonly string[];
  readonly told: Readonly<Record<string, string>>;
}
const by = (values: object, told: Readonly<Record<string, string>>): ValuesAndWords => ({ values: Object.keys(values), told });

/** Every kind of code that a copy can hold, with all its values and the words for them. */
export const everyValue: Readonly<Record<string, ValuesAndWords>> = {
  item: by(DonationItem, shared.itemWords),
  kind: by(DonationKind, shared.kindWords),
  choice: by(Choice, shared.choiceWords),
  action: by(DecisionAction, words.actionWords),
  state: by(DecisionState, words.effectWords),
  'state while contested': by(DecisionState, words.contestedWords),
  'state while a withdrawal waits': by(DecisionState, words.queuedWords),
  'state in a word': { values: [...Object.keys(DecisionState), 'CONTESTED', 'RESTRICTED'], told: shared.stateWords },
  channel: by(Channel, shared.channelWords),
  'assurance level': by(AssuranceLevel, shared.assuranceWords),
  declaration: by(ConsentPurpose, shared.consentWords),
  'national register': by(NationalSyncState, shared.syncWords),
  document: by(IdentityDocumentType, shared.documentWords),
  disavowal: by(DisavowalStatus, shared.disavowalWords),
  finding: by(DisavowalFinding, words.findingWords),
  'reason of a withdrawal': by(WithdrawalReason, words.withdrawalReasonWords),
  'way to sign in': by(SignInMethod, words.providerWords),
  sex: by(Sex, words.sexWords),
  'whether the family knows': by(FamilyKnows, words.familyKnowsWords),
  'kin relation': by(KinRelation, words.relationWords),
  'optional purpose': { values: Object.values(ProcessingPurpose).filter(isOptional), told: words.purposeWords },
  'after death': by(AfterDeathSetting, words.afterDeathWords),
  request: by(DataRequestKind, words.requestKindWords),
  'state of a request': by(DataRequestStatus, words.requestStatusWords),
  'reason of a refusal': by(DataRequestRefusalReason, words.requestRefusalWords),
  'who took a step': { values: ['CITIZEN', 'STAFF'], told: words.requestActorWords },
  occasion: by(LookUpOccasion, words.occasionWords),
  'purpose of a look-up': by(LookUpPurpose, words.lookUpPurposeWords),
  'broken glass': by(BreakGlassReason, words.breakGlassWords),
  'what was told': by(LookUpFinding, words.toldWords),
  'state of a look-up': by(LookUpStatus, words.toldNothingWords),
  'step of a look-up': by(LookUpStepKind, words.lookUpStepWords),
  'wish about the body': by(BodyWish, giving.bodyWishWords),
  'declaration about the body': by(BodyDeclarationAction, giving.bodyActionWords),
  'state of a body donation': by(BodyDonationStatus, giving.bodyStatusWords),
  'use of the body': by(BodyUse, giving.bodyUseWords),
  ashes: by(AshesHandling, giving.ashesWords),
  executor: by(ExecutorRelation, giving.executorWords),
  'purpose of a visit': by(HomeVisitPurpose, giving.visitPurposeWords),
  'state of a visit': by(HomeVisitStatus, giving.visitStatusWords),
  'reason why nobody comes': by(HomeVisitDeclineReason, giving.visitDeclineWords),
  'what a message tells': by(FamilyMessageContent, words.messageContentWords),
  'step of a message': by(FamilyMessageStepKind, words.messageStepWords),
  'tie to who died': by(NearKinTie, words.nearKinWords),
  disclosure: by(DataDisclosureKind, words.disclosureWords),
  announcement: by(OutboxEventKind, words.announcementWords),
  'state of a delivery': by(DeliveryStatus, words.deliveryWords),
  'channel of a submission': by(SubmissionChannel, sent.submissionChannelWords),
  'state of a submission': by(SubmissionStatus, sent.submissionStatusWords),
  'state of a paper form': by(PaperFormStatus, sent.paperStatusWords),
  'reason why a paper form did not pass': by(PaperReason, sent.paperReasonWords),
  'step of a paper form': by(PaperStepKind, sent.paperStepWords),
  'how it was expressed': by(ExpressedBy, sent.expressedByWords),
};

const AT = '2026-11-23T08:00:00.000Z';
const LATER = '2026-11-23T16:30:00.000Z';
const id = '00000000-0000-4000-8000-000000000001';

/** One decision as a copy holds it. */
export const copiedDecision: PersonalDataCopy['decisions'][number] = {
  ...{ id, sequence: 1, action: 'REGISTERED', state: 'AGREED', channel: 'OPEN_WEB', assuranceLevel: 'ADVANCED_REAL_NAME', recordedAt: AT },
  choices: { HEART: 'AGREE', LUNG: 'REFUSE', SKIN: 'NOT_STATED' },
  consent: { purpose: 'AGREE', version: '1', hash: '2'.repeat(64) },
  fingerprint: '3'.repeat(64),
  nationalSync: { state: 'PENDING', since: AT, difference: null },
  nationalMessages: [],
  withdrawalReason: null,
  formerRegistration: null,
};

/** A copy about nobody in which every part holds something. */
export function sampleCopy(special: Partial<PersonalDataCopy> = {}): PersonalDataCopy {
  return {
    ...{ form: 'sanxian-personal-data', version: 1, exportedAt: LATER },
    identity: {
      ...{ provider: 'ZHELIBAN_TICKET', providerUserId: 'demo-user', fullName: '演示人', documentType: 'RESIDENT_ID_CARD', documentNumber: '33010619800517002X' },
      ...{ birthday: '1980-05-17', sex: 'FEMALE', phone: '13900004321', assuranceLevel: 'ADVANCED_REAL_NAME', profileResidence: { province: '浙江省', city: '杭州市', county: null } },
    },
    record: {
      ...{ id, registrationNumber: 'SX-7K3M-9Q2P-ABCX', registeredAt: AT, fullName: '演示人', documentType: 'RESIDENT_ID_CARD', documentNumber: '33010619800517002X', birthday: null },
      ...{ phone: '13900001111', residenceCode: '330106', familyKnows: 'YES', emergencyContact: { name: '演示家属', relation: 'CHILD', phone: '13900005678' } },
      wish: '希望安静告别。',
      donorCard: null,
    },
    decisions: [copiedDecision],
    disavowals: [],
    queuedWithdrawals: [],
    donorCards: [{ id, cardNumber: 'DC-7K3M-9Q2P-ABCX', decisionId: id, keyId: 'k'.repeat(43), rid: 'AAAAAAAAAAAA', issuedAt: AT, expiresAt: LATER, revokedAt: LATER, endReason: 'REPLACED' }],
    familyMessages: [{ id, label: '女儿', content: 'DECIDED', decisionId: id, channel: 'OPEN_WEB', madeAt: AT, expiresAt: LATER, takenBackAt: null, steps: [{ id, kind: 'ACKNOWLEDGED', at: LATER }] }],
    consents: [{ id, purpose: 'CONTACT_ME', given: true, words: { version: '1', hash: '1' }, channel: 'OPEN_WEB', statedAt: AT }],
    afterDeathAccess: [{ id, setting: 'NEAR_KIN_MAY', channel: 'OPEN_WEB', statedAt: AT }],
    restrictions: [],
    requests: [
      {
        ...{ id, receiptNumber: 'SQ-1234-5678', kind: 'EXPLANATION', areaCode: '330106', text: '请说明。', status: 'DONE', refusalReason: null, answer: '已经说明。' },
        ...{ filedAt: AT, dueAt: LATER, closedAt: LATER, nearKin: { tie: 'CHILD', deceased: { fullName: '演示长辈', documentNumber: '330106194001010019' }, provenAt: LATER, confirmedAt: LATER, shownAt: null }, steps: [{ id, status: 'FILED', actorKind: 'CITIZEN', organisation: null, at: AT }, { id, status: 'DONE', actorKind: 'STAFF', organisation: '演示红十字会', at: LATER }] },
      },
    ],
    bodyDonation: {
      ...{ id, receiptNumber: 'YT-1234-5678', areaCode: '330106', wish: 'AGREE', status: 'IN_TOUCH', executorConfirmedAt: LATER, openedAt: AT, updatedAt: LATER },
      person: { fullName: '演示人', documentType: 'RESIDENT_ID_CARD', documentNumber: '33010619800517002X', birthday: '1980-05-17', phone: '13900001111' },
      declarations: [
        {
          ...{ id, sequence: 1, action: 'DECLARED', wish: 'AGREE', use: 'TEACHING', ashes: 'TO_FAMILY', keepConfidential: true, informFamily: false, receivingUnitId: null },
          ...{ executor: { name: '演示执行人', relation: 'COLLATERAL_KIN', phone: '13900007777' }, channel: 'OPEN_WEB', assuranceLevel: 'ADVANCED_REAL_NAME', words: { version: '1', hash: '1' }, recordedAt: AT, fingerprint: '5'.repeat(64) },
        },
      ],
      steps: [{ id, status: 'RECEIVED', actorKind: 'CITIZEN', organisation: null, note: null, at: AT }, { id, status: 'IN_TOUCH', actorKind: 'STAFF', organisation: '演示红十字会', note: '已经通过电话。', at: LATER }],
    },
    homeVisits: [
      {
        ...{ id, receiptNumber: 'SM-1234-5678', purpose: 'BODY_DONATION', areaCode: '330106', status: 'APPOINTED', visitOn: '2026-12-01', declineReason: null, note: '请在家等候。', askedAt: AT, closedAt: null },
        details: { fullName: '演示人', phone: '13900001111', address: '演示路1号', convenientTime: '上午', helperName: null },
        steps: [{ id, status: 'APPOINTED', actorKind: 'STAFF', organisation: '演示红十字会', at: LATER }],
      },
    ],
    lookUps: [
      {
        ...{ id, hospital: '演示医院', areaCode: '330106', caseNumber: 'DEMO-1', occasion: 'DEATH_EXPECTED', purpose: 'CLARIFY_WILL', breakGlassReason: 'MINUTES_MATTER', status: 'ANSWERED' },
        ...{ finding: 'AGREED', choicesDisclosed: true, requestedAt: AT, decidedAt: null, answeredAt: LATER, steps: [{ id, step: 'ASKED', at: AT }, { id, step: 'DISCLOSED', at: LATER }] },
      },
    ],
    evidencePackages: [{ id, lookUpId: id, decisionId: id, hospital: '演示医院', organisation: '演示红十字会', issuedAt: LATER, fileDigest: '4'.repeat(64), keyId: 'test' }],
    disclosures: [{ id, kind: 'EXPORTED_BY_OWNER', requestId: null, bodyDonationId: null, homeVisitId: null, organisation: null, at: LATER }],
    healthCards: [{ id, platform: 'CITY', cardId: 'DEMO', channel: 'OPEN_WEB', boundAt: AT, unboundAt: LATER, lastSent: 'NONE', lastConfirmed: 'NONE', steps: [{ id, kind: 'BOUND', mark: null, at: AT }, { id, kind: 'PUT_ON', mark: 'AGREED', at: AT }, { id, kind: 'TAKEN_OFF', mark: null, at: LATER }] }],
    healthCardQuestions: [{ id, platform: 'CITY', asker: '演示健康卡平台', told: 'AGREED', registeredOn: '2026-11-23', at: AT }],
    knownToPartners: [{ partner: '演示合作方', subject: id }],
    announcements: [{ id, kind: 'DECISION_CHANGED', occurredAt: AT, deliveries: [{ id, destination: 'demo', status: 'DELIVERED', attempts: 1, endedAt: LATER }] }],
    submissions: [
      {
        ...{ id, receiptNumber: 'DJ-1234-5678', partner: '演示合作方', channel: 'PAPER_FORM', receivedAt: AT, sha256: '5'.repeat(64), status: 'CONFIRMED', endedAt: LATER, changedItems: ['SKIN'] },
        sent: { fullName: '演示人', documentType: 'RESIDENT_ID_CARD', documentNumber: '33010619800517002X', birthday: '1980-05-17', language: 'zh-CN', choices: { HEART: 'AGREE' }, expressedBy: 'SIGNED_ON_PAPER', expressedAt: AT, words: { purpose: 'AGREE', version: '1', hash: '2'.repeat(64) } },
      },
    ],
    confirmedSubmissions: [{ decisionId: id, submissionId: id, receiptNumber: 'DJ-1234-5678', partner: '演示合作方', sha256: '5'.repeat(64) }],
    paperForms: [
      {
        ...{ id, submissionId: id, receiptNumber: 'DJ-1234-5678', status: 'REJECTED', reason: 'ILLEGIBLE', signedOn: '2026-11-20', residenceCode: '330106' },
        scan: { id, sha256: '6'.repeat(64), mediaType: 'image/jpeg', byteLength: 1000, pages: 1, uploadedAt: AT, isKept: false },
        steps: [{ id, kind: 'TYPED', organisation: '演示红十字会', differences: null, at: AT }, { id, kind: 'COMPARED', organisation: '演示红十字会', differences: 2, at: AT }, { id, kind: 'SCAN_SHOWN', organisation: null, differences: null, at: LATER }],
      },
    ],
    sessions: [],
    retries: [],
    withheld,
    ...special,
  };
}

/** What a reader finds on the pages, without the spaces that belong to the layout. */
export async function textOfPages(pdf: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  return text.replace(/\s+/g, '');
}
