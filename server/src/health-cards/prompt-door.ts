import { Router } from 'express';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import type { Logger } from 'pino';
import type { Orm } from '../database/orm.ts';
import { PartnerKey } from '../partners/partner-key.entity.ts';
import { PartnerKind } from '../partners/partner.entity.ts';

/** What the door needs. */
export interface PromptDoorTools {
  readonly publicUrl: string;
  readonly orm: Orm;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Where a platform sends people whom it asked. */
export const PROMPT_PATH = '/from-health-card';

/** For how long a ticket may be good, in seconds. */
const LIFETIME = 300;

/** How far clocks may differ, in seconds. */
const CLOCK_TOLERANCE = 30;

/** All that a ticket may say: who made it, for whom, when, and a number. A claim about a person would stand in logs and histories. */
const CLAIMS = new Set(['iss', 'aud', 'iat', 'exp', 'jti']);
const TICKET = /^[\w-]{10,400}\.[\w-]{10,600}\.[\w-]{10,200}$/;

/**
 * The way in from a health card at a natural moment: a ticket signed by the platform's own key, good for five minutes, without a word about
 * a person. It opens nothing that is not open to everybody; it only tells that a platform which we know did ask. Any other leads home, with a
 * word.
 */
export function promptDoor(tools: PromptDoorTools): Router {
  const router = Router();
  router.get(PROMPT_PATH, async (request, response) => {
    response.setHeader('cache-control', 'no-store');
    const { ticket } = request.query;
    const platform = typeof ticket === 'string' && TICKET.test(ticket) ? await platformOf(tools, ticket).catch(() => null) : null;
    tools.log.info({ event: 'healthCardPrompt', platform: platform ?? 'none' }, 'somebody came from a health card');
    response.redirect(303, platform === null ? '/#/health-card/expired' : '/#/health-card/invited');
  });
  return router;
}

/** The partner who signed a ticket that is good now. @throws whatever is wrong with it */
async function platformOf({ publicUrl, orm, now }: PromptDoorTools, ticket: string): Promise<string | null> {
  const { kid } = decodeProtectedHeader(ticket);
  const { iss } = decodeJwt(ticket);
  if (!kid || !iss) return null;
  const key = await orm.em.fork({ clear: true }).findOne(PartnerKey, { thumbprint: kid }, { populate: ['partner'] });
  const partner = key?.partner.unwrap();
  if (!key?.isInForce(now()) || partner?.id !== iss || partner.kind !== PartnerKind.HEALTH_CARD_PLATFORM || !partner.isInForce(now())) return null;
  const { payload } = await jwtVerify(ticket, await importJWK({ ...key.jwk }, key.jwk.alg), {
    ...{ audience: publicUrl, issuer: partner.id, algorithms: [key.jwk.alg], currentDate: now(), clockTolerance: CLOCK_TOLERANCE },
    ...{ maxTokenAge: LIFETIME, requiredClaims: ['iat', 'exp', 'jti'] },
  });
  return Object.keys(payload).every((claim) => CLAIMS.has(claim)) && (payload.exp ?? Infinity) - (payload.iat ?? 0) <= LIFETIME ? partner.id : null;
}
