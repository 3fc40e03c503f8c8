import { randomBytes, randomUUID } from 'node:crypto';
import { DecisionFrozen, IdempotencyKeyReused, NoStandingDecision } from '../donors/decision-refusals.types.ts';
import type { Decision } from '../donors/decision.entity.ts';
import { sealForDonor, type Donor } from '../donors/donor.entity.ts';
import { ownRecord } from '../donors/donor.queries.ts';
import { sealingKeyOf } from '../donors/personal-values.ts';
import { freshCitizen } from '../donors/preconditions.ts';
import { newCheckedNumber } from '../donors/registration-number.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { holdsPersonalNumber } from '../identity/personal-number.ts';
import { assertNotRestricted } from '../rights/assert-not-restricted.ts';
import { claimsOf, signCard } from './card-claims.ts';
import { CardEndReason, DonorCard, DonorCardKey } from './donor-card.entity.ts';
import { cardOfRequest, keptKey } from './donor-card.queries.ts';
import { endCards } from './end-cards.ts';

const KEY = /^[A-Za-z0-9-]{16,64}$/;
const DAY_MS = 86_400_000;

/**
 * Issues a signed card about the decision that stands; the former card ends with it. Only right after a sign-in: whoever finds the
 * telephone must neither carry somebody's signed word away nor end the card in their wallet. The same key gives the same card again.
 */
export async function issueDonorCard(context: Context, { idempotencyKey }: { readonly idempotencyKey: string }): Promise<{ readonly donor: Donor; readonly card: DonorCard }> {
  const { em, vault } = context;
  if (!KEY.test(idempotencyKey) || holdsPersonalNumber(idempotencyKey)) throw new Refused(new InvalidInput([malformedKey]));
  const citizen = freshCitizen(context);
  const record = await ownRecord(em, citizen);
  if (!record) throw new Refused(new NoStandingDecision());
  const { donor, latest } = record;

  const name = `issueDonorCard\u0000${donor.id}\u0000${idempotencyKey}`;
  const first = await cardOfRequest(em, donor.id, Object.values(vault.blindIndexes('request', name)).filter((digest) => digest !== null));
  if (first) return again(context, donor, first);
  if (!latest.isStanding()) throw new Refused(new NoStandingDecision());
  const doubt = donor.doubtAbout(latest.state);
  if (doubt) throw new Refused(new DecisionFrozen(doubt));
  await assertNotRestricted(context, donor);
  const wait = await context.limits.take('issueDonorCard', citizen.personIndex.toString('base64'));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));

  await endCards(context, donor, CardEndReason.REPLACED);
  return { donor, card: await newCard(context, { donor, latest, person: citizen.identity, requestDigest: vault.blindIndex('request', name) }) };
}

interface NewCard {
  readonly donor: Donor;
  readonly latest: Decision;
  readonly person: { readonly fullName: string; readonly birthday: string | null };
  readonly requestDigest: Buffer;
}

async function newCard(context: Context, { donor, latest, person, requestDigest }: NewCard): Promise<DonorCard> {
  const { em, config, now } = context;
  const { signing } = config.donorCard.keys;
  // The card tells whole seconds, and the register nothing else.
  const issuedAt = new Date(Math.floor(now().getTime() / 1000) * 1000);
  const expiresAt = new Date(issuedAt.getTime() + config.donorCard.days * DAY_MS);
  const key = (await keptKey(em, signing.jwk.kid)) ?? em.create(DonorCardKey, { kid: signing.jwk.kid, algorithm: signing.algorithm, jwk: signing.jwk, firstUsedAt: now() });
  // Made by chance, of nothing: no digest of anything about the person, and no count.
  const made = { cardNumber: newCheckedNumber('DC'), rid: randomBytes(9).toString('base64url'), issuedAt, expiresAt };
  const state = latest.state === 'REFUSED' ? 'REFUSED' : 'AGREED';
  const token = await signCard(claimsOf({ issuer: config.donorCard.issuer, ...made, ...person, state, choices: latest.choices }), signing);
  // Moves the version of the record, so that no decision slips in beside it.
  donor.sealedDonorCard = sealForDonor(await sealingKeyOf(context, donor), 'donorCard', token);
  return em.create(DonorCard, { id: randomUUID(), donor, decision: latest, requestDigest, key, ...made, revokedAt: null, endReason: null });
}

/** The reply was lost: the same card again. One that ended since is not made anew by an old request. */
function again({ now }: Context, donor: Donor, first: DonorCard) {
  if (!first.isValidAt(now())) throw new Refused(new IdempotencyKeyReused());
  return { donor, card: first };
}

const malformedKey = new InputProblem(['idempotencyKey'], InputProblemCode.MALFORMED, {
  'zh-CN': '提交编号格式不对，请刷新页面后重试。',
  en: 'The idempotency key must be 16 to 64 letters, digits or dashes.',
});
