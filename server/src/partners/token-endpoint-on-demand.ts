import type { RequestHandler } from 'express';
import type { TokenEndpointTools } from './token-endpoint.ts';

/** The paths of the token endpoint and of what describes it. */
const OURS = /^\/(oauth|\.well-known\/oauth-authorization-server)(\/|$)/;

/** The issuer of partners' tokens. */
export function issuerOf(publicUrl: string): string {
  return `${publicUrl}/oauth`;
}

/** Brings the token endpoint when somebody asks for it first: its library takes 30 MB, and many installations have no partner. */
export function tokenEndpointOnDemand(tools: TokenEndpointTools): RequestHandler {
  let brought: Promise<RequestHandler> | undefined;
  return async (request, response, next) => {
    if (!OURS.test(request.path)) return next();
    brought ??= import('./token-endpoint.ts').then(({ tokenEndpoint }) => tokenEndpoint(tools));
    return (await brought)(request, response, next);
  };
}
