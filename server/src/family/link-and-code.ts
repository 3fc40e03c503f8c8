import { timingSafeEqual } from 'node:crypto';
import type { Vault } from '../vault/vault.ts';

/** What opens a message: the secret travels in the link, the code by another way. */
export interface LinkAndCode {
  readonly secret: string;
  readonly code: string;
}

/** How many digits a code has: short enough to be said on the telephone. */
const DIGITS = 6;

/**
 * Link and code of a request. They are made from its key by the register's own key and kept nowhere: whoever copies the
 * database has neither, and a retry after a lost reply is given the same pair, so that no second link is about.
 */
export function linkAndCodeOf(vault: Vault, requestDigest: Buffer, idempotencyKey: string): LinkAndCode {
  const of = (what: string) => vault.blindIndex('family-secret', [what, requestDigest.toString('hex'), idempotencyKey].join('\u0000'));
  // Six bytes: what is left over by the division is less than one in a hundred million.
  const code = String(of('code').readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0');
  return { secret: of('link').toString('base64url'), code };
}

/** By which digests a link may stand in the register: while the index key is being replaced there are two. */
export function linkDigests(vault: Vault, secret: string): Buffer[] {
  return present(vault.blindIndexes('family-link', secret));
}

/** The digest of a link under the key of today. */
export function linkDigest(vault: Vault, secret: string): Buffer {
  return vault.blindIndex('family-link', secret);
}

/** The digest of a code, bound to its message: equal codes of two messages do not look alike. */
export function codeDigest(vault: Vault, messageId: string, code: string): Buffer {
  return vault.blindIndex('family-code', `${messageId}\u0000${code}`);
}

/** Whether a code is the one of a message. The work is the same for every code, and for a message that is not there. */
export function isCode(vault: Vault, messageId: string, code: string, kept: Uint8Array): boolean {
  return present(vault.blindIndexes('family-code', `${messageId}\u0000${code}`)).some((digest) => timingSafeEqual(digest, kept));
}

/** A code as people type it: spaces, dashes and the wide digits of a Chinese keyboard do not matter. */
export function typedCode(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]/g, '').slice(0, 64);
}

function present(digests: Readonly<Record<1 | 2, Buffer | null>>): Buffer[] {
  return Object.values(digests).filter((digest) => digest !== null);
}
