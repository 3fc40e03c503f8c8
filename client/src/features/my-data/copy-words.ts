/*
 * The words for the codes of a copy. The same code means different things in different places (a visit that was DECLINED, a
 * message that was), so a word is found by where the code stands (`docs/personal-data-export.md`) and by nothing else.
 * `test/contract/copy-words.test.ts` goes through every place where the copy holds codes, and every code there.
 */

const assurance = 'my-data-copy.value.assurance.*';
const channel = 'donation.channel.*';
const actor = 'my-data-copy.value.actor.*';

/** Where a copy holds codes, and where the words for them are; the code takes the place of the star. */
export const wordsAt: Readonly<Record<string, string>> = {
  'identity.provider': 'my-data-copy.value.signIn.*',
  'identity.documentType': 'donation.document.*',
  'identity.sex': 'my-data-copy.value.sex.*',
  'identity.assuranceLevel': assurance,
  'record.documentType': 'donation.document.*',
  'record.familyKnows': 'donation.familyKnows.*',
  'record.emergencyContact.relation': 'donation.relation.*',
  'decisions[].action': 'donation.action.*',
  'decisions[].state': 'donation.state.*',
  'decisions[].choices.item': 'donation.item.*',
  'decisions[].choices.choice': 'donation.choice.*',
  'decisions[].channel': channel,
  'decisions[].assuranceLevel': assurance,
  'decisions[].consent.purpose': 'donation.consent.*',
  'decisions[].nationalSync.state': 'donation.sync.*.name',
  'decisions[].withdrawalReason.reason': 'decision.reason.*',
  'disavowals[].resolution.outcome': 'decision.dispute.*',
  'disavowals[].resolution.finding': 'decision.dispute.finding.*',
  'queuedWithdrawals[].channel': channel,
  'queuedWithdrawals[].assuranceLevel': assurance,
  'consents[].purpose': 'my-data.purpose.*',
  'consents[].channel': channel,
  'afterDeathAccess[].setting': 'my-data.afterDeath.*.name',
  'afterDeathAccess[].channel': channel,
  'familyMessages[].content': 'my-data-copy.value.message.*',
  'familyMessages[].channel': channel,
  'familyMessages[].steps[].kind': 'family.step.*',
  'requests[].kind': 'my-data.kind.*.name',
  'requests[].status': 'my-data.status.*',
  'requests[].refusalReason': 'my-data.refusal.*',
  'requests[].nearKin.tie': 'my-data.nearKin.ties.*',
  'requests[].steps[].status': 'my-data.status.*',
  'requests[].steps[].actorKind': actor,
  'bodyDonation.wish': 'body.wish.*',
  'bodyDonation.status': 'body.status.*',
  'bodyDonation.person.documentType': 'donation.document.*',
  'bodyDonation.declarations[].action': 'my-data-copy.value.body.*',
  'bodyDonation.declarations[].wish': 'body.wish.*',
  'bodyDonation.declarations[].use': 'body.use.*',
  'bodyDonation.declarations[].ashes': 'body.ashes.*',
  'bodyDonation.declarations[].executor.relation': 'body.relation.*',
  'bodyDonation.declarations[].channel': channel,
  'bodyDonation.declarations[].assuranceLevel': assurance,
  'bodyDonation.steps[].status': 'body.status.*',
  'bodyDonation.steps[].actorKind': actor,
  'homeVisits[].purpose': 'visits.purpose.*',
  'homeVisits[].status': 'visits.status.*',
  'homeVisits[].declineReason': 'visits.decline.*',
  'homeVisits[].steps[].status': 'visits.status.*',
  'homeVisits[].steps[].actorKind': actor,
  'lookUps[].occasion': 'my-data-copy.value.occasion.*',
  'lookUps[].purpose': 'my-data-copy.value.lookUpPurpose.*',
  'lookUps[].breakGlassReason': 'my-data-copy.value.breakGlass.*',
  'lookUps[].status': 'my-data-copy.value.lookUp.*',
  'lookUps[].finding': 'looks.finding.*',
  'lookUps[].steps[].step': 'my-data-copy.value.lookUpStep.*',
  'disclosures[].kind': 'my-data-copy.value.disclosure.*',
  'sessions[].channel': channel,
  'sessions[].assuranceLevel': assurance,
  'sessions[].endReason': 'my-data-copy.value.sessionEnd.*',
  'retries[].operation': 'my-data-copy.value.operation.*',
  'decisions[].nationalSync.difference': 'my-data-copy.value.difference.*',
  'decisions[].nationalMessages[].answers[].outcome': 'my-data-copy.value.nationalOutcome.*',
  'decisions[].nationalMessages[].answers[].position': 'my-data-copy.value.position.*',
  'healthCards[].channel': channel,
  'healthCards[].platform': 'my-data-copy.value.platform.*',
  'healthCards[].steps[].kind': 'my-data-copy.value.cardStep.*',
  'healthCards[].steps[].mark': 'my-data-copy.value.cardStatus.*',
  'healthCardQuestions[].platform': 'my-data-copy.value.platform.*',
  'healthCardQuestions[].told': 'my-data-copy.value.cardStatus.*',
  'announcements[].kind': 'my-data-copy.value.announcement.*',
  'announcements[].deliveries[].status': 'my-data-copy.value.delivery.*',
  'donorCards[].endReason': 'my-data-copy.value.cardEnd.*',
  'submissions[].channel': 'my-data-copy.value.sentChannel.*',
  'submissions[].status': 'my-data-copy.value.sentStatus.*',
  'submissions[].sent.documentType': 'donation.document.*',
  'submissions[].sent.choices.item': 'donation.item.*',
  'submissions[].sent.choices.choice': 'donation.choice.*',
  'submissions[].sent.words.purpose': 'donation.consent.*',
  'submissions[].sent.expressedBy': 'my-data-copy.value.expressedBy.*',
  'paperForms[].status': 'my-data-copy.value.paperStatus.*',
  'paperForms[].reason': 'my-data-copy.value.paperReason.*',
  'paperForms[].steps[].kind': 'my-data-copy.value.paperStep.*',
  'submissions[].changedItems[]': 'donation.item.*',
};

/** Fields whose name says another thing here than elsewhere in the copy. */
const labelAt: Readonly<Record<string, string>> = {
  'disavowals[].resolution.finding': 'found',
  'decisions[].consent.purpose': 'declared',
  'familyMessages[].steps[].kind': 'happened',
  'bodyDonation.wish': 'bodyWish',
  'bodyDonation.declarations[].wish': 'bodyWish',
  'homeVisits[].purpose': 'visitPurpose',
  'lookUps[].purpose': 'lookUpPurpose',
  'disclosures[].kind': 'shown',
};

/** Under which key the word for a code at this place is; null where the copy holds no codes. */
export function wordKey(path: string, code: string): string | null {
  // A code with a dot would lead to another word than its own.
  return wordsAt[path]?.replace('*', /^\w+$/.test(code) ? code : '-') ?? null;
}

/** Under which key the label of a field is. */
export const labelKey = (path: string): string => `my-data-copy.field.${labelAt[path] ?? path.replace(/^.*\./, '').replace('[]', '')}`;

/** A text that only a machine wrote: what came into the copy after this app was made, and has no words here. */
export const isCode = (text: string): boolean => /^[A-Z]+(_[A-Z]+)*$/.test(text);
