import type { Configuration } from 'openid-client';
import type { ClientKeyAlgorithm, StaffProviderSettings } from './provider-settings.ts';
import { followedCall } from '../telemetry/traces.ts';
import type { Proof } from './sign-in-strength.ts';

/** Words that bind an answer of the provider to the attempt that asked for it. */
export interface AttemptSecrets {
  readonly state: string;
  readonly nonce: string;
  /** The verifier of PKCE (RFC 7636). */
  readonly verifier: string;
}

/** A person as the provider vouches for them. */
export interface StaffIdentity extends Proof {
  readonly subject: string;
  /** When the person proved who they are; null when the provider does not say. */
  readonly authenticatedAt: Date | null;
}

/** The provider of OpenID Connect by which staff and clinicians sign in. */
export interface StaffProvider {
  readonly settings: StaffProviderSettings;
  /** The address of its sign-in page for one attempt. @throws StaffProviderTrouble */
  signInUrl(returnUrl: string, secrets: AttemptSecrets): Promise<string>;
  /** Who signed in, by the query with which it returned to our page. @throws StaffProviderTrouble, StaffProviderDenied */
  exchange(returnUrl: string, answer: string, secrets: AttemptSecrets): Promise<StaffIdentity>;
  /** Where the person ends their session at the provider; null when it offers no such page. @throws StaffProviderTrouble */
  signOutUrl(returnUrl: string): Promise<string | null>;
}

/** The provider cannot be reached or speaks wrongly; `code` is from a closed list and holds no value. */
export class StaffProviderTrouble extends Error {
  override readonly name = 'StaffProviderTrouble';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The provider says no, or its answer was not made for this attempt: another state, a code that is used up or made up. */
export class StaffProviderDenied extends Error {
  override readonly name = 'StaffProviderDenied';
}

/** How old a proof may be, in seconds; asked of the provider and judged again by `sign-in-staff.ts`. */
export const MAX_PROOF_AGE_SECONDS = 300;

/** How long the provider may take for one answer, in seconds. */
const PATIENCE = 5;

const keyParameters: Record<ClientKeyAlgorithm, { readonly name: string; readonly hash?: string; readonly namedCurve?: string }> = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
};

/** Codes of `openid-client` that mean: this answer is not the one that was asked for. Everything else is trouble of the provider's. */
const denials = new Set(['OAUTH_INVALID_RESPONSE', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED', 'OAUTH_AUTHORIZATION_RESPONSE_ERROR']);

/** Speaks OpenID Connect with the provider by `openid-client`, which is loaded with the first sign-in: citizens do not need it. */
export function openIdProvider(settings: StaffProviderSettings): StaffProvider {
  let known: Promise<Configuration> | null = null;
  const configuration = async () => {
    // A provider that was away is asked again by the next attempt.
    known ??= discover(settings).catch((error: unknown) => {
      known = null;
      throw troubleOf(error);
    });
    return known;
  };
  return {
    settings,
    async signInUrl(returnUrl, { state, nonce, verifier }) {
      const client = await import('openid-client');
      const parameters = {
        redirect_uri: returnUrl,
        scope: 'openid',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        // Work places are shared: who sits there now proves it now.
        prompt: 'login',
        max_age: String(MAX_PROOF_AGE_SECONDS),
        ...(settings.acrValues.length > 0 ? { acr_values: settings.acrValues.join(' ') } : {}),
      };
      return client.buildAuthorizationUrl(await configuration(), parameters).href;
    },
    async exchange(returnUrl, answer, { state, nonce, verifier }) {
      const client = await import('openid-client');
      const url = new URL(returnUrl);
      url.search = answer;
      const asked = client.authorizationCodeGrant(await configuration(), url, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
      const tokens = await followedCall('staff-provider', asked).catch((error: unknown) => {
        throw denialOf(error) ?? troubleOf(error);
      });
      const claims = tokens.claims();
      if (!claims) throw new StaffProviderTrouble('NO_ID_TOKEN');
      const { sub, auth_time, acr, amr } = claims;
      return {
        subject: sub,
        authenticatedAt: typeof auth_time === 'number' ? new Date(auth_time * 1000) : null,
        acr: typeof acr === 'string' ? acr : null,
        amr: Array.isArray(amr) ? amr.filter((method) => typeof method === 'string') : [],
      };
    },
    async signOutUrl(returnUrl) {
      const client = await import('openid-client');
      const found = await configuration();
      if (!found.serverMetadata().end_session_endpoint) return null;
      return client.buildEndSessionUrl(found, { post_logout_redirect_uri: returnUrl }).href;
    },
  };
}

async function discover(settings: StaffProviderSettings): Promise<Configuration> {
  const client = await import('openid-client');
  const { discoveryUrl, clientId, clientSecret, clientKey, issuer } = settings;
  const url = new URL(discoveryUrl);
  const authentication = clientKey ? client.PrivateKeyJwt({ key: await importKey(clientKey), kid: clientKey.id }) : client.ClientSecretBasic(clientSecret);
  // Plain http is for the provider on this machine only; production refuses it (`faultsOfStaffProvider`).
  const execute = url.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  const found = await followedCall('staff-provider', client.discovery(url, clientId, {}, authentication, { timeout: PATIENCE, execute }));
  if (found.serverMetadata().issuer !== issuer) throw new StaffProviderTrouble('OTHER_ISSUER');
  return found;
}

function importKey({ algorithm, pkcs8 }: { algorithm: ClientKeyAlgorithm; pkcs8: string }): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', Buffer.from(pkcs8, 'base64'), keyParameters[algorithm], false, ['sign']);
}

function denialOf(error: unknown): StaffProviderDenied | null {
  const code = codeOf(error);
  // The token endpoint's own word for a code that is unknown, used, expired, or another client's (RFC 6749 5.2).
  const isInvalidGrant = error instanceof Error && 'error' in error && error.error === 'invalid_grant';
  return isInvalidGrant || denials.has(code) ? new StaffProviderDenied() : null;
}

function troubleOf(error: unknown): StaffProviderTrouble {
  return error instanceof StaffProviderTrouble ? error : new StaffProviderTrouble(codeOf(error));
}

/** The library's word for what went wrong; its message may quote an answer, so it goes no further. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}
