import { createHash } from 'node:crypto';
import { type AuditPublicKeys, type AuditSigningKey, isSignedWith, signWith } from './audit-keys.ts';

/** What is said about one batch of rows, without the signature. */
export interface BatchStatement {
  /** 1, 2, 3 …: the place in the chain. */
  readonly sequence: number;
  /** The digest of the statement before this one, hex; 64 zeros before the first. */
  readonly previousDigest: string;
  /** The root of the Merkle tree over the batch's rows, hex. */
  readonly merkleRoot: string;
  readonly leafCount: number;
  /** How many rows have been sealed up to and with this batch. */
  readonly totalCount: number;
  /** Whether nothing was left waiting: every row of later batches was then committed after `sealedAt`. */
  readonly complete: boolean;
  /** Milliseconds since 1970. */
  readonly sealedAt: number;
}

/** A statement with who signed it and how. */
export interface SignedRoot extends BatchStatement {
  readonly algorithm: string;
  readonly keyId: string;
  /** Base64. */
  readonly signature: string;
}

/** What stands before the first statement. */
export const NO_DIGEST = '0'.repeat(64);

/** The text that is signed: what it is, algorithm and key, then the statement; written out so that it can be made anew anywhere. */
export function signedText(root: Omit<SignedRoot, 'signature'>): string {
  const { algorithm, keyId, sequence, previousDigest, merkleRoot, leafCount, totalCount, complete, sealedAt } = root;
  return JSON.stringify(['sanxian audit root 1', algorithm, keyId, sequence, previousDigest, merkleRoot, leafCount, totalCount, complete, new Date(sealedAt).toISOString()]);
}

/** By what the next statement names this one: SHA-256 of the signed text, hex. */
export function digestOf(root: Omit<SignedRoot, 'signature'>): string {
  return createHash('sha256').update(signedText(root)).digest('hex');
}

/** Signs a statement with the key in force. */
export function signRoot(statement: BatchStatement, key: AuditSigningKey): SignedRoot {
  const unsigned = { ...statement, algorithm: key.algorithm, keyId: key.id };
  return { ...unsigned, signature: signWith(key, Buffer.from(signedText(unsigned))).toString('base64') };
}

/** Why a signature is not to be believed, or null when it is right. */
export function signatureFault(root: SignedRoot, keys: AuditPublicKeys): 'UNKNOWN_KEY' | 'WRONG_ALGORITHM' | 'WRONG_SIGNATURE' | null {
  const key = keys.get(root.keyId);
  if (!key) return 'UNKNOWN_KEY';
  if (key.algorithm !== root.algorithm) return 'WRONG_ALGORITHM';
  // PostgreSQL knows instants that JavaScript does not, such as infinity; nobody signed one.
  if (Number.isNaN(new Date(root.sealedAt).getTime())) return 'WRONG_SIGNATURE';
  const signature = Buffer.from(root.signature, 'base64');
  return isSignedWith(key, Buffer.from(signedText(root)), signature) ? null : 'WRONG_SIGNATURE';
}
