import { generateKeyPairSync } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import Provider, { errors, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { Logger } from 'pino';
import { isDatabaseUnavailable } from '../database/unavailable.ts';
import type { Orm } from '../database/orm.ts';
import { RequestFault } from '../graphql/request-faults.ts';
import { scopeOfRequest } from '../graphql/request-scope.ts';
import { FailedAuthentications } from './failed-authentications.ts';
import { partnerScopes } from './partner-scope.ts';
import { PARTNER_TOKEN_PREFIX, TOKEN_LIFETIME } from './partner-tokens.ts';
import { assertionAlgorithms } from './public-keys.ts';
import { issuerOf } from './token-endpoint-on-demand.ts';
import { tokenStorage } from './token-storage.ts';

/** How far in the future an assertion may end, in seconds. */
export const ASSERTION_LIFETIME = 300;
/** How far two clocks may differ, in seconds. */
export const CLOCK_TOLERANCE = 30;

/** Where it describes itself (RFC 8414). */
const DESCRIPTION = '/.well-known/oauth-authorization-server';

/** What the token endpoint needs. */
export interface TokenEndpointTools {
  /** The address under which the world reaches this server, without a path. */
  readonly publicUrl: string;
  readonly orm: Orm;
  readonly now: () => Date;
  readonly log: Logger;
}

/**
 * OAuth 2.0 for partners: client credentials (RFC 6749, 4.4) by a signed assertion (RFC 7523), and what describes them (RFC
 * 8414). Nothing else that `oidc-provider` could do is reachable.
 */
export function tokenEndpoint(tools: TokenEndpointTools): Router {
  const issuer = issuerOf(tools.publicUrl);
  const answer = providerFor(issuer, tools).callback();
  const { host, protocol } = new URL(issuer);
  /** The library makes addresses from the request; ours are known, and no caller may choose them. */
  const handOver = (path: string) => (request: Request, response: Response) => {
    Object.assign(request.headers, { host, 'x-forwarded-host': host, 'x-forwarded-proto': protocol.slice(0, -1) });
    Object.assign(request, { url: path, originalUrl: `/oauth${path}` });
    return answer(request, response);
  };
  const router = Router();
  router.get(['/oauth/.well-known/openid-configuration', `/oauth${DESCRIPTION}`, `${DESCRIPTION}/oauth`], handOver(DESCRIPTION));
  router.post('/oauth/token', handOver('/token'));
  router.use('/oauth', (_request, _response, next) => next(new RequestFault('NOT_FOUND')));
  return router;
}

function providerFor(issuer: string, { publicUrl, orm, now, log }: TokenEndpointTools): Provider {
  const api = `${publicUrl}/graphql`;
  const failures = new FailedAuthentications();
  const provider = new Provider(issuer, {
    adapter: tokenStorage(orm, now, (client) => assertHeard(failures, client)),
    clientAuthMethods: ['private_key_jwt'],
    clientDefaults: { token_endpoint_auth_method: 'private_key_jwt', grant_types: ['client_credentials'], response_types: [], redirect_uris: [], id_token_signed_response_alg: 'ES256' },
    enabledJWA: { clientAuthSigningAlgValues: [...assertionAlgorithms] },
    clockTolerance: CLOCK_TOLERANCE,
    assertJwtClientAuthClaimsAndHeader: (_context, claims, header) => assertAssertion(issuer, now(), claims, header),
    responseTypes: [],
    // The page of partners (client/src/partner) asks from our own origin; browsers name theirs with every POST, and no other is heard.
    clientBasedCORS: (_context, origin) => origin === publicUrl,
    scopes: [...partnerScopes],
    ttl: { ClientCredentials: TOKEN_LIFETIME },
    features: { ...onlyClientCredentials, resourceIndicators: tokensFor(api) },
    // Tokens are opaque and nothing is ever signed; the library wants a key all the same, so it gets one that nobody keeps.
    jwks: { keys: [generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })] },
    extraTokenClaims: ({ oidc }) => ({ kid: decodeProtectedHeader(String(oidc.params?.['client_assertion'])).kid }),
    renderError(context, out) {
      context.body = out;
    },
  } satisfies Configuration);
  // The headers of the proxy are our own, see `handOver`.
  provider.proxy = true;
  provider.use(inOurWords);
  provider.on('grant.error', (context: KoaContextWithOIDC, error: Error) => {
    if (error instanceof LockedOut) context.set('retry-after', String(error.seconds));
    else if (error instanceof errors.InvalidClientAuth) void failures.count(clientIn(context), addressOf(context));
  });
  provider.on('server_error', (context: KoaContextWithOIDC, error: Error) => {
    if (isDatabaseUnavailable(error)) Object.assign(context, { status: 503, body: { error: 'temporarily_unavailable' } });
    log.error({ event: 'tokenEndpointBroken', requestId: scopeOfRequest().requestId, err: error }, 'token endpoint broken');
  });
  return provider;
}

