import { generateKeyPairSync, randomBytes } from 'node:crypto';
import express, { type RequestHandler, type Response, type Router } from 'express';
import type { ClientMetadata, Provider } from 'oidc-provider';
import { demoProvider, DEMO_ISSUER } from '../../staff/provider-settings.ts';
import { pickerPage, PROOFS, signedOutPage, signOutPage } from './pages.ts';

/** What the provider for demonstration knows of the service that is registered with it. */
export interface DemoStaffProviderOptions {
  readonly returnUrls: readonly string[];
  /** As whom it speaks; a test that finds it by its address gives that. */
  readonly issuer?: string;
  /** How the service proves that it is itself; by the demo secret unless a test says otherwise. */
  readonly client?: Partial<ClientMetadata>;
}

/**
 * A provider of OpenID Connect for demonstration and tests, mounted at `/staff-idp`: the real protocol by `oidc-provider`, a picker of
 * invented people in place of passwords, and a choice of factors in place of a second one. Loaded with its first request.
 */
export function demoStaffProvider(options: DemoStaffProviderOptions): Router {
  const router = express.Router();
  let loading: Promise<Router> | null = null;
  router.use(demoProvider.path, (request, response, next) => {
    loading ??= routesOf(options);
    loading.then((routes) => routes(request, response, next), next);
  });
  return router;
}

async function routesOf(options: DemoStaffProviderOptions): Promise<Router> {
  const provider = await createProvider(options);
  const routes = express.Router();
  const picked: RequestHandler = async (request, response) => {
    const { subject, proof, choice } = request.body as Record<string, string | undefined>;
    if (choice !== 'sign-in' || !subject) return provider.interactionFinished(request, response, { error: 'access_denied', error_description: '演示人员取消了登录' });
    const { amr } = proof && Object.hasOwn(PROOFS, proof) ? PROOFS[proof as keyof typeof PROOFS] : PROOFS.passwordOnly;
    return provider.interactionFinished(request, response, { login: { accountId: subject, amr: [...amr], remember: false } }, { mergeWithLastSubmission: false });
  };
  routes.get('/interaction/:uid', (request, response, next) => {
    provider.interactionDetails(request, response).then(({ uid }) => sendPage(response, pickerPage(`${demoProvider.path}/interaction/${uid}`), options.returnUrls), next);
  });
  routes.post('/interaction/:uid', express.urlencoded({ extended: false, limit: '4kb' }), picked);
  routes.use((request, response) => void provider.callback()(request, response));
  return routes;
}

async function createProvider({ returnUrls, issuer = DEMO_ISSUER, client = {} }: DemoStaffProviderOptions): Promise<Provider> {
  const { Provider } = await import('oidc-provider');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: demoProvider.clientId,
        client_secret: demoProvider.clientSecret,
        redirect_uris: [...returnUrls],
        post_logout_redirect_uris: [...returnUrls],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
        ...client,
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'demo', alg: 'ES256', use: 'sig' }] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    claims: { openid: ['sub', 'amr', 'auth_time'], acr: null, amr: null, auth_time: null, iss: null, sid: null },
    findAccount: (_context, subject) => ({ accountId: subject, claims: () => ({ sub: subject }) }),
    interactions: { url: (_context, { uid }) => `${demoProvider.path}/interaction/${uid}` },
    // Nobody is asked for consent: it is one organisation's own service.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId ?? '', accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => void (context.body = signOutPage(form)),
        postLogoutSuccessSource: (context) => void (context.body = signedOutPage(returnUrls[0] ?? '')),
      },
    },
    ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 600, Session: 3600, Grant: 3600 },
  });
  return provider;
}

/** The pages of this provider may send a form on to the desk; nothing else is relaxed. */
function sendPage(response: Response, text: string, returnUrls: readonly string[]): void {
  const origins = returnUrls.map((url) => new URL(url).origin).join(' ');
  response
    .set('Content-Security-Policy', `default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self' ${origins}; base-uri 'none'; frame-ancestors 'none'`)
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(text);
}
