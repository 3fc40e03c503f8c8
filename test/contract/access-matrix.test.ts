import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildApiSchema } from '../../server/src/graphql/schema.ts';
import { accessRules } from '../../server/src/graphql/access-rules.ts';
import { bodyWish, bodyWordsTo, visitWish } from '../kit/body.ts';
import type { Caller } from '../kit/caller.ts';
import { consentTo, deciding, registration } from '../kit/decisions.ts';
import { questionAbout } from '../kit/look-ups.ts';
import type { StaffWish } from '../kit/staff.ts';
import { paperInputs } from '../kit/paper-forms.ts';
import { submissionFor } from '../kit/submissions.ts';
import { createWorld, person } from '../kit/world.ts';

const world = await createWorld();

/** Every kind of citizen that this release knows; staff are below. */
const callers = ['anonymous', 'session ended', 'weak sign-in', 'under age', 'silent citizen', 'donor', 'withdrawn donor'] as const;
type CallerKind = (typeof callers)[number];

interface Row {
  readonly document: string;
  readonly variables?: () => Record<string, unknown>;
  /** What each kind of caller gets: a public answer, null, an error code or the type of a result. */
  readonly expected: Readonly<Record<CallerKind, string>> | 'PUBLIC';
}

const changing = (input: Record<string, unknown>) => () => ({ input: { idempotencyKey: randomUUID(), ...input } });
const command = (field: string, type: string) => `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`;
const signedOut = { anonymous: 'UNAUTHENTICATED', 'session ended': 'UNAUTHENTICATED' };
const weak = { 'weak sign-in': 'AssuranceTooLow' };
const noCitizen = { 'weak sign-in': 'FORBIDDEN', 'under age': 'FORBIDDEN', 'silent citizen': 'FORBIDDEN', donor: 'FORBIDDEN', 'withdrawn donor': 'FORBIDDEN' };
const everyCitizen = (answer: string) => ({ 'weak sign-in': answer, 'under age': answer, 'silent citizen': answer, donor: answer, 'withdrawn donor': answer });
/** No citizen may look anybody up; only an ended session is told that it is over. */
const noLookUp = { anonymous: 'LookUpNotOpen', 'session ended': 'UNAUTHENTICATED', ...everyCitizen('LookUpNotOpen') };
const staffOnly = { ...signedOut, ...everyCitizen('FORBIDDEN') };
const someLookUp = () => ({ input: { id: '00000000-0000-4000-8000-000000000000' } });

const desk = '(input: { returnUrl: "https://desk.example/" })';

