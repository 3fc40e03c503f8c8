import type { Request, RequestHandler } from 'express';
import type { GraphQLSchema } from 'graphql';
import { isTrusted } from '../documents.ts';
import { RequestFault } from '../request-faults.ts';
import { judgeFor } from './judge.ts';

/**
 * Refuses a free document that asks for too much, before Apollo validates it: Apollo's own rules run after the standard
 * ones, which are themselves what a hostile document keeps busy. Trusted documents passed when they were committed.
 */
export function documentGate(schema: GraphQLSchema): RequestHandler {
  const judge = judgeFor(schema);
  return (request, response, next) => {
    if (isTrusted(response)) return next();
    const { query, variables } = asked(request);
    const breach = typeof query === 'string' ? judge(query, isRecord(variables) ? variables : {}) : null;
    next(breach ? new RequestFault('QUERY_TOO_COSTLY', { ...breach }) : undefined);
  };
}

/** The document and its variables from where the method carries them; what is not JSON is Apollo's to refuse. */
function asked({ method, body, url }: Request): { query?: unknown; variables?: unknown } {
  if (method === 'POST') return isRecord(body) ? body : {};
  const search = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  try {
    return { query: search.get('query'), variables: JSON.parse(search.get('variables') ?? '{}') as unknown };
  } catch {
    return { query: search.get('query') };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
