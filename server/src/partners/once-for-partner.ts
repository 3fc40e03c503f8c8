import { canonical, IDEMPOTENCY_KEY, malformedKey } from '../donors/once.ts';
import { IdempotencyKeyReused } from '../donors/decision-refusals.types.ts';
import type { Context } from '../graphql/context.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { holdsPersonalNumber } from '../identity/personal-number.ts';
import { PartnerRequest } from './partner-request.entity.ts';
import { partnerIn } from './partner.policy.ts';
import type { Partner } from './partner.entity.ts';

/** How long an answer is repeated for its key, in milliseconds: a day. Afterwards the key is free again. */
export const REPEATED_FOR = 24 * 3_600_000;

/** How the outcome of an operation is named and found again. */
export interface KeptByPartner<Outcome> {
  idOf(outcome: Outcome): string;
  again(id: string, partner: Partner): Promise<Outcome>;
}

/**
 * Runs a command of a partner once for a key: for 24 hours the same key with the same input gets the first answer, and with
 * another input a clear refusal. Every mutation that is open to partners goes through here (`test/contract/partner-access.test.ts`).
 *
 * @throws Refused InvalidInput when the key has the wrong form, IdempotencyKeyReused when it belongs to another request.
 */
export async function onceForPartner<Outcome>(context: Context, operation: string, input: { readonly idempotencyKey: string }, command: (partner: Partner) => Promise<Outcome>, kept: KeptByPartner<Outcome>): Promise<Outcome> {
  const { em, now, vault } = context;
  const partner = partnerIn(context.actor);
  const key = input.idempotencyKey;
  if (!IDEMPOTENCY_KEY.test(key) || holdsPersonalNumber(key)) throw new Refused(new InvalidInput([malformedKey]));
  // Keyed: an input may hold a name and a document number, which could be tried out against a plain digest.
  const text = canonical(input);
  const inputDigest = vault.blindIndex('request', text);
  const isSame = (kept: Uint8Array) => Object.values(vault.blindIndexes('request', text)).some((digest) => digest?.equals(kept));
  const known = await em.findOne(PartnerRequest, { partner: partner.id, key });
  if (known && known.answeredAt.getTime() + REPEATED_FOR > now().getTime()) {
    if (known.operation !== operation || !isSame(known.inputDigest)) throw new Refused(new IdempotencyKeyReused());
    return kept.again(known.outcomeId, partner);
  }
  const outcome = await command(partner);
  const answered = { operation, inputDigest, outcomeId: kept.idOf(outcome), answeredAt: now() };
  if (known) em.assign(known, answered);
  else em.create(PartnerRequest, { partner: partner.id, key, ...answered });
  return outcome;
}