/** Each root field with what each kind of caller gets. A new root field has no row and fails the first test. */
const matrix: Readonly<Record<string, Row>> = {
  'Query.viewer': {
    document: '{ viewer { state } }',
    expected: { anonymous: 'null', 'session ended': 'UNAUTHENTICATED', 'weak sign-in': 'null', 'under age': 'SILENT', 'silent citizen': 'SILENT', donor: 'AGREED', 'withdrawn donor': 'WITHDRAWN' },
  },
  'Query.donationPolicy': { document: '{ donationPolicy { minimumAge } }', expected: 'PUBLIC' },
  'Query.registrationFigures': { document: '{ registrationFigures(divisionCode: "330000", from: "2026-11-01", to: "2026-11-02") { people } }', expected: 'PUBLIC' },
  'Query.bodyWords': { document: '{ bodyWords { hash } }', expected: 'PUBLIC' },
  'Query.signInOptions': { document: '{ signInOptions(container: OPEN_WEB) { method } }', expected: 'PUBLIC' },
  'Query.divisions': { document: '{ divisions { code } }', expected: 'PUBLIC' },
  'Query.division': { document: '{ division(code: "330106") { name } }', expected: 'PUBLIC' },
  'Query.organisations': { document: '{ organisations(first: 1) { nodes { name } } }', expected: 'PUBLIC' },
  'Query.organisation': { document: '{ organisation(id: "00000000-0000-4000-8000-000000000000") { name } }', expected: 'PUBLIC' },
  'Query.nearbyOrganisations': { document: '{ nearbyOrganisations(latitude: 30.2, longitude: 120.1) { distanceMetres } }', expected: 'PUBLIC' },
  'Mutation.signIn': { document: 'mutation { signIn(input: { method: ZHELIBAN_TICKET, ticket: "x", container: OPEN_WEB }) { __typename } }', expected: 'PUBLIC' },
  'Mutation.signOut': { document: 'mutation { signOut { __typename } }', expected: 'PUBLIC' },
  'Mutation.suggestOrganisationCorrection': {
    document: 'mutation { suggestOrganisationCorrection(input: { organisationId: "x" }) { __typename } }',
    expected: 'PUBLIC',
  },
  'Query.lookUpDesk': { document: '{ lookUpDesk { __typename } }', expected: { anonymous: 'null', 'session ended': 'UNAUTHENTICATED', ...everyCitizen('null') } },
  'Query.lookUps': { document: '{ lookUps { totalCount } }', expected: staffOnly },
  'Query.breakGlassLookUps': { document: '{ breakGlassLookUps { totalCount } }', expected: staffOnly },
  'Query.lookUpBlocks': { document: '{ lookUpBlocks { id } }', expected: staffOnly },
  'Mutation.lookUpDecision': { document: command('lookUpDecision', 'LookUpDecisionInput'), variables: () => ({ input: questionAbout(person()) }), expected: noLookUp },
  'Mutation.confirmLookUp': { document: command('confirmLookUp', 'ConfirmLookUpInput'), variables: someLookUp, expected: noLookUp },
  'Mutation.declineLookUp': { document: command('declineLookUp', 'DeclineLookUpInput'), variables: someLookUp, expected: noLookUp },
  'Mutation.openLookUp': { document: command('openLookUp', 'OpenLookUpInput'), variables: someLookUp, expected: noLookUp },
  'Mutation.liftLookUpBlock': { document: command('liftLookUpBlock', 'LiftLookUpBlockInput'), variables: someLookUp, expected: staffOnly },
  'Mutation.markLookUpsSeen': {
    document: command('markLookUpsSeen', 'MarkLookUpsSeenInput'),
    variables: () => ({ input: { until: '2026-11-23T08:00:00Z' } }),
    expected: { ...signedOut, ...everyCitizen('MarkLookUpsSeenSuccess'), ...weak },
  },
  'Query.staffViewer': {
    document: '{ staffViewer { __typename } }',
    expected: { anonymous: 'null', 'session ended': 'UNAUTHENTICATED', 'weak sign-in': 'null', 'under age': 'null', 'silent citizen': 'null', donor: 'null', 'withdrawn donor': 'null' },
  },
  'Mutation.beginStaffSignIn': { document: `mutation { beginStaffSignIn${desk} { __typename } }`, expected: 'PUBLIC' },
  'Mutation.signInStaff': { document: 'mutation { signInStaff(input: { attempt: "x", answer: "y" }) { __typename } }', expected: 'PUBLIC' },
  'Mutation.signOutStaff': { document: `mutation { signOutStaff${desk} { __typename } }`, expected: 'PUBLIC' },
  'Mutation.registerDonor': {
    document: command('registerDonor', 'RegisterDonorInput'),
    variables: () => ({ input: registration() }),
    expected: { ...signedOut, ...weak, 'under age': 'UnderAge', 'silent citizen': 'RegisterDonorSuccess', donor: 'DonorAlreadyRegistered', 'withdrawn donor': 'DecisionChangedMeanwhile' },
  },
  'Mutation.editDecision': {
    document: command('editDecision', 'EditDecisionInput'),
    variables: changing({ expectedVersion: 1, choices: registration().choices, consent: consentTo('AGREE') }),
    expected: { ...signedOut, ...weak, 'under age': 'UnderAge', 'silent citizen': 'NoStandingDecision', donor: 'EditDecisionSuccess', 'withdrawn donor': 'DecisionChangedMeanwhile' },
  },
  'Mutation.reaffirmDecision': {
    document: command('reaffirmDecision', 'ReaffirmDecisionInput'),
    variables: changing({ expectedVersion: 1, consent: consentTo('AGREE') }),
    expected: { ...signedOut, ...weak, 'under age': 'NoStandingDecision', 'silent citizen': 'NoStandingDecision', donor: 'ReaffirmDecisionSuccess', 'withdrawn donor': 'DecisionChangedMeanwhile' },
  },
  'Mutation.refuseDonation': {
    document: command('refuseDonation', 'RefuseDonationInput'),
    variables: changing({ expectedVersion: null, consent: consentTo('REFUSE') }),
    expected: { ...signedOut, ...weak, 'under age': 'UnderAge', 'silent citizen': 'RefuseDonationSuccess', donor: 'DecisionChangedMeanwhile', 'withdrawn donor': 'DecisionChangedMeanwhile' },
  },
  'Mutation.withdrawDecision': {
    document: command('withdrawDecision', 'WithdrawDecisionInput'),
    variables: changing({ expectedVersion: 1, consent: consentTo('WITHDRAW') }),
    expected: { ...signedOut, ...weak, 'under age': 'NoStandingDecision', 'silent citizen': 'NoStandingDecision', donor: 'WithdrawDecisionSuccess', 'withdrawn donor': 'DecisionChangedMeanwhile' },
  },
  'Mutation.issueEvidencePackage': {
    document: command('issueEvidencePackage', 'IssueEvidencePackageInput'),
    variables: changing({ lookUpId: '00000000-0000-4000-8000-000000000000' }),
    // Staff of each role and place: test/api/staff/evidence.test.ts.
    expected: { ...signedOut, 'weak sign-in': 'FORBIDDEN', 'under age': 'FORBIDDEN', 'silent citizen': 'FORBIDDEN', donor: 'FORBIDDEN', 'withdrawn donor': 'FORBIDDEN' },
  },
  'Mutation.stateWithdrawalReason': {
    document: command('stateWithdrawalReason', 'StateWithdrawalReasonInput'),
    variables: () => ({ input: { decisionId: '00000000-0000-4000-8000-000000000000', reason: 'OTHER' } }),
    expected: { ...signedOut, ...weak, 'under age': 'InvalidInput', 'silent citizen': 'InvalidInput', donor: 'InvalidInput', 'withdrawn donor': 'InvalidInput' },
  },
  'Mutation.disavowDecision': {
    document: command('disavowDecision', 'DisavowDecisionInput'),
    variables: changing({ decisionId: '00000000-0000-4000-8000-000000000000' }),
    expected: { ...signedOut, ...weak, 'under age': 'InvalidInput', 'silent citizen': 'InvalidInput', donor: 'InvalidInput', 'withdrawn donor': 'InvalidInput' },
  },
  'Mutation.queueWithdrawal': {
    document: command('queueWithdrawal', 'QueueWithdrawalInput'),
    variables: () => ({ input: { expectedVersion: 1, consent: consentTo('WITHDRAW') } }),
    expected: { ...signedOut, ...weak, 'under age': 'FreshSignInNeeded', 'silent citizen': 'FreshSignInNeeded', donor: 'FreshSignInNeeded', 'withdrawn donor': 'FreshSignInNeeded' },
  },
  'Query.disavowals': {
    document: '{ disavowals { totalCount } }',
    expected: { ...signedOut, ...noCitizen },
  },
  'Mutation.resolveDisavowal': {
    document: command('resolveDisavowal', 'ResolveDisavowalInput'),
    variables: () => ({ input: { disavowalId: '00000000-0000-4000-8000-000000000000', finding: 'PERSON_CONFIRMS' } }),
    expected: { ...signedOut, ...noCitizen },
  },
  'Mutation.giveConsent': {
    document: command('giveConsent', 'GiveConsentInput'),
    variables: () => ({ input: { purpose: 'CONTACT_ME', words: { version: '', hash: '' } } }),
    expected: { ...signedOut, ...weak, 'under age': 'NothingOnRecord', 'silent citizen': 'NothingOnRecord', donor: 'PurposeTextOutdated', 'withdrawn donor': 'PurposeTextOutdated' },
  },
  'Mutation.takeBackConsent': {
    document: command('takeBackConsent', 'TakeBackConsentInput'),
    variables: () => ({ input: { purpose: 'CONTACT_ME' } }),
    expected: { ...signedOut, ...weak, 'under age': 'NothingOnRecord', 'silent citizen': 'NothingOnRecord', donor: 'TakeBackConsentSuccess', 'withdrawn donor': 'TakeBackConsentSuccess' },
  },
  'Mutation.stateAfterDeathAccess': {
    document: command('stateAfterDeathAccess', 'StateAfterDeathAccessInput'),
    variables: () => ({ input: { setting: 'NEAR_KIN_MAY' } }),
    expected: { ...signedOut, ...weak, 'under age': 'NothingOnRecord', 'silent citizen': 'NothingOnRecord', donor: 'StateAfterDeathAccessSuccess', 'withdrawn donor': 'StateAfterDeathAccessSuccess' },
  },
  'Mutation.liftRestriction': {
    document: 'mutation { liftRestriction { __typename } }',
    expected: { ...signedOut, ...weak, 'under age': 'NothingOnRecord', 'silent citizen': 'NothingOnRecord', donor: 'LiftRestrictionSuccess', 'withdrawn donor': 'LiftRestrictionSuccess' },
  },
  'Mutation.exportMyData': {
    document: 'mutation { exportMyData { __typename } }',
    expected: { ...signedOut, ...weak, 'under age': 'ExportMyDataSuccess', 'silent citizen': 'ExportMyDataSuccess', donor: 'ExportMyDataSuccess', 'withdrawn donor': 'ExportMyDataSuccess' },
  },
  'Mutation.fileDataRequest': {
    document: command('fileDataRequest', 'FileDataRequestInput'),
    variables: () => ({ input: { kind: 'ERASURE' } }),
    expected: { ...signedOut, ...weak, 'under age': 'NothingOnRecord', 'silent citizen': 'NothingOnRecord', donor: 'StandingDecisionRemains', 'withdrawn donor': 'FileDataRequestSuccess' },
  },
  'Mutation.withdrawDataRequest': {
    document: command('withdrawDataRequest', 'WithdrawDataRequestInput'),
    variables: () => ({ input: { requestId: '00000000-0000-4000-8000-000000000000' } }),
    expected: { ...signedOut, ...weak, 'under age': 'InvalidInput', 'silent citizen': 'InvalidInput', donor: 'InvalidInput', 'withdrawn donor': 'InvalidInput' },
  },
  'Mutation.tellFamily': {
    document: command('tellFamily', 'TellFamilyInput'),
    variables: changing({ label: '女儿', content: 'DECIDED' }),
    expected: { ...signedOut, ...weak, 'under age': 'NoStandingDecision', 'silent citizen': 'NoStandingDecision', donor: 'TellFamilySuccess', 'withdrawn donor': 'NoStandingDecision' },
  },
  'Mutation.issueDonorCard': {
    document: command('issueDonorCard', 'IssueDonorCardInput'),
    variables: changing({}),
    expected: { ...signedOut, ...weak, 'under age': 'NoStandingDecision', 'silent citizen': 'NoStandingDecision', donor: 'IssueDonorCardSuccess', 'withdrawn donor': 'NoStandingDecision' },
  },
  'Mutation.revokeDonorCard': {
    document: command('revokeDonorCard', 'RevokeDonorCardInput'),
    variables: () => ({ input: { cardId: '00000000-0000-4000-8000-000000000000' } }),
    expected: { ...signedOut, ...weak, 'under age': 'InvalidInput', 'silent citizen': 'InvalidInput', donor: 'InvalidInput', 'withdrawn donor': 'InvalidInput' },
  },
  'Mutation.stateWish': {
    document: command('stateWish', 'StateWishInput'),
    variables: () => ({ input: { text: '请安静。', words: { version: '', hash: '' } } }),
    expected: { ...signedOut, ...weak, 'under age': 'NothingOnRecord', 'silent citizen': 'NothingOnRecord', donor: 'PurposeTextOutdated', 'withdrawn donor': 'PurposeTextOutdated' },
  },
  'Mutation.takeBackFamilyMessage': {
    document: command('takeBackFamilyMessage', 'TakeBackFamilyMessageInput'),
    variables: () => ({ input: { messageId: '00000000-0000-4000-8000-000000000000' } }),
    expected: { ...signedOut, ...weak, 'under age': 'InvalidInput', 'silent citizen': 'InvalidInput', donor: 'InvalidInput', 'withdrawn donor': 'InvalidInput' },
  },
  // Open to strangers: link and code are the right to ask. Whoever has neither is told nothing.
  'Mutation.openFamilyMessage': {
    document: command('openFamilyMessage', 'OpenFamilyMessageInput'),
    variables: () => ({ input: { secret: 'x', code: '123456' } }),
    expected: { anonymous: 'FamilyMessageNotOpen', 'session ended': 'FamilyMessageNotOpen', ...everyCitizen('FamilyMessageNotOpen') },
  },
  'Mutation.answerFamilyMessage': {
    document: command('answerFamilyMessage', 'AnswerFamilyMessageInput'),
    variables: () => ({ input: { secret: 'x', code: '123456', answer: 'ACKNOWLEDGED' } }),
    expected: { anonymous: 'FamilyMessageNotOpen', 'session ended': 'FamilyMessageNotOpen', ...everyCitizen('FamilyMessageNotOpen') },
  },
  'Mutation.fileNearKinRequest': {
    document: command('fileNearKinRequest', 'FileNearKinRequestInput'),
    variables: () => ({ input: { tie: 'CHILD', fullName: '', documentNumber: '', occasion: '' } }),
    expected: { ...signedOut, ...weak, 'under age': 'InvalidInput', 'silent citizen': 'InvalidInput', donor: 'InvalidInput', 'withdrawn donor': 'InvalidInput' },
  },
  'Mutation.proveKinship': {
    document: command('proveKinship', 'ProveKinshipInput'),
    variables: () => ({ input: { requestId: '00000000-0000-4000-8000-000000000000', deathProof: 'OTHER', kinshipProof: 'OTHER' } }),
    expected: { ...signedOut, ...noCitizen },
  },
  'Mutation.reviewKinship': { document: command('reviewKinship', 'ReviewKinshipInput'), variables: () => ({ input: { requestId: '00000000-0000-4000-8000-000000000000' } }), expected: { ...signedOut, ...noCitizen } },
  'Mutation.confirmKinship': { document: command('confirmKinship', 'ConfirmKinshipInput'), variables: () => ({ input: { requestId: '00000000-0000-4000-8000-000000000000', expectedVersion: 1 } }), expected: { ...signedOut, ...noCitizen } },
  'Query.nationalDifferences': { document: '{ nationalDifferences { totalCount } }', expected: { ...signedOut, ...noCitizen } },
  'Mutation.sendToNationalRegister': {
    document: command('sendToNationalRegister', 'SendToNationalRegisterInput'),
    variables: () => ({ input: { decisionId: '00000000-0000-4000-8000-000000000000' } }),
    expected: { ...signedOut, ...noCitizen },
  },
  'Query.healthCardReconciliations': { document: '{ healthCardReconciliations { id } }', expected: staffOnly },
  'Mutation.bindHealthCard': {
    document: command('bindHealthCard', 'BindHealthCardInput'),
    variables: () => ({ input: { platform: 'CITY', applyIfNone: false } }),
    expected: { ...signedOut, ...weak, 'under age': 'NothingOnRecord', 'silent citizen': 'NothingOnRecord', donor: 'HealthCardUnavailable', 'withdrawn donor': 'HealthCardUnavailable' },
  },
  'Mutation.unbindHealthCard': {
    document: command('unbindHealthCard', 'UnbindHealthCardInput'),
    variables: () => ({ input: { platform: 'CITY' } }),
    expected: { ...signedOut, ...weak, 'under age': 'NothingOnRecord', 'silent citizen': 'NothingOnRecord', donor: 'UnbindHealthCardSuccess', 'withdrawn donor': 'UnbindHealthCardSuccess' },
  },
  // A platform's own: test/api/partner/ask-donor-status.test.ts.
  'Mutation.askDonorStatus': { document: command('askDonorStatus', 'AskDonorStatusInput'), variables: changing({ cardId: 'x' }), expected: { ...signedOut, ...noCitizen } },
  // A partner's own: test/api/partner/webhook-deliveries.test.ts.
  'Query.webhookDelivery': { document: '{ webhookDelivery(id: "00000000-0000-4000-8000-000000000000") { id } }', expected: { ...signedOut, ...noCitizen } }, 'Query.partnerViewer': { document: '{ partnerViewer { id name } }', expected: { ...signedOut, ...noCitizen } }, 'Query.webhookDeliveries': { document: '{ webhookDeliveries { totalCount } }', expected: { ...signedOut, ...noCitizen } },
  'Mutation.resendWebhookDelivery': {
    document: command('resendWebhookDelivery', 'ResendWebhookDeliveryInput'),
    variables: changing({ deliveryId: '00000000-0000-4000-8000-000000000000' }),
    expected: { ...signedOut, ...noCitizen },
  },
  // A partner's own, and what the person says about it: test/api/partner/submit-registrations.test.ts.
  'Query.submission': { document: '{ submission(id: "00000000-0000-4000-8000-000000000000") { id } }', expected: { ...signedOut, ...noCitizen } },
  'Query.submissionReport': { document: '{ submissionReport(from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z") { submitted } }', expected: staffOnly },
  'Mutation.submitRegistration': {
    document: command('submitRegistration', 'SubmitRegistrationInput'),
    variables: () => ({ input: submissionFor(person()) }),
    expected: { ...signedOut, ...noCitizen },
  },
  'Mutation.declineSubmission': { document: command('declineSubmission', 'DeclineSubmissionInput'), variables: () => ({ input: { submissionId: '00000000-0000-4000-8000-000000000000' } }), expected: { ...signedOut, ...everyCitizen('InvalidInput'), ...weak } },
  // Staff's own, and the person's look at their scan: test/api/staff/paper-forms.test.ts.
  'Query.paperForms': { document: '{ paperForms(list: WAITING) { totalCount } }', expected: staffOnly },
  ...Object.fromEntries(Object.entries(paperInputs()).map(([field, input]) => [`Mutation.${field}`, { document: command(field, `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`), variables: () => ({ input }), expected: staffOnly }])),
  'Mutation.showOwnPaperScan': { document: command('showOwnPaperScan', 'ShowOwnPaperScanInput'), variables: () => ({ input: { decisionId: 'x' } }), expected: { ...signedOut, ...everyCitizen('InvalidInput'), ...weak } },
  'Mutation.declareBodyDonation': {
    document: command('declareBodyDonation', 'DeclareBodyDonationInput'),
    variables: () => ({ input: bodyWish() }),
    expected: { ...signedOut, ...everyCitizen('DeclareBodyDonationSuccess'), ...weak, 'under age': 'UnderAge' },
  },
  'Mutation.refuseBodyDonation': {
    document: command('refuseBodyDonation', 'RefuseBodyDonationInput'),
    variables: changing({ expectedSequence: null, areaCode: '330106', words: bodyWordsTo('REFUSE') }),
    expected: { ...signedOut, ...everyCitizen('RefuseBodyDonationSuccess'), ...weak, 'under age': 'UnderAge' },
  },
  'Mutation.withdrawBodyDonation': {
    document: command('withdrawBodyDonation', 'WithdrawBodyDonationInput'),
    variables: changing({ expectedSequence: 1, words: bodyWordsTo('WITHDRAW') }),
    expected: { ...signedOut, ...everyCitizen('NoBodyWish'), ...weak },
  },
  'Mutation.askForHomeVisit': {
    document: command('askForHomeVisit', 'AskForHomeVisitInput'),
    variables: () => ({ input: visitWish() }),
    expected: { ...signedOut, ...everyCitizen('AskForHomeVisitSuccess'), ...weak },
  },
  'Mutation.withdrawHomeVisit': {
    document: command('withdrawHomeVisit', 'WithdrawHomeVisitInput'),
    variables: () => ({ input: { requestId: '00000000-0000-4000-8000-000000000000' } }),
    expected: { ...signedOut, ...everyCitizen('InvalidInput'), ...weak },
  },
  // What each role of the staff gets: test/api/staff/complete-body-donations.test.ts, test/api/staff/home-visits.test.ts.
  'Query.bodyDonations': { document: '{ bodyDonations { totalCount } }', expected: staffOnly },
  'Mutation.takeBodyDonation': {
    document: command('takeBodyDonation', 'TakeBodyDonationInput'),
    variables: () => ({ input: { requestId: '00000000-0000-4000-8000-000000000000' } }),
    expected: staffOnly,
  },
  'Mutation.updateBodyDonation': {
    document: command('updateBodyDonation', 'UpdateBodyDonationInput'),
    variables: () => ({ input: { requestId: '00000000-0000-4000-8000-000000000000', status: 'IN_TOUCH', note: 'x', executorConfirmed: false } }),
    expected: staffOnly,
  },
  'Query.homeVisits': { document: '{ homeVisits { totalCount } }', expected: staffOnly },
  'Mutation.takeHomeVisit': { document: command('takeHomeVisit', 'TakeHomeVisitInput'), variables: () => ({ input: { requestId: '00000000-0000-4000-8000-000000000000' } }), expected: staffOnly },
  'Mutation.updateHomeVisit': {
    document: command('updateHomeVisit', 'UpdateHomeVisitInput'),
    variables: () => ({ input: { requestId: '00000000-0000-4000-8000-000000000000', status: 'DONE', visitOn: '2026-11-23', note: 'x' } }),
    expected: staffOnly,
  },
  // What each role of the staff gets: test/api/staff/answer-data-requests.test.ts.
  'Query.dataRequests': { document: '{ dataRequests { totalCount } }', expected: { ...signedOut, ...noCitizen } },
  'Mutation.takeDataRequest': {
    document: command('takeDataRequest', 'TakeDataRequestInput'),
    variables: () => ({ input: { requestId: '00000000-0000-4000-8000-000000000000' } }),
    expected: { ...signedOut, ...noCitizen },
  },
  'Mutation.answerDataRequest': {
    document: command('answerDataRequest', 'AnswerDataRequestInput'),
    variables: () => ({ input: { requestId: '00000000-0000-4000-8000-000000000000', sentence: 'x' } }),
    expected: { ...signedOut, ...noCitizen },
  },
};

