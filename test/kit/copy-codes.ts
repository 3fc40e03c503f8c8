import { AshesHandling, BodyDeclarationAction, BodyDonationStatus, BodyUse, BodyWish, ExecutorRelation } from '../../server/src/body-donation/body-donation.entity.ts';
import { DecisionAction, DecisionState } from '../../server/src/donors/decision.entity.ts';
import { DisavowalFinding } from '../../server/src/donors/disavowal.entity.ts';
import { CardEndReason } from '../../server/src/donor-card/donor-card.entity.ts';
import { Choice, DonationItem } from '../../server/src/donors/donation-kinds.ts';
import { FamilyKnows, KinRelation } from '../../server/src/donors/donor.entity.ts';
import { KeyedOperation } from '../../server/src/donors/idempotent-request.entity.ts';
import { NationalDifference, NationalSyncState } from '../../server/src/donors/national-sync.entity.ts';
import { WithdrawalReason } from '../../server/src/donors/withdrawal-reason.entity.ts';
import { FamilyMessageContent, FamilyMessageStepKind } from '../../server/src/family/family-message.entity.ts';
import { DonorStatus, HealthCardStepKind } from '../../server/src/health-cards/health-card.entity.ts';
import { HomeVisitDeclineReason, HomeVisitPurpose, HomeVisitStatus } from '../../server/src/home-visits/home-visit.entity.ts';
import { Channel } from '../../server/src/identity/channel.ts';
import { IdentityDocumentType } from '../../server/src/identity/identity-document.ts';
import { Sex } from '../../server/src/identity/identity-number.ts';
import { AssuranceLevel, SignInMethod } from '../../server/src/identity/identity-provider.ts';
import { SessionEnd } from '../../server/src/identity/session.entity.ts';
import { NearKinTie } from '../../server/src/kin/kin-statement.entity.ts';
import { LookUpStepKind } from '../../server/src/lookups/look-up-step.entity.ts';
import { BreakGlassReason, LookUpFinding, LookUpOccasion, LookUpPurpose, LookUpStatus } from '../../server/src/lookups/look-up.entity.ts';
import { DeliveryStatus } from '../../server/src/outbox/outbox-delivery.entity.ts';
import { OutboxEventKind } from '../../server/src/outbox/outbox-event.entity.ts';
import { ConsentPurpose } from '../../server/src/policy/consent-texts.ts';
import { AfterDeathSetting } from '../../server/src/rights/after-death-access.entity.ts';
import { DataDisclosureKind } from '../../server/src/rights/data-disclosure.entity.ts';
import { DataRequestKind, DataRequestRefusalReason, DataRequestStatus } from '../../server/src/rights/data-request.entity.ts';
import type { PersonalDataCopy } from '../../server/src/rights/personal-data-document.ts';
import * as shared from '../../server/src/evidence/evidence-words.ts';
import * as giving from '../../server/src/rights/family-copy-giving-words.ts';
import * as sent from '../../server/src/rights/family-copy-submissions.ts';
import * as words from '../../server/src/rights/family-copy-words.ts';
import { PaperFormStatus, PaperReason, PaperStepKind } from '../../server/src/paper-forms/paper-form.entity.ts';
import { ExpressedBy, SubmissionChannel, SubmissionStatus } from '../../server/src/submissions/submission.entity.ts';

/** Every code of a copy with the place where it stands, as a pair: `decisions[].action` and `REGISTERED`. */
type CodeAt<Value, Path extends string> = Value extends readonly (infer Entry)[]
  ? CodeAt<Entry, `${Path}[]`>
  : Value extends object
    ? { [Name in keyof Value & string]: CodeAt<Exclude<Value[Name], null | undefined>, Name extends ItemName ? `${Path}.choice` : Path extends '' ? Name : `${Path}.${Name}`> }[keyof Value & string]
    : Value extends string
      ? string extends Value
        ? never
        : readonly [Path, Value]
      : never;
/** The items of a decision are names of fields in a copy; what stands there is one kind of code. */
type ItemName = keyof PersonalDataCopy['decisions'][number]['choices'];
type CopyCode = CodeAt<PersonalDataCopy, ''>;

interface CodesAndWords<Code extends string> {
  readonly codes: Readonly<Record<Code, unknown>>;
  /** What the copy that a family can read says for each; null where it says nothing. */
  readonly told: Readonly<Record<Code, string>> | null;
}
const by = <Code extends string>(codes: Readonly<Record<Code, unknown>>, told: Readonly<Record<NoInfer<Code>, string>> | null = null): CodesAndWords<Code> => ({ codes, told });

const channel = by(Channel, shared.channelWords);
const assurance = by(AssuranceLevel, shared.assuranceWords);
const document = by(IdentityDocumentType, shared.documentWords);
const actor = by({ CITIZEN: 1, STAFF: 1 }, words.requestActorWords);
const request = by(DataRequestStatus, words.requestStatusWords);
const bodyWish = by(BodyWish, giving.bodyWishWords);
const bodyStatus = by(BodyDonationStatus, giving.bodyStatusWords);
const platform = by({ CITY: 1, OPEN: 1 });
const visitStatus = by(HomeVisitStatus, giving.visitStatusWords);

