import { hash } from 'node:crypto';
import type { AppConfig } from '../config.ts';
import type { Em } from '../database/orm.ts';
import type { Vault } from '../vault/vault.ts';
import { KeyServiceUnavailable } from '../vault/key-encryption.ts';
import type { Actor, Citizen } from './actor.ts';
import { normalisedDocument } from './identity-document.ts';
import type { VerifiedIdentity } from './identity-provider.ts';
import type { Session } from './session.entity.ts';
import { markSeen, sessionOfToken } from './session.queries.ts';

/** A live session is marked as seen at most this often, so that reading stays reading. */
const SEEN_EVERY_MS = 60_000;

/** SHA-256 of a secret that is itself random: enough to look it up without keeping it. */
export function secretDigest(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** The one key by which a person is found: the blind index of their identity document. */
export function personIndexOf(vault: Vault, identity: VerifiedIdentity): Buffer {
  return vault.blindIndex('identity-document', normalised(identity));
}

/** The same under each index key there is: what a new record is entered under. */
export function personIndexesOf(vault: Vault, identity: DocumentHolder) {
  return vault.blindIndexes('identity-document', normalised(identity));
}

/** What of an identity an index is made of. */
type DocumentHolder = Pick<VerifiedIdentity, 'documentType' | 'documentNumber' | 'birthday'>;

function normalised({ documentType, documentNumber, birthday }: DocumentHolder): string {
  return normalisedDocument(documentType, documentNumber, birthday);
}

/**
 * A citizen whose identity is open. The index is made of it, not taken from the session's row: that may have been made with
 * a former index key, and nobody becomes another person by a changed row. Only while the key service is away is the row believed.
 */
export function citizenWith(session: Session, identity: VerifiedIdentity, vault: Vault): Citizen {
  const index = personIndexesOf(vault, identity);
  const [personIndex, otherPersonIndex] = vault.indexSlot === 1 ? [index[1], index[2]] : [index[2], index[1]];
  if (!personIndex) throw new Error('The index in use has no key');
  return { kind: 'CITIZEN', session, identity, personIndex, indexSlot: vault.indexSlot, otherPersonIndex };
}

/**
 * The citizen of a live session. Who they are is sealed; while the key service is away they are known by the session's index
 * alone, which is enough to withdraw and to sign out, and `identity` refuses everything else.
 */
function citizenOfSession(session: Session, token: string, vault: Vault): Citizen {
  const known = identityOrTrouble(session, token, vault);
  if (!(known instanceof KeyServiceUnavailable)) return citizenWith(session, known, vault);
  return {
    kind: 'CITIZEN',
    session,
    get identity(): VerifiedIdentity {
      throw known;
    },
    personIndex: Buffer.from(session.personIndex),
    indexSlot: session.indexSlot,
    otherPersonIndex: null,
  };
}

function identityOrTrouble(session: Session, token: string, vault: Vault): VerifiedIdentity | KeyServiceUnavailable {
  try {
    return session.identity(vault, token);
  } catch (error) {
    if (error instanceof KeyServiceUnavailable) return error;
    throw error;
  }
}

/** When a session ends if nothing happens any more: idle for too long, or too old. */
export function expiresAt(session: Session, limits: AppConfig['session']): Date {
  return new Date(Math.min(session.lastSeenAt.getTime() + limits.idleMinutes * 60_000, session.signedInAt.getTime() + limits.totalMinutes * 60_000));
}

/** Whether the ticket of a session was exchanged so lately that nobody else is likely to hold the phone now (reliability 3.3). */
export function isFresh(session: Session, limits: AppConfig['session'], now: Date): boolean {
  // One that lies ahead was made by a clock that was set back since: it is not to stay fresh until the clock has caught up.
  return Math.abs(now.getTime() - session.signedInAt.getTime()) <= limits.freshSeconds * 1000;
}

/** Reads the session that a token opens, perhaps with something else that will be asked for; by the digest of the token. */
export type ReadSession = (em: Em, tokenHash: Buffer) => Promise<Session | null>;

/**
 * Who is calling, by the bearer token they show. No token: anonymous. A token whose session ended, expired or never was:
 * anonymous too, but marked, so that whoever needs a sign-in can be told that theirs is over.
 */
export async function actorOf(token: string | null, tools: { em: Em; vault: Vault; now: () => Date; limits: AppConfig['session']; readSession?: ReadSession | undefined }): Promise<Actor> {
  if (token === null) return { kind: 'ANONYMOUS', sessionEnded: false };
  const session = await (tools.readSession ?? sessionOfToken)(tools.em, secretDigest(token));
  const now = tools.now();
  if (!session || session.endedAt || expiresAt(session, tools.limits) <= now) return { kind: 'ANONYMOUS', sessionEnded: true };

  if (now.getTime() - session.lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    await markSeen(tools.em, session.id, now);
    const seen = await sessionOfToken(tools.em, session.tokenHash);
    return seen ? citizenOfSession(seen, token, tools.vault) : { kind: 'ANONYMOUS', sessionEnded: true };
  }
  return citizenOfSession(session, token, tools.vault);
}