/** A fresh caller of each kind for each cell, so that no cell changes another. */
const makers: Readonly<Record<CallerKind, () => Promise<Caller>>> = {
  anonymous: () => Promise.resolve(world.anonymous()),
  'session ended': async () => {
    const citizen = await world.citizen();
    await citizen.query('mutation { signOut { signedOutAt } }');
    return citizen;
  },
  'weak sign-in': () => world.citizen({ assuranceLevel: 'BASIC_REAL_NAME' }),
  'under age': () => world.citizen({ birthday: '2012-03-04' }),
  'silent citizen': () => world.citizen(),
  donor: async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    return citizen;
  },
  'withdrawn donor': async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    await deciding.withdraw(citizen, 1);
    return citizen;
  },
};

/** A refusal leaves nothing, and a query changes nothing, so one caller of each kind meets all of them: sign-ins from one address are limited. */
const unspent = new Map<CallerKind, Promise<Caller>>();

function callerFor(kind: CallerKind, field: string, { expected }: Row): Promise<Caller> {
  const isSpent = !field.startsWith('Query.') && (expected === 'PUBLIC' || expected[kind].endsWith('Success'));
  if (isSpent) return makers[kind]();
  const known = unspent.get(kind) ?? makers[kind]();
  unspent.set(kind, known);
  return known;
}

