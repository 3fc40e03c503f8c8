/**
 * What one document may ask for, counted with every fragment written out in full, before anything is validated or run.
 * Our own documents need at most two thirds of any (`test/contract/document-limits.test.ts` fails when one does not fit); why
 * these figures, and what they cost, is in ADR 0022. `docs/api.md` shows this list to partners and is checked against it.
 */
export const documentLimits = {
  /** UTF-16 units of the text. */
  characters: 10_000,
  tokens: 1_000,
  /** Operations and fragments together. */
  definitions: 20,
  /** Fragments that hold themselves: they would never end. */
  fragmentCycles: 0,
  depth: 10,
  fields: 400,
  /** Aliases, `__typename` included: they are how one request tries many guesses. */
  aliases: 10,
  directives: 5,
  rootFields: 5,
  /** Of the commands that sign in, decide or look up, in one operation. */
  sensitiveFields: 1,
  sensitiveAliases: 0,
  /** Objects and list entries of the largest possible answer: the sum of the products of list sizes. */
  nodes: 5_000,
  /** Single values of the same answer: aliases make many of one node. */
  values: 10_000,
  /** Bytes of the real answer, the last wall: texts have no common length. */
  answerBytes: 1_000_000,
  /** The same two for questions about the schema itself, which explorers ask in a known, deep form. */
  introspectionDepth: 16,
  introspectionNodes: 80_000,
} as const;

/** Partners write documents themselves, so they get a little less than our own need (reliability 3.1). */
export const partnerLimits: Readonly<Record<DocumentLimit, number>> = { ...documentLimits, depth: 8, definitions: 10 };

/** The name of a limit, as a refusal tells it. */
export type DocumentLimit = keyof typeof documentLimits;

/** What people and staff say and do about a person's data. */
const aboutOnesData = ['giveConsent', 'takeBackConsent', 'stateAfterDeathAccess', 'liftRestriction', 'exportMyData', 'fileDataRequest', 'withdrawDataRequest', 'takeDataRequest', 'answerDataRequest'];

/** What people say about their body, where they ask for a visit, and what staff do with either. */
const aboutBodiesAndVisits = ['declareBodyDonation', 'refuseBodyDonation', 'withdrawBodyDonation', 'takeBodyDonation', 'updateBodyDonation', 'askForHomeVisit', 'withdrawHomeVisit', 'takeHomeVisit', 'updateHomeVisit'];

/** The commands of which an operation may hold one, under its own name: many in one request would be many guesses for one. */
export const sensitiveFields: ReadonlySet<string> = new Set([
  ...['signIn', 'beginStaffSignIn', 'signInStaff'],
  ...['registerDonor', 'editDecision', 'reaffirmDecision', 'refuseDonation', 'withdrawDecision', 'queueWithdrawal', 'disavowDecision', 'resolveDisavowal'],
  ...['lookUpDecision', 'confirmLookUp', 'declineLookUp', 'openLookUp', 'issueEvidencePackage'],
  // One request is one try of a code.
  ...['tellFamily', 'takeBackFamilyMessage', 'openFamilyMessage', 'answerFamilyMessage', 'stateWish', 'fileNearKinRequest', 'proveKinship', 'reviewKinship', 'confirmKinship'],
  ...['issueDonorCard', 'revokeDonorCard', 'bindHealthCard', 'unbindHealthCard'],
  // What partners ask and send about people: one person for each request.
  ...['askDonorStatus', 'submitRegistration', 'declineSubmission'],
  // One paper for each request: entering it again is a guess, too.
  ...['keepPaperScan', 'showPaperScan', 'showOwnPaperScan', 'enterPaperForm', 'attachPaperScan', 'comparePaperForm', 'approvePaperForm', 'returnPaperForm'],
  ...aboutOnesData,
  ...aboutBodiesAndVisits,
]);
