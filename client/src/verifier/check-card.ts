import { inflateSync } from 'fflate';
import { type PublicKey, checkOf } from './card-signature.ts';

/** What can be said of a card. Each has words of its own: a refusal without its reason helps nobody at a bedside. */
export type Verdict =
  /** Signed by the register, in time, and on no list of a register that was asked. */
  | 'VALID'
  /** The same, but this device has never had the list of revoked cards. */
  | 'UNCHECKED'
  | 'REVOKED'
  | 'EXPIRED'
  /** Issued in what this device takes for the future: one of the two clocks is wrong. */
  | 'NOT_YET_VALID'
  /** It names a key of the register, and the signature is not of that key: altered, or made up. */
  | 'FORGED'
  /** It is whole and names a key that the register, asked just now, does not have, or another register: a stranger signed it. */
  | 'RE_SIGNED'
  /** It names a key that this device does not know, and the register could not be asked. */
  | 'UNKNOWN_KEY'
  /** It is no whole card: something is missing of it. */
  | 'TRUNCATED';

/** What a card says (`docs/donor-card.md`). */
export interface CardClaims {
  readonly v: 1;
  readonly iss: string;
  readonly iat: number;
  readonly exp: number;
  readonly rid: string;
  readonly no: string;
  readonly nm: string;
  readonly yb?: number;
  readonly st: 'AGREED' | 'REFUSED';
  readonly og?: string;
  readonly rf?: string;
}

/** What this device knows of the register. */
export interface Knowledge {
  /** Whose cards are checked: the origin of the register. */
  readonly issuer: string;
  readonly keys: readonly PublicKey[];
  /** Whether the register was asked for its keys just now. */
  readonly keysAreCurrent: boolean;
  /** By key, the names of revoked cards; a key without a list was never asked about. */
  readonly revoked: ReadonlyMap<string, readonly string[]>;
  readonly now: Date;
}

/** The verdict, and what the card says when the register has said it. */
export interface CheckedCard {
  readonly verdict: Verdict;
  /** Null unless the signature is the register's. */
  readonly claims: CardClaims | null;
}

/** How far the clocks of phones are off, in seconds. */
const CLOCKS_DIFFER = 600;

/** A card says a few hundred bytes; what claims to be more is no card. */
const MOST_BYTES = 4_096;

/** Checks one card by what is known here. Asks nobody. @throws when this browser cannot check signatures. */
export async function checkCard(token: string, known: Knowledge): Promise<CheckedCard> {
  const header = headerOf(token);
  if (!header) return { verdict: 'TRUNCATED', claims: null };
  const key = known.keys.find(({ kid }) => kid === header.kid);
  if (!key) return { verdict: known.keysAreCurrent ? 'RE_SIGNED' : 'UNKNOWN_KEY', claims: null };
  const check = checkOf(key.alg);
  if (!check) return { verdict: 'UNKNOWN_KEY', claims: null };
  if (header.alg !== key.alg) return { verdict: 'FORGED', claims: null };
  if (header.signatureBytes < check.bytes) return { verdict: 'TRUNCATED', claims: null };
  const signed = await check.verify(token, key);
  if (!signed) return { verdict: 'FORGED', claims: null };
  // Only now: what nobody has signed is not even unpacked.
  const claims = claimsIn(signed);
  if (!claims) return { verdict: 'TRUNCATED', claims: null };
  if (claims.iss !== known.issuer) return { verdict: 'RE_SIGNED', claims: null };
  return { verdict: standingOf(claims, key.kid, known), claims };
}

function standingOf({ rid, exp, iat }: CardClaims, kid: string, { revoked, now }: Knowledge): Verdict {
  const seconds = now.getTime() / 1000;
  const list = revoked.get(kid);
  // First: that it was revoked stays true whatever the clock says.
  if (list?.includes(rid)) return 'REVOKED';
  if (exp <= seconds) return 'EXPIRED';
  if (iat > seconds + CLOCKS_DIFFER) return 'NOT_YET_VALID';
  return list ? 'VALID' : 'UNCHECKED';
}

interface Header {
  readonly alg: string;
  readonly kid: string;
  readonly signatureBytes: number;
}

/** The header of a whole compact JWS over a deflated payload; null when something of it is missing. */
function headerOf(token: string): Header | null {
  const parts = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/.exec(token);
  if (!parts) return null;
  try {
    const header: unknown = JSON.parse(textOf(bytesOf(parts[1] ?? '')));
    if (typeof header !== 'object' || header === null || !('alg' in header) || !('kid' in header) || !('zip' in header)) return null;
    const { alg, kid, zip } = header;
    return typeof alg === 'string' && typeof kid === 'string' && zip === 'DEF' ? { alg, kid, signatureBytes: bytesOf(parts[3] ?? '').length } : null;
  } catch {
    return null;
  }
}

function claimsIn(deflated: Uint8Array): CardClaims | null {
  try {
    const claims: unknown = JSON.parse(textOf(inflateSync(deflated, { out: new Uint8Array(MOST_BYTES) })));
    return isClaims(claims) ? claims : null;
  } catch {
    return null;
  }
}

function isClaims(claims: unknown): claims is CardClaims {
  if (typeof claims !== 'object' || claims === null) return false;
  const { v, iss, iat, exp, rid, no, nm, yb, st, og = '', rf = '' } = claims as Readonly<Record<string, unknown>>;
  const areTexts = [iss, rid, no, nm, og, rf].every((each) => typeof each === 'string');
  return v === 1 && areTexts && Number.isSafeInteger(iat) && Number.isSafeInteger(exp) && (yb === undefined || Number.isSafeInteger(yb)) && (st === 'AGREED' || st === 'REFUSED');
}

function bytesOf(base64url: string): Uint8Array {
  const binary = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