const rootFields = (() => {
  const schema = buildApiSchema();
  return [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name ?? ''}.${field}`));
})();

describe('the access matrix', () => {
  it('has a row for every root field', () => {
    expect(Object.keys(matrix).sort()).toEqual([...rootFields].sort());
  });

  describe.each(Object.entries(matrix))('%s', (field, row) => {
    it.each(callers)('answers the %s as it should', async (kind) => {
      const caller = await callerFor(kind, field, row);
      const { data, errors } = await caller.query(row.document, row.variables?.());
      if (row.expected === 'PUBLIC') return expect(withoutTime(data)).toEqual(withoutTime((await world.anonymous().query(row.document)).data));
      const value = data?.[field.split('.')[1] ?? ''] as { __typename?: string; state?: string } | null | undefined;
      expect(errors?.[0]?.extensions.code ?? value?.__typename ?? value?.state ?? 'null').toBe(row.expected[kind]);
    });
  });
});

/** Staff of each role in an own area and in another, above it and below it, and clinicians of two hospitals. */
const staff: readonly StaffWish[] = [
  ...(['REGISTRAR', 'COORDINATOR', 'MANAGER', 'AUDITOR'] as const).flatMap((role) => ['330106', '330302', '330100', '330000'].map((divisionCode) => ({ role, divisionCode }))),
  { role: 'CLINICIAN', hospitalKey: 'demo-one', divisionCode: '330106' },
  { role: 'CLINICIAN', hospitalKey: 'demo-other', divisionCode: '330302' },
];

describe.each(staff)('a $role of $divisionCode', (wish) => {
  let caller: Caller;
  beforeAll(async () => {
    caller = await world.staff(wish);
  });

  it.each(Object.entries(matrix))('asks for %s and is answered as the table of rules says, wherever they belong', async (field, { document, variables }) => {
    // Who signs out is nobody afterwards.
    const asking = field === 'Mutation.signOutStaff' ? await world.staff(wish) : caller;
    const { data, errors } = await asking.query(document, variables?.());
    const isAdmitted = accessRules.get(field)?.has(wish.role);
    expect(errors?.map(({ extensions }) => extensions.code) ?? []).toEqual(isAdmitted ? [] : ['FORBIDDEN']);
    // What is a citizen's own is nothing to staff, also where they may ask.
    if (field === 'Query.viewer') expect(data).toEqual({ viewer: null });
  });
});

function withoutTime(data: unknown): unknown {
  expect(data).toBeTruthy();
  return JSON.parse(JSON.stringify(data).replace(/\d{4}-\d\d-\d\dT[^"]*/g, ''));
}
