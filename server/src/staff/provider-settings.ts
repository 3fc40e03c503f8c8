/** How this service proves to the provider that it is itself: the form of a key for `private_key_jwt` (RFC 7523). */
export interface ClientKey {
  readonly id: string;
  readonly algorithm: ClientKeyAlgorithm;
  /** PKCS #8, DER in base64. */
  readonly pkcs8: string;
}

/** Signature algorithms a client key may have. */
export type ClientKeyAlgorithm = 'ES256' | 'PS256' | 'RS256' | 'EdDSA';

/** How staff and clinicians sign in: one provider of OpenID Connect. */
export interface StaffProviderSettings {
  /** The issuer as it names itself; accounts are kept under this name. */
  readonly issuer: string;
  /** Where its metadata are found; the issuer itself, unless the provider is one for demonstration. */
  readonly discoveryUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientKey: ClientKey | null;
  /** Pages of ours to which the provider may return, exactly as registered there. */
  readonly returnUrls: readonly string[];
  /** `acr` values of which the provider must assert one; empty leaves the judgement to `amr`. */
  readonly acrValues: readonly string[];
}

/** The settings of the environment as `config.ts` has read them. */
export interface StaffProviderEnvironment {
  readonly SANXIAN_STAFF_ISSUER: string;
  readonly SANXIAN_STAFF_CLIENT_ID: string;
  readonly SANXIAN_STAFF_CLIENT_SECRET: string;
  readonly SANXIAN_STAFF_CLIENT_KEY: string;
  readonly SANXIAN_STAFF_RETURN_URLS: string;
  readonly SANXIAN_STAFF_ACR: string;
}

/** The issuer of the provider for demonstration: it resolves nowhere, and production refuses it. */
export const DEMO_ISSUER = 'https://staff-idp.demo.invalid';

/** Where the provider for demonstration is mounted, and how this service is known to it. */
export const demoProvider = { path: '/staff-idp', clientId: 'sanxian-demo-desk', clientSecret: 'demo-desk-secret' } as const;

const KEY = /^([\w.-]{1,64}):(ES256|PS256|RS256|EdDSA):([A-Za-z0-9+/]+={0,2})$/;

/** The provider as configured; null when none is, so that nobody of the staff can sign in. */
export function staffProviderSettings(set: StaffProviderEnvironment): StaffProviderSettings | null {
  if (!set.SANXIAN_STAFF_ISSUER) return null;
  const [, id, algorithm, pkcs8] = KEY.exec(set.SANXIAN_STAFF_CLIENT_KEY) ?? [];
  return {
    issuer: set.SANXIAN_STAFF_ISSUER,
    discoveryUrl: set.SANXIAN_STAFF_ISSUER,
    clientId: set.SANXIAN_STAFF_CLIENT_ID,
    clientSecret: set.SANXIAN_STAFF_CLIENT_SECRET,
    clientKey: id && pkcs8 ? { id, algorithm: algorithm as ClientKeyAlgorithm, pkcs8 } : null,
    returnUrls: wordsOf(set.SANXIAN_STAFF_RETURN_URLS),
    acrValues: wordsOf(set.SANXIAN_STAFF_ACR),
  };
}

/** The provider for demonstration, on this server itself; pages are reached by either name of this machine. */
export function demoStaffProvider(ownUrl: string): StaffProviderSettings {
  const { port } = new URL(ownUrl);
  return {
    issuer: DEMO_ISSUER,
    discoveryUrl: `${ownUrl}${demoProvider.path}/.well-known/openid-configuration`,
    clientId: demoProvider.clientId,
    clientSecret: demoProvider.clientSecret,
    clientKey: null,
    returnUrls: ['/desk/', '/sim/workstation/'].flatMap((path) => ['localhost', '127.0.0.1'].map((host) => `http://${host}${port && `:${port}`}${path}`)),
    acrValues: [],
  };
}

/** What makes the settings unusable, each fault with the name of its setting and never a value. */
export function faultsOfStaffProvider(set: StaffProviderEnvironment): readonly string[] {
  if (!set.SANXIAN_STAFF_ISSUER) return [];
  const faults: string[] = [];
  if (!isSecure(set.SANXIAN_STAFF_ISSUER) || new URL(set.SANXIAN_STAFF_ISSUER).hostname.endsWith('.invalid')) faults.push('SANXIAN_STAFF_ISSUER (must begin with https:// and not be the one for demonstration)');
  if (!set.SANXIAN_STAFF_CLIENT_ID || set.SANXIAN_STAFF_CLIENT_ID === demoProvider.clientId) faults.push('SANXIAN_STAFF_CLIENT_ID (missing, or the demo value)');
  if (set.SANXIAN_STAFF_CLIENT_KEY ? !KEY.test(set.SANXIAN_STAFF_CLIENT_KEY) : !set.SANXIAN_STAFF_CLIENT_SECRET) faults.push('SANXIAN_STAFF_CLIENT_KEY (must be id:algorithm:base64 of a PKCS #8 key; or set SANXIAN_STAFF_CLIENT_SECRET)');
  if (set.SANXIAN_STAFF_CLIENT_SECRET === demoProvider.clientSecret) faults.push('SANXIAN_STAFF_CLIENT_SECRET (the demo value)');
  const returnUrls = wordsOf(set.SANXIAN_STAFF_RETURN_URLS);
  if (returnUrls.length === 0 || !returnUrls.every(isSecure)) faults.push('SANXIAN_STAFF_RETURN_URLS (at least one, each beginning with https://)');
  return faults;
}

function isSecure(url: string): boolean {
  return URL.parse(url)?.protocol === 'https:';
}

function wordsOf(list: string): string[] {
  return list.split(',').map((word) => word.trim()).filter((word) => word !== '');
}
