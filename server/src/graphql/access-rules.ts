import type { Actor } from '../identity/actor.ts';
import { StaffRole } from '../staff/staff-role.ts';

/** Who asks, as far as rules about fields tell people apart: staff by their role. */
export type Asker = Exclude<Actor['kind'], 'STAFF'> | StaffRole;

/** Every kind of asker; a new one is in no rule until somebody writes it there. */
export const askers: readonly Asker[] = ['ANONYMOUS', 'CITIZEN', ...Object.values(StaffRole), 'CLINICIAN'];

/** As whom an actor asks. */
export function askerOf(actor: Actor): Asker {
  return actor.kind === 'STAFF' ? actor.role : actor.kind;
}

/** Who may ask for a field. */
export type AccessRule = ReadonlySet<Asker>;

const only = (...who: readonly Asker[]): AccessRule => new Set(who);
const everyone = only(...askers);
const citizens = only('CITIZEN');
const evidenceIssuers = only('COORDINATOR', 'AUDITOR');
const staff = only(...Object.values(StaffRole), 'CLINICIAN');

/** Of one type: who, and the names of the fields. */
type RulesOfType = readonly (readonly [AccessRule, string])[];

/**
 * Who may ask for which field: every field of every object type stands here, and what does not is nobody's. `wrapRootFields`
 * enforces this table before any resolver runs; `test/contract/access-matrix.test.ts` reads the same table. Whose rows a
 * resolver then finds is another question, answered by its query and again by PostgreSQL (`database/walls.ts`).
 */
const table: Readonly<Record<string, RulesOfType>> = {
  Query: [[everyone, 'divisions division signInOptions organisations organisation nearbyOrganisations donationPolicy viewer staffViewer']],
  Mutation: [
    [everyone, 'signIn signOut suggestOrganisationCorrection beginStaffSignIn signInStaff signOutStaff'],
    [citizens, 'registerDonor editDecision reaffirmDecision refuseDonation withdrawDecision stateWithdrawalReason'],
    [evidenceIssuers, 'issueEvidencePackage'],
  ],

  // Evidence packages: who issues them, and the person they are about.
  IssueEvidencePackageSuccess: [[evidenceIssuers, 'evidenceIssue path']],
  EvidenceIssue: [[only('CITIZEN', 'COORDINATOR', 'AUDITOR'), 'id issuedAt issuedBy hospital lookUpId fileDigest keyId']],
  NotSealedYet: [[evidenceIssuers, 'retryAfterSeconds']],

  // A person and their decisions: their own, since no argument names anybody.
  Viewer: [[citizens, 'citizen state donor abilities session evidenceIssues']],
  Citizen: [[citizens, 'maskedName documentType maskedDocumentNumber assuranceLevel maskedPhone suggestedResidence stepUpUrl']],
  Session: [[citizens, 'channel signedInAt expiresAt']],
  Ability: [[citizens, 'action allowed reason']],
  Donor: [[citizens, 'id registrationNumber registeredAt version decision history contact']],
  DonorContact: [[citizens, 'maskedPhone residence familyKnows emergencyContact']],
  EmergencyContact: [[citizens, 'maskedName relation maskedPhone']],
  Decision: [[citizens, 'id sequence action state recordedAt channel assuranceLevel choices consent fingerprint nationalSync']],
  DecisionConnection: [[citizens, 'edges nodes pageInfo totalCount']],
  DecisionEdge: [[citizens, 'cursor node']],
  ItemChoice: [[citizens, 'item kind choice']],
  ConsentRecord: [[citizens, 'purpose version hash']],
  NationalSync: [[citizens, 'state since']],
  RegisterDonorSuccess: [[citizens, 'donor decision']],
  EditDecisionSuccess: [[citizens, 'donor decision']],
  ReaffirmDecisionSuccess: [[citizens, 'donor decision']],
  RefuseDonationSuccess: [[citizens, 'donor decision']],
  WithdrawDecisionSuccess: [[citizens, 'donor decision']],
  StateWithdrawalReasonSuccess: [[citizens, 'reason']],
  DonorAlreadyRegistered: [[citizens, 'donor']],
  DecisionChangedMeanwhile: [[citizens, 'donor']],
  UnderAge: [[citizens, 'minimumAge']],
  AssuranceTooLow: [[citizens, 'required current stepUpUrl']],
  ConsentOutdated: [[citizens, 'consent']],

  // Staff and clinicians about themselves.
  StaffViewer: [[staff, 'role name organisation hospital area session']],
  StaffSession: [[staff, 'signedInAt expiresAt']],
  Hospital: [[staff, 'id name registryKey']],

  // Signing in: the token goes to whoever has just been recognised.
  SignInSuccess: [[citizens, 'token viewer']],
  SignInStaffSuccess: [[staff, 'token viewer']],
  BeginStaffSignInSuccess: [[everyone, 'url attempt expiresAt']],
  SignInOption: [[everyone, 'method redirectUrl stepUpUrl']],
  SignOutSuccess: [[everyone, 'signedOutAt']],
  SignOutStaffSuccess: [[everyone, 'signedOutAt providerUrl']],
  SignInRefused: [[everyone, 'reason stepUpUrl']],
  StaffSignInRefused: [[everyone, 'reason']],

  // What anybody may know.
  Division: [[everyone, 'code name fullName level parent validFrom validTo successors']],
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
