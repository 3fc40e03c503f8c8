import type { Em } from '../database/orm.ts';
import { ask, readerOf } from '../database/readings.ts';
import { Session } from './session.entity.ts';

/** The session that a bearer token opens, by the digest of the token, to be read and not to be changed; null when there is none. */
export async function sessionOfToken(em: Em, tokenHash: Buffer): Promise<Session | null> {
  const reader = readerOf(em, Session);
  const [row] = await ask(em, { name: 'session-of-token', text: `select ${reader.columns('s')} from session s where s.token_hash = $1` }, [tokenHash]);
  return row ? reader.read(row, 's') : null;
}

/** Notes that a session was seen. It never revives one that ended meanwhile. */
export async function markSeen(em: Em, id: string, at: Date): Promise<void> {
  // lock: one statement of its own, because a read has no unit of work.
  await em.nativeUpdate(Session, { id, endedAt: null }, { lastSeenAt: at });
}
