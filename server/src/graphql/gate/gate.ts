import type { Request, RequestHandler, Response } from 'express';
import type { GraphQLSchema } from 'graphql';
import type { PartnerSystem } from '../../identity/actor.ts';
import { costOf } from '../../partners/budget.ts';
import { partnerOf } from '../../partners/recognise-partner.ts';
import { isTrusted } from '../documents.ts';
import { RequestFault } from '../request-faults.ts';
import { costFor } from './cost.ts';
import { documentLimits, partnerLimits } from './document-limits.ts';
import { judgeFor } from './judge.ts';

/** Takes the points of a partner's request off its budget; answers the seconds to wait when they are not there. */
export type Charge = (response: Response, partner: PartnerSystem, points: number) => Promise<number | null>;

/**
 * Refuses a free document that asks for too much, before Apollo validates it: Apollo's own rules run after the standard
 * ones, which are themselves what a hostile document keeps busy. Trusted documents passed when they were committed. Partners
 * pay for every document from the budget of their hour, one that is refused here included.
 */
export function documentGate(schema: GraphQLSchema, charge: Charge): RequestHandler {
  const judges = { usual: judgeFor(schema, documentLimits), partner: judgeFor(schema, partnerLimits) };
  const cost = costFor(schema);
  return async (request, response, next) => {
    const partner = partnerOf(response);
    if (!partner && isTrusted(response)) return next();
    // A batch would be many requests for one; Apollo refuses it without a word about the cost.
    if (partner && request.method === 'POST' && !isRecord(request.body)) return next(new RequestFault('MALFORMED_REQUEST'));
    const { query, variables, operationName } = asked(request);
    if (typeof query !== 'string' && !partner) return next();
    const text = typeof query === 'string' ? query : '';
    const given = isRecord(variables) ? variables : {};
    const breach = isTrusted(response) ? null : judges[partner ? 'partner' : 'usual'](text, given);
    if (partner) {
      const points = breach ? 1 : cost(text, given, operationName);
      const wait = await charge(response, partner, points);
      if (wait !== null) {
        response.set('retry-after', String(wait));
        const { limit: allowed = 0, remaining = 0 } = costOf(response) ?? {};
        return next(new RequestFault('TOO_MANY_REQUESTS', { limit: 'pointsPerHour', allowed, requested: points, remaining }));
      }
    }
    next(breach ? new RequestFault('QUERY_TOO_COSTLY', { ...breach }) : undefined);
  };
}

/** The document and its variables from where the method carries them; what is not JSON is Apollo's to refuse. */
function asked({ method, body, url }: Request): { query?: unknown; variables?: unknown; operationName?: unknown } {
  if (method === 'POST') return isRecord(body) ? body : {};
  const search = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const { query, operationName } = Object.fromEntries(search);
  try {
    return { query, operationName, variables: JSON.parse(search.get('variables') ?? '{}') as unknown };
  } catch {
    return { query, operationName };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
