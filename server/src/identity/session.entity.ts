import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant, sealed } from '../database/columns.ts';
import type { IndexSlot, Vault } from '../vault/vault.ts';
import type { AssuranceLevel, Container, SignInMethod, VerifiedIdentity } from './identity-provider.ts';

/** Why a session ended before its time. */
export const SessionEnd = { SIGNED_OUT: 'SIGNED_OUT', REPLACED: 'REPLACED' } as const;
export type SessionEnd = (typeof SessionEnd)[keyof typeof SessionEnd];

const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    id: id(),
    /** SHA-256 of the bearer token; the token itself is known to the phone only. */
    tokenHash: blindIndex().unique(),
    /** SHA-256 of the ticket it was exchanged for: unique, so one ticket opens one session. */
    ticketHash: blindIndex().unique(),
    personIndex: blindIndex().index(),
    /** Which index key `personIndex` was made with (`Vault.indexSlot`). */
    indexSlot: p.smallint().$type<IndexSlot>(),
    /** By which way they signed in; null in sessions from before it was kept. */
    provider: p.text().$type<SignInMethod>().nullable(),
    channel: p.text().$type<Container>(),
    assuranceLevel: p.text().$type<AssuranceLevel>(),
    /** Null once it was forgotten, some days after the session ended (`retention/`). */
    sealedIdentity: sealed().nullable(),
    signedInAt: instant(),
    lastSeenAt: instant(),
    endedAt: instant().nullable(),
    endReason: p.text().$type<SessionEnd>().nullable(),
  },
});

/** The time a citizen is signed in: from one ticket exchange until sign-out, replacement, idleness or age. */
export class Session extends SessionSchema.class {
  /**
   * The identity that the provider vouched for at the ticket exchange. It opens with the token, which only the phone has: nobody
   * can read it in a copy of the database, not even with the register's keys.
   */
  identity(vault: Vault, token: string): VerifiedIdentity {
    if (!this.sealedIdentity) throw new Error('The identity of this session was forgotten');
    return JSON.parse(vault.open(this.sealedIdentity, sessionPlace(this.id), token)) as VerifiedIdentity;
  }

  /** Ends the session at once. Ending it again changes nothing. */
  end(reason: SessionEnd, at: Date): void {
    this.endedAt ??= at;
    this.endReason ??= reason;
  }
}
SessionSchema.setClass(Session);

/** Seals an identity for a session and for the token that its phone gets. */
export function sealIdentity(vault: Vault, sessionId: string, token: string, identity: VerifiedIdentity): Buffer {
  return vault.seal(JSON.stringify(identity), sessionPlace(sessionId), token);
}

function sessionPlace(sessionId: string): string {
  return `session.identity:${sessionId}`;
}
