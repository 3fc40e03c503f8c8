import type { Em } from '../database/orm.ts';
import type { Anonymous, PartnerSystem } from '../identity/actor.ts';
import { secretDigest } from '../identity/sessions.ts';
import { PartnerToken } from './partner-token.entity.ts';

/** How a partner's token begins, so that one look tells it from a person's. */
export const PARTNER_TOKEN_PREFIX = 'partner.';

/** How long a token lasts, in seconds (reliability 3.3). */
export const TOKEN_LIFETIME = 600;

/**
 * The partner behind a token. Token, key and partner are read anew for every request, so a suspension, a withdrawn scope or a
 * key that ended count at once.
 */
export async function partnerActorOf(token: string, { em, now }: { em: Em; now: () => Date }): Promise<PartnerSystem | Anonymous> {
  const found = await em.findOne(PartnerToken, { tokenHash: secretDigest(token) }, { populate: ['partner', 'key'] });
  const at = now();
  const partner = found?.partner.unwrap();
  if (!found || !partner || found.expiresAt <= at || !found.key.unwrap().isInForce(at) || !partner.isInForce(at)) return { kind: 'ANONYMOUS', sessionEnded: true };
  return { kind: partner.kind, partner, scopes: found.scopes.filter((scope) => partner.scopes.includes(scope)) };
}
