import { PartnerKind } from '../partners/partner.entity.ts';
import { StaffRole } from '../staff/staff-role.ts';
import { askers, type AccessRule, type Asker } from './askers.ts';
import { paperFormRules } from './paper-form-rules.ts';

const only = (...who: readonly Asker[]): AccessRule => new Set(who);
const everyone = only(...askers);
// Partners meet their scopes besides (`partners/partner.policy.ts`); what belongs to people signing in is nothing to them.
const people = only('ANONYMOUS', 'CITIZEN', ...Object.values(StaffRole), 'CLINICIAN');
const citizens = only('CITIZEN');
// Whoever has link and code of a message to the family, signed in or not; never staff.
const readers = only('ANONYMOUS', 'CITIZEN');
const staff = only(...Object.values(StaffRole), 'CLINICIAN');

const partners = only(...Object.values(PartnerKind));

// Who asks for a case what somebody decided, and who inspects that.
const lookers = only('COORDINATOR', 'CLINICIAN');
const inspectors = only('AUDITOR', 'MANAGER');
const lookUpReaders = only('COORDINATOR', 'CLINICIAN', 'AUDITOR', 'MANAGER');
const managers = only('MANAGER');
const evidenceIssuers = only('COORDINATOR', 'AUDITOR');

// Who answers what people ask about their data.
const requestStaff = only('REGISTRAR', 'MANAGER');

// Who looks into what a person says was not theirs, and who may see the queue.
const disputes = only('MANAGER', 'REGISTRAR');
const disputeReaders = only('MANAGER', 'REGISTRAR', 'AUDITOR');

/** Of one type: who, and the names of the fields. */
type RulesOfType = readonly (readonly [AccessRule, string])[];

/**
 * Who may ask for which field: every field of every object type stands here, and what does not is nobody's. `wrapRootFields`
 * enforces this table before any resolver runs; `test/contract/access-matrix.test.ts` reads the same table. Whose rows a
 * resolver then finds is another question, answered by its query and again by PostgreSQL (`database/walls.ts`).
 */
