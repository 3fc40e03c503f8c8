import { SignJWT } from 'jose/jwt/sign';
import { uniqueKey } from '../api/unique-key.ts';
import type { SigningKey } from './private-key.ts';

/** What came of asking for a token; every way of failing has words of its own. */
export type TokenOutcome =
  | { readonly is: 'given'; readonly token: string }
  /** The endpoint's own words (RFC 6749, 5.2). */
  | { readonly is: 'refused'; readonly error: string; readonly description: string }
  | { readonly is: 'locked'; readonly seconds: number | null }
  | { readonly is: 'unavailable' }
  | { readonly is: 'lost' };

/** Where the register describes its token endpoint, and where it listens: both here, whatever name the register has elsewhere. */
const [description, endpoint] = ['/.well-known/oauth-authorization-server/oauth', '/oauth/token'];

/** How long it may take, in milliseconds. */
const PATIENCE = 15_000;

/** How long the assertion holds: it is used at once. */
const ASSERTION_LIFETIME = '1 minute';

/** All that this page needs: a token that opens more could be misused for more. */
const SCOPE = 'events:read';

/**
 * Asks for a token of ten minutes: what is signed leaves the browser, and what signs it never does. A partner that hears of no events
 * gets one that opens nothing, by which the page can still say who it is.
 */
export async function askForToken(clientId: string, key: SigningKey): Promise<TokenOutcome> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const described = await fetch(description, { credentials: 'omit', signal: giveUp.signal });
    if (!described.ok) return { is: 'unavailable' };
    const { issuer } = (await described.json()) as { readonly issuer: string };
    const ask = async (scope: string) => send({ ...form, ...(scope ? { scope } : {}), client_assertion: await assertionFor(clientId, issuer, key) }, giveUp.signal);
    const outcome = await ask(SCOPE);
    return outcome.is === 'refused' && outcome.error === 'invalid_scope' ? await ask('') : outcome;
  } catch {
    return { is: 'lost' };
  } finally {
    clearTimeout(timer);
  }
}

const form = { grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' };

/** Good for one request (RFC 7523). */
function assertionFor(clientId: string, issuer: string, { key, alg, kid }: SigningKey): Promise<string> {
  return new SignJWT().setProtectedHeader({ alg, kid }).setIssuer(clientId).setSubject(clientId).setAudience(issuer).setJti(uniqueKey()).setIssuedAt().setExpirationTime(ASSERTION_LIFETIME).sign(key);
}

async function send(fields: Record<string, string>, signal: AbortSignal): Promise<TokenOutcome> {
  return outcomeOf(await fetch(endpoint, { method: 'POST', body: new URLSearchParams(fields), credentials: 'omit', signal }));
}

async function outcomeOf(answer: Response): Promise<TokenOutcome> {
  if (answer.status === 429) return { is: 'locked', seconds: Number(answer.headers.get('retry-after')) || null };
  if (answer.status >= 500) return { is: 'unavailable' };
  const said = (await answer.json()) as { readonly access_token?: string; readonly error?: string; readonly error_description?: string };
  if (said.access_token) return { is: 'given', token: said.access_token };
  return { is: 'refused', error: said.error ?? String(answer.status), description: said.error_description ?? '' };
}