/** For every place in a copy where codes stand, all of them: the compiler asks for a place that is missing, and for a code. */
export const codesOfCopy: { readonly [Path in CopyCode[0]]: CodesAndWords<Extract<CopyCode, readonly [Path, string]>[1]> } = {
  'identity.provider': by(SignInMethod, words.providerWords),
  'identity.documentType': document,
  'identity.sex': by(Sex, words.sexWords),
  'identity.assuranceLevel': assurance,
  'record.documentType': document,
  'record.familyKnows': by(FamilyKnows, words.familyKnowsWords),
  'record.emergencyContact.relation': by(KinRelation, words.relationWords),
  'decisions[].action': by(DecisionAction, words.actionWords),
  'decisions[].state': by(DecisionState, shared.stateWords),
  'decisions[].choices.choice': by(Choice, shared.choiceWords),
  'decisions[].channel': channel,
  'decisions[].assuranceLevel': assurance,
  'decisions[].consent.purpose': by(ConsentPurpose, shared.consentWords),
  'decisions[].nationalSync.state': by(NationalSyncState, shared.syncWords),
  'decisions[].withdrawalReason.reason': by(WithdrawalReason, words.withdrawalReasonWords),
  'disavowals[].resolution.outcome': by({ UPHELD: 1, DISMISSED: 1 }),
  'disavowals[].resolution.finding': by(DisavowalFinding, words.findingWords),
  'queuedWithdrawals[].channel': channel,
  'queuedWithdrawals[].assuranceLevel': assurance,
  'consents[].purpose': by({ CONTACT_ME: 1, ASK_EMERGENCY_CONTACT: 1, RESPECT_WISH: 1, CITY_CARD_ASKS: 1, CITY_CARD_TOLD: 1, OPEN_CARD_ASKS: 1, OPEN_CARD_TOLD: 1 }),
  'consents[].channel': channel,
  'afterDeathAccess[].setting': by(AfterDeathSetting, words.afterDeathWords),
  'afterDeathAccess[].channel': channel,
  'familyMessages[].content': by(FamilyMessageContent, words.messageContentWords),
  'familyMessages[].channel': channel,
  'familyMessages[].steps[].kind': by(FamilyMessageStepKind, words.messageStepWords),
  'requests[].kind': by(DataRequestKind, words.requestKindWords),
  'requests[].status': request,
  'requests[].refusalReason': by(DataRequestRefusalReason, words.requestRefusalWords),
  'requests[].nearKin.tie': by(NearKinTie, words.nearKinWords),
  'requests[].steps[].status': request,
  'requests[].steps[].actorKind': actor,
  'bodyDonation.wish': bodyWish,
  'bodyDonation.status': bodyStatus,
  'bodyDonation.person.documentType': document,
  'bodyDonation.declarations[].action': by(BodyDeclarationAction, giving.bodyActionWords),
  'bodyDonation.declarations[].wish': bodyWish,
  'bodyDonation.declarations[].use': by(BodyUse, giving.bodyUseWords),
  'bodyDonation.declarations[].ashes': by(AshesHandling, giving.ashesWords),
  'bodyDonation.declarations[].executor.relation': by(ExecutorRelation, giving.executorWords),
  'bodyDonation.declarations[].channel': channel,
  'bodyDonation.declarations[].assuranceLevel': assurance,
  'bodyDonation.steps[].status': bodyStatus,
  'bodyDonation.steps[].actorKind': actor,
  'homeVisits[].purpose': by(HomeVisitPurpose, giving.visitPurposeWords),
  'homeVisits[].status': visitStatus,
  'homeVisits[].declineReason': by(HomeVisitDeclineReason, giving.visitDeclineWords),
  'homeVisits[].steps[].status': visitStatus,
  'homeVisits[].steps[].actorKind': actor,
  'lookUps[].occasion': by(LookUpOccasion),
  'lookUps[].purpose': by(LookUpPurpose),
  'lookUps[].breakGlassReason': by(BreakGlassReason, words.breakGlassWords),
  'lookUps[].status': by(LookUpStatus),
  'lookUps[].finding': by(LookUpFinding, words.toldWords),
  'lookUps[].steps[].step': by(LookUpStepKind, words.lookUpStepWords),
  'disclosures[].kind': by(DataDisclosureKind, words.disclosureWords),
  'sessions[].channel': channel,
  'sessions[].assuranceLevel': assurance,
  'sessions[].endReason': by(SessionEnd),
  'retries[].operation': by(KeyedOperation),
  'decisions[].nationalSync.difference': by(NationalDifference),
  'decisions[].nationalMessages[].answers[].outcome': by({ CONFIRMED: 1, REJECTED: 1, CONFLICT: 1 }),
  'decisions[].nationalMessages[].answers[].position': by({ AGREED: 1, REFUSED: 1, NONE: 1 }),
  'healthCards[].channel': channel,
  'healthCards[].platform': platform,
  'healthCards[].steps[].kind': by(HealthCardStepKind),
  'healthCards[].steps[].mark': by({ AGREED: 1, REFUSED: 1 }),
  'healthCardQuestions[].platform': platform,
  'healthCardQuestions[].told': by(DonorStatus, words.cardStatusWords),
  'announcements[].kind': by(OutboxEventKind, words.announcementWords),
  'announcements[].deliveries[].status': by(DeliveryStatus, words.deliveryWords),
  'donorCards[].endReason': by(CardEndReason),
  'submissions[].channel': by(SubmissionChannel, sent.submissionChannelWords),
  'submissions[].status': by(SubmissionStatus),
  'submissions[].sent.documentType': document,
  'submissions[].sent.choices.choice': by(Choice, shared.choiceWords),
  'submissions[].sent.words.purpose': by(ConsentPurpose, shared.consentWords),
  'submissions[].sent.expressedBy': by(ExpressedBy),
  'paperForms[].status': by(PaperFormStatus),
  'paperForms[].reason': by(PaperReason, sent.paperReasonWords),
  'paperForms[].steps[].kind': by(PaperStepKind, sent.paperStepWords),
  'submissions[].changedItems[]': by(DonationItem, shared.itemWords),
};