const onlyClientCredentials = {
  clientCredentials: { enabled: true },
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
} as const;

/** Tokens for one API and no other (RFC 8707). */
function tokensFor(api: string) {
  return {
    enabled: true,
    defaultResource: () => api,
    getResourceServerInfo(_context: unknown, resource: string) {
      if (resource !== api) throw new errors.InvalidTarget();
      return { scope: partnerScopes.join(' '), audience: api, accessTokenTTL: TOKEN_LIFETIME, accessTokenFormat: 'opaque' as const };
    },
  };
}

/** What we ask beyond the library: made for us alone, for minutes, and signed by a named key. */
function assertAssertion(issuer: string, now: Date, { aud, exp }: Claims, { kid }: Claims): void {
  const refused = (why: string) => new errors.InvalidClientAuth(why);
  // One text: an assertion that names others, too, could be used there (draft-ietf-oauth-rfc7523bis).
  if (aud !== issuer) throw refused('aud must be the issuer alone');
  if (typeof exp !== 'number' || exp > now.getTime() / 1_000 + ASSERTION_LIFETIME + CLOCK_TOLERANCE) throw refused('exp lies too far ahead');
  if (typeof kid !== 'string') throw refused('the header must name the key (kid)');
}

type Claims = Readonly<Record<string, unknown>>;

/** Too many failures lately; the wait is told in `Retry-After`. */
class LockedOut extends errors.OIDCProviderError {
  readonly seconds: number;

  constructor(seconds: number) {
    super(429, 'temporarily_unavailable');
    this.error_description = 'too many failed authentications';
    this.seconds = seconds;
  }
}

/** @throws LockedOut */
async function assertHeard(failures: FailedAuthentications, client: string): Promise<void> {
  const seconds = await failures.secondsToWait(client, Provider.ctx ? addressOf(Provider.ctx) : '');
  if (seconds > 0) throw new LockedOut(seconds);
}

/** The caller's address as Express tells it, behind the trusted proxies. */
function addressOf({ req }: KoaContextWithOIDC): string {
  return 'ip' in req && typeof req.ip === 'string' ? req.ip : '';
}

/** Who the caller says it is. */
function clientIn({ oidc }: KoaContextWithOIDC): string {
  try {
    return String(decodeJwt(String(oidc.params?.['client_assertion'])).sub);
  } catch {
    return String(oidc.params?.['client_id']);
  }
}

/** What of the library's description of itself is true here: it names grants, endpoints and algorithms that nobody can reach. */
const described = ['issuer', 'token_endpoint', 'grant_types_supported', 'token_endpoint_auth_methods_supported', 'token_endpoint_auth_signing_alg_values_supported'];

/** Changes the library's answers into ours: a description of what is there, tokens that say whose they are, no other origin. */
async function inOurWords(context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  for (const header of ['access-control-allow-origin', 'access-control-expose-headers', 'vary']) context.remove(header);
  const body = context.body as Readonly<Record<string, unknown>> | undefined;
  if (context.status !== 200 || !body) return;
  if (context.path === DESCRIPTION) context.body = { ...Object.fromEntries(described.map((name) => [name, body[name]])), scopes_supported: partnerScopes, response_types_supported: [] };
  else if (typeof body['access_token'] === 'string') context.body = { ...body, access_token: `${PARTNER_TOKEN_PREFIX}${body['access_token']}` };
}