const table: Readonly<Record<string, RulesOfType>> = {
  Query: [
    [everyone, 'divisions division organisations organisation nearbyOrganisations donationPolicy bodyWords registrationFigures'],
    [people, 'signInOptions viewer staffViewer lookUpDesk'],
    [disputeReaders, 'disavowals'],
    [inspectors, 'lookUps breakGlassLookUps lookUpBlocks'],
    [requestStaff, 'dataRequests bodyDonations homeVisits paperForms'],
    [partners, 'webhookDeliveries webhookDelivery submission partnerViewer'],
    [disputes, 'nationalDifferences'],
    [managers, 'submissionReport healthCardReconciliations'],
  ],
  Mutation: [
    [people, 'signIn signOut suggestOrganisationCorrection beginStaffSignIn signInStaff signOutStaff'],
    [citizens, 'registerDonor editDecision reaffirmDecision refuseDonation withdrawDecision stateWithdrawalReason disavowDecision queueWithdrawal'],
    [citizens, 'markLookUpsSeen giveConsent takeBackConsent stateAfterDeathAccess liftRestriction exportMyData fileDataRequest withdrawDataRequest'],
    [citizens, 'tellFamily takeBackFamilyMessage stateWish fileNearKinRequest'],
    [citizens, 'issueDonorCard revokeDonorCard'],
    [readers, 'openFamilyMessage answerFamilyMessage'],
    // These give strangers and people without the right one and the same answer themselves (`lookups/entitlement.ts`).
    [people, 'lookUpDecision confirmLookUp declineLookUp openLookUp'],
    [managers, 'liftLookUpBlock'],
    [disputes, 'resolveDisavowal'],
    [evidenceIssuers, 'issueEvidencePackage'],
    [requestStaff, 'takeDataRequest answerDataRequest proveKinship reviewKinship confirmKinship'],
    [citizens, 'declareBodyDonation refuseBodyDonation withdrawBodyDonation askForHomeVisit withdrawHomeVisit'],
    // Of platforms of health cards only one is answered askDonorStatus (`health-cards/ask-donor-status.ts`).
    [partners, 'resendWebhookDelivery submitRegistration askDonorStatus'],
    [disputes, 'sendToNationalRegister'],
    [requestStaff, 'takeBodyDonation updateBodyDonation takeHomeVisit updateHomeVisit keepPaperScan showPaperScan enterPaperForm attachPaperScan comparePaperForm approvePaperForm returnPaperForm'],
    [citizens, 'declineSubmission showOwnPaperScan bindHealthCard unbindHealthCard'],
  ],

  // Look-ups: whoever asks and confirms, whoever inspects; the person who was looked up sees notices.
  LookUpDesk: [[lookers, 'hospitals mine toConfirm']],
  LookUpHospital: [[lookers, 'key name area']],
  LookUp: [[lookUpReaders, 'id caseNumber occasion purpose breakGlassReason requestedAt decidedAt answeredAt expiresAt status hospitalName area requestedBy secondPerson']],
  LookUpConnection: [[lookUpReaders, 'edges nodes pageInfo totalCount']],
  LookUpEdge: [[lookUpReaders, 'cursor node']],
  LookUpPerson: [[only('CITIZEN', ...lookUpReaders), 'name role']],
  LookUpBlock: [[inspectors, 'id blockedAt person area']],
  LookUpAnswer: [[lookers, 'finding choices wish recordedAt fingerprint disclosedAt note']],
  LookUpDecisionSuccess: [[lookers, 'lookUp answer']],
  ConfirmLookUpSuccess: [[lookers, 'lookUp']],
  DeclineLookUpSuccess: [[lookers, 'lookUp']],
  OpenLookUpSuccess: [[lookers, 'lookUp answer']],
  LiftLookUpBlockSuccess: [[managers, 'liftedAt']],
  LookUpNotice: [[citizens, 'id occasion purpose requestedAt answeredAt finding choicesDisclosed status hospitalName area requestedBy secondPerson breakGlass seen']],
  LookUpNoticeConnection: [[citizens, 'edges nodes pageInfo totalCount']],
  LookUpNoticeEdge: [[citizens, 'cursor node']],
  MarkLookUpsSeenSuccess: [[citizens, 'seen']],

  // Evidence packages: who issues them, and the person they are about.
  IssueEvidencePackageSuccess: [[evidenceIssuers, 'evidenceIssue path']],
  EvidenceIssue: [[only('CITIZEN', 'COORDINATOR', 'AUDITOR'), 'id issuedAt issuedBy hospital lookUpId fileDigest keyId']],
  NotSealedYet: [[evidenceIssuers, 'retryAfterSeconds']],

  // A person and their decisions: their own, since no argument names anybody.
  Viewer: [[citizens, 'citizen state donor abilities session evidenceIssues lookUps unseenLookUps personalData bodyDonation homeVisits familyMessages healthCards healthCardQuestions pendingSubmissions']],
  Citizen: [[citizens, 'maskedName documentType maskedDocumentNumber assuranceLevel maskedPhone suggestedResidence stepUpUrl']],
  Session: [[citizens, 'channel signedInAt expiresAt']],
  Ability: [[citizens, 'action allowed reason']],
  Donor: [[citizens, 'id registrationNumber registeredAt version decision history contact contested queuedWithdrawal nationalHold wish card']],
  DonorContact: [[citizens, 'maskedPhone residence familyKnows emergencyContact']],
  EmergencyContact: [[citizens, 'maskedName relation maskedPhone']],
  Decision: [[citizens, 'id sequence action state recordedAt channel assuranceLevel choices consent fingerprint nationalSync disavowal disavowableUntil submission paper']],
  DecisionConnection: [[citizens, 'edges nodes pageInfo totalCount']],
  DecisionEdge: [[citizens, 'cursor node']],
  ItemChoice: [[only('CITIZEN', 'COORDINATOR'), 'item kind choice']],
  ConsentRecord: [[citizens, 'purpose version hash']],
  NationalSync: [[citizens, 'state since difference']],
  RegisterDonorSuccess: [[citizens, 'donor decision']],
  EditDecisionSuccess: [[citizens, 'donor decision']],
  ReaffirmDecisionSuccess: [[citizens, 'donor decision']],
  RefuseDonationSuccess: [[citizens, 'donor decision']],
  WithdrawDecisionSuccess: [[citizens, 'donor decision']],
  Disavowal: [[citizens, 'id disavowedAt status finding resolvedAt']],
  QueuedWithdrawal: [[citizens, 'id receiptNumber queuedAt']],
  DisavowDecisionSuccess: [[citizens, 'donor']],
  QueueWithdrawalSuccess: [[citizens, 'donor queuedWithdrawal']],
  FreshSignInNeeded: [[citizens, 'maximumAgeSeconds signedInAt signInOptions']],
  DecisionFrozen: [[citizens, 'reason']],
  StateWithdrawalReasonSuccess: [[citizens, 'reason']],
  DonorAlreadyRegistered: [[citizens, 'donor']],
  DecisionChangedMeanwhile: [[citizens, 'donor']],
  UnderAge: [[citizens, 'minimumAge']],
  AssuranceTooLow: [[citizens, 'required current stepUpUrl']],
  ConsentOutdated: [[citizens, 'consent']],

  // What people say and ask about their data.
  PersonalData: [[citizens, 'purposes consents afterDeath afterDeathHistory isRestricted requests recipients']],
  ProcessingPurposeState: [[citizens, 'purpose basis words given statedAt']],
  PurposeText: [[citizens, 'version hash language title data necessity effect']],
  ProcessingConsent: [[citizens, 'id purpose given textVersion textHash channel statedAt']],
  ProcessingConsentConnection: [[citizens, 'edges nodes pageInfo totalCount']],
  ProcessingConsentEdge: [[citizens, 'cursor node']],
  AfterDeathAccess: [[citizens, 'id setting channel statedAt']],
  AfterDeathAccessConnection: [[citizens, 'edges nodes pageInfo totalCount']],
  AfterDeathAccessEdge: [[citizens, 'cursor node']],
  DataRecipient: [[citizens, 'id kind at recipientName']],
  DataRecipientConnection: [[citizens, 'edges nodes pageInfo totalCount']],
  DataRecipientEdge: [[citizens, 'cursor node']],
  DataRequest: [[citizens, 'id receiptNumber kind status filedAt dueAt closedAt refusalReason text answer isOverdue steps']],
  DataRequestStep: [[citizens, 'id status at organisationName']],
  DataRequestConnection: [[citizens, 'edges nodes pageInfo totalCount']],
  DataRequestEdge: [[citizens, 'cursor node']],
  GiveConsentSuccess: [[citizens, 'personalData']],
  TakeBackConsentSuccess: [[citizens, 'personalData']],
  StateAfterDeathAccessSuccess: [[citizens, 'personalData']],
  LiftRestrictionSuccess: [[citizens, 'personalData']],
  ExportMyDataSuccess: [[citizens, 'document sha256 exportedAt pdf']],
  FileDataRequestSuccess: [[citizens, 'request']],
  WithdrawDataRequestSuccess: [[citizens, 'request']],
  RequestAlreadyOpen: [[citizens, 'receiptNumber']],
  PurposeTextOutdated: [[citizens, 'words']],

  // The signed card: its owner. Whoever checks one needs nothing of this.
  DonorCard: [[citizens, 'id cardNumber issuedAt expiresAt revokedAt link']],
  IssueDonorCardSuccess: [[citizens, 'donorCard']],
  RevokeDonorCardSuccess: [[citizens, 'donorCard']],

  // Messages to the family: whoever made them, and whoever reads one by link and code.
  Wish: [[citizens, 'text statedAt']],
  StateWishSuccess: [[citizens, 'wish']],
  FamilyMessage: [[citizens, 'id label content madeAt expiresAt takenBackAt state answer timesOpened steps']],
  FamilyMessageStep: [[citizens, 'id kind at']],
  FamilyMessageConnection: [[citizens, 'edges nodes pageInfo totalCount']],
  FamilyMessageEdge: [[citizens, 'cursor node']],
  TellFamilySuccess: [[citizens, 'familyMessage secret digits']],
  TakeBackFamilyMessageSuccess: [[citizens, 'familyMessage']],
  OpenFamilyMessageSuccess: [[readers, 'opened']],
  OpenedFamilyMessage: [[readers, 'maskedName label content isStanding contested state choices recordedAt wish hasChanged madeAt expiresAt answer']],
  FamilyItemChoice: [[only('ANONYMOUS', 'CITIZEN', 'REGISTRAR', 'MANAGER'), 'item kind choice']],
  AnswerFamilyMessageSuccess: [[readers, 'answer']],

  // Those requests, for the staff who answer them: not who asks, and the words only to whoever has taken one.
  DataRequestTask: [[requestStaff, 'id receiptNumber kind status filedAt dueAt isOverdue isMine awaitsMyConfirmation area']],
  DataRequestTaskConnection: [[requestStaff, 'edges nodes pageInfo totalCount']],
  DataRequestTaskEdge: [[requestStaff, 'cursor node']],
  TakeDataRequestSuccess: [[requestStaff, 'task text registrationNumber kinStatement']],
  AnswerDataRequestSuccess: [[requestStaff, 'task disclosure']],

  // Near relatives of the dead: what they stated, and what is handed over, for whoever has taken the request.
  FileNearKinRequestSuccess: [[citizens, 'request']],
  ProveKinshipSuccess: [[requestStaff, 'task finding']],
  ReviewKinshipSuccess: [[requestStaff, 'task text version kinStatement']],
  ConfirmKinshipSuccess: [[requestStaff, 'task']],
  KinStatementView: [[requestStaff, 'tie deceasedName maskedDeceasedNumber senderName maskedSenderNumber senderPhone provenAt deathProof kinshipProof confirmedAt']],
  KinDisclosureView: [[requestStaff, 'registrationNumber state choices recordedAt']],

  // Wishes about the body, and visits at home: their owner's; staff see a queue, and the contents only of what they have taken.
  BodyWords: [[everyone, 'statement version hash language paragraphs']],
  BodyDonation: [[citizens, 'id receiptNumber wish status updatedAt area maskedPhone executor declaration steps']],
  BodyDeclaration: [[only('CITIZEN', 'REGISTRAR', 'MANAGER'), 'id sequence action wish use ashes keepConfidential informFamily channel recordedAt receivingUnit fingerprint']],
  BodyExecutor: [[citizens, 'maskedName relation maskedPhone consent']],
  ReceivingUnit: [[only('CITIZEN', 'REGISTRAR', 'MANAGER'), 'id name']],
  BodyDonationStep: [[citizens, 'id status at organisationName note']],
  DeclareBodyDonationSuccess: [[citizens, 'bodyDonation']],
  RefuseBodyDonationSuccess: [[citizens, 'bodyDonation']],
  WithdrawBodyDonationSuccess: [[citizens, 'bodyDonation']],
  BodyDonationChangedMeanwhile: [[citizens, 'current']],
  BodyWordsOutdated: [[citizens, 'words']],
  BodyDonationTask: [[requestStaff, 'id receiptNumber status openedAt updatedAt isMine isAnothers area']],
  BodyDonationTaskConnection: [[requestStaff, 'edges nodes pageInfo totalCount']],
  BodyDonationTaskEdge: [[requestStaff, 'cursor node']],
  BodyDonationContents: [[requestStaff, 'fullName maskedDocumentNumber phone declaration receivingUnitName executorName executorRelation executorPhone executorConfirmed area']],
  TakeBodyDonationSuccess: [[requestStaff, 'task contents']],
  UpdateBodyDonationSuccess: [[requestStaff, 'task']],
  HomeVisit: [[citizens, 'id receiptNumber purpose status visitOn declineReason askedAt updatedAt area address note steps']],
  HomeVisitStep: [[citizens, 'id status at organisationName']],
  AskForHomeVisitSuccess: [[citizens, 'homeVisit']],
  WithdrawHomeVisitSuccess: [[citizens, 'homeVisit']],
  HomeVisitTask: [[requestStaff, 'id receiptNumber purpose status visitOn askedAt isMine isAnothers area']],
  HomeVisitTaskConnection: [[requestStaff, 'edges nodes pageInfo totalCount']],
  HomeVisitTaskEdge: [[requestStaff, 'cursor node']],
  HomeVisitContents: [[requestStaff, 'fullName phone address convenientTime helperName']],
  TakeHomeVisitSuccess: [[requestStaff, 'task contents']],
  UpdateHomeVisitSuccess: [[requestStaff, 'task']],

  // What people say was not theirs, for the staff of their area.
  DisavowalCase: [[disputeReaders, 'id disavowedAt status finding resolvedAt area registrationNumber maskedPhone action channel recordedAt']],
  DisavowalCaseConnection: [[disputeReaders, 'edges nodes pageInfo totalCount']],
  DisavowalCaseEdge: [[disputeReaders, 'cursor node']],
  ResolveDisavowalSuccess: [[disputes, 'disavowal']],

  // What the national register has not confirmed, for the staff of the person's area: not what was decided.
  NationalDifferenceCase: [[disputes, 'id state since difference isHeld registrationNumber maskedPhone area']],
  NationalDifferenceCaseConnection: [[disputes, 'edges nodes pageInfo totalCount isTotalExact']],
  NationalDifferenceCaseEdge: [[disputes, 'cursor node']],
  SendToNationalRegisterSuccess: [[disputes, 'case']],

  // Events on their way to a partner: its own deliveries, by the query that finds them.
  PartnerViewer: [[partners, 'id name scopes tokenScopes points webhookEndpoints']],
  PartnerPoints: [[partners, 'remaining limit resetAt']],
  WebhookEndpoint: [[partners, 'id url createdAt formerSecretEndsAt']],
  WebhookDelivery: [[partners, 'id type subject occurredAt url status nextAttemptAt endedAt attempts']],
  WebhookAttempt: [[partners, 'number at milliseconds succeeded statusCode trouble']],
  WebhookDeliveryConnection: [[partners, 'edges nodes pageInfo totalCount']],
  WebhookDeliveryEdge: [[partners, 'cursor node']],
  ResendWebhookDeliverySuccess: [[partners, 'delivery']],

  // What partners send for people: the read-back for whoever sent it, the rest for the person; managers see numbers.
  Submission: [[partners, 'id receiptNumber receivedAt readBack sha256']],
  SubmitRegistrationSuccess: [[partners, 'submission']],
  PendingSubmission: [[citizens, 'id receiptNumber partnerName channel receivedAt expiresAt expressedBy expressedAt maskedName isSameName choices sha256']],
  ConfirmedSubmission: [[citizens, 'receiptNumber partnerName channel sha256']],
  DeclineSubmissionSuccess: [[citizens, 'pendingSubmissions']],
  ...paperFormRules,
  SubmissionTally: [[managers, 'partnerName channel submitted waiting confirmedUnchanged confirmedChanged declined rejected expired changedItems suspectedItems sample']],
  ItemChangeCount: [[managers, 'item count']],
  SampledSubmission: [[managers, 'receiptNumber receivedAt sha256']],
  // Health cards: their owner's; what a platform is told that asks; numbers for managers.
  HealthCardPlatform: [[citizens, 'key takesCode receiver card consents']],
  HealthCard: [[citizens, 'id boundAt unboundAt mark steps']],
  HealthCardMarkState: [[citizens, 'state since mark isRemoval']],
  HealthCardStep: [[citizens, 'id kind mark at']],
  HealthCardQuestion: [[citizens, 'id platform told at']],
  BindHealthCardSuccess: [[citizens, 'healthCards']],
  UnbindHealthCardSuccess: [[citizens, 'healthCards']],
  AskDonorStatusSuccess: [[partners, 'donor registeredOn cardToken organDonorCode filler']],
  HealthCardReconciliation: [[managers, 'id platform at ours theirs missing extra differing underWay']],

  // Staff and clinicians about themselves.
  StaffViewer: [[staff, 'role name organisation hospital area session']],
  StaffSession: [[staff, 'signedInAt expiresAt']],
  Hospital: [[staff, 'id name registryKey']],

  // Signing in: the token goes to whoever has just been recognised.
  SignInSuccess: [[citizens, 'token isSamePerson viewer']],
  SignInStaffSuccess: [[staff, 'token viewer']],
  BeginStaffSignInSuccess: [[everyone, 'url attempt expiresAt']],
  SignInOption: [[everyone, 'method redirectUrl stepUpUrl']],
  SignOutSuccess: [[everyone, 'signedOutAt']],
  SignOutStaffSuccess: [[everyone, 'signedOutAt providerUrl']],
  SignInRefused: [[everyone, 'reason stepUpUrl']],
  StaffSignInRefused: [[everyone, 'reason']],

  // What anybody may know.
  Division: [[everyone, 'code name fullName level parent validFrom validTo successors']],
  RegistrationFigure: [[everyone, 'day people']],
  Organisation: [[everyone, 'id name level division address phone source parent children services witnessCapabilities']],
  OrganisationConnection: [[everyone, 'edges nodes pageInfo totalCount']],
  OrganisationEdge: [[everyone, 'cursor node']],
  OrganisationServiceOffer: [[everyone, 'service validFrom validTo source']],
  WitnessCapability: [[everyone, 'canWitnessIndependently minimumWitnesses validFrom validTo source assignedBy']],
  NearbyOrganisation: [[everyone, 'organisation distanceMetres basis']],
  DonationPolicy: [[everyone, 'minimumAge requiredAssuranceLevel kinds consents']],
  DonationKindPolicy: [[everyone, 'kind items']],
  ConsentText: [[everyone, 'purpose version hash language paragraphs']],
  PageInfo: [[everyone, 'hasNextPage hasPreviousPage startCursor endCursor']],
  InvalidInput: [[everyone, 'problems']],
  InputProblem: [[everyone, 'path code message']],
  TooManyRequests: [[everyone, 'retryAfterSeconds']],
  SuggestOrganisationCorrectionSuccess: [[everyone, 'receiptNumber']],
};

/** Every rule by the name of its field, `Type.field`. */
export const accessRules: ReadonlyMap<string, AccessRule> = new Map(
  Object.entries(table).flatMap(([type, rules]) => rules.flatMap(([rule, fields]) => fields.split(' ').map((field): [string, AccessRule] => [`${type}.${field}`, rule]))),
);

/** What every refusal says, by its interface: whoever was refused may read why. */
export const refusalFields: ReadonlySet<string> = new Set(['code', 'message']);
