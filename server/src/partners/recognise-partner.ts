import type { RequestHandler, Response } from 'express';
import type { Orm } from '../database/orm.ts';
import { RequestFault } from '../graphql/request-faults.ts';
import type { PartnerSystem } from '../identity/actor.ts';
import { bearerToken } from '../identity/bearer-token.ts';
import { callerOf, type CallerTools } from '../identity/callers.ts';
import { PARTNER_TOKEN_PREFIX } from './partner-tokens.ts';

const PARTNER = 'partner';

/** The partner whose request is being answered; null when it is somebody else's. */
export function partnerOf({ locals }: Response): PartnerSystem | null {
  return (locals[PARTNER] as PartnerSystem | undefined) ?? null;
}

/**
 * Recognises partners before anything else looks at a request, because other rules hold for theirs. A partner's token that
 * counts no more is turned away here: no answer for strangers takes its place, and OAuth clients know what to do (RFC 6750).
 */
export function recognisePartner({ orm, ...tools }: Omit<CallerTools, 'em'> & { readonly orm: Orm }): RequestHandler {
  return async (request, response, next) => {
    const token = bearerToken(request.headers);
    if (!token?.startsWith(PARTNER_TOKEN_PREFIX)) return next();
    const actor = await callerOf(token, { ...tools, em: orm.em.fork({ clear: true }) });
    if (!('partner' in actor)) {
      response.set('www-authenticate', 'Bearer error="invalid_token"');
      return next(new RequestFault('TOKEN_ENDED'));
    }
    response.locals[PARTNER] = actor;
    next();
  };
}
