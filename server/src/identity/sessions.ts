import { createHash } from 'node:crypto';
import type { AppConfig } from '../config.ts';
import type { Em } from '../database/orm.ts';
import type { Vault } from '../vault/vault.ts';
import type { Actor } from './actor.ts';
import { normalisedDocument } from './identity-document.ts';
import type { VerifiedIdentity } from './identity-provider.ts';
import { Session } from './session.entity.ts';

/** A live session is marked as seen at most this often, so that reading stays reading. */
const SEEN_EVERY_MS = 60_000;

/** SHA-256 of a secret that is itself random: enough to look it up without keeping it. */
export function secretDigest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The one key by which a person is found: the blind index of their identity document. */
export function personIndexOf(vault: Vault, identity: VerifiedIdentity): Buffer {
  return vault.blindIndex('identity-document', normalisedDocument(identity.documentType, identity.documentNumber, identity.birthday));
}

/** When a session ends if nothing happens any more: idle for too long, or too old. */
export function expiresAt(session: Session, limits: AppConfig['session']): Date {
  return new Date(Math.min(session.lastSeenAt.getTime() + limits.idleMinutes * 60_000, session.signedInAt.getTime() + limits.totalMinutes * 60_000));
}

/** Whether the ticket of a session was exchanged so lately that nobody else is likely to hold the phone now (reliability 3.3). */
export function isFresh(session: Session, limits: AppConfig['session'], now: Date): boolean {
  return now.getTime() - session.signedInAt.getTime() <= limits.freshSeconds * 1000;
}

/**
 * Who is calling, by the bearer token they show. No token: anonymous. A token whose session ended, expired or never was:
 * anonymous too, but marked, so that whoever needs a sign-in can be told that theirs is over.
 */
export async function actorOf(token: string | null, tools: { em: Em; vault: Vault; now: () => Date; limits: AppConfig['session'] }): Promise<Actor> {
  if (token === null) return { kind: 'ANONYMOUS', sessionEnded: false };
  const session = await tools.em.findOne(Session, { tokenHash: secretDigest(token) });
  const now = tools.now();
  if (!session || session.endedAt || expiresAt(session, tools.limits) <= now) return { kind: 'ANONYMOUS', sessionEnded: true };

  if (now.getTime() - session.lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    // lock: one statement of its own, because a read has no unit of work; it never revives a session that ended meanwhile.
    await tools.em.nativeUpdate(Session, { id: session.id, endedAt: null }, { lastSeenAt: now });
    session.lastSeenAt = now;
  }
  const identity = session.identity(tools.vault);
  return { kind: 'CITIZEN', session, identity, personIndex: Buffer.from(session.personIndex) };
}
