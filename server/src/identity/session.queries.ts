import type { Em } from '../database/orm.ts';
import { ask, reading } from '../database/readings.ts';
import { Session } from './session.entity.ts';

const BY_TOKEN = reading({ name: 'session-of-token', rows: { s: Session }, text: (columns) => `select ${columns} from session s where s.token_hash = $1` });

/** The session that a bearer token opens, by the digest of the token, to be read and not to be changed; null when there is none. */
export async function sessionOfToken(em: Em, tokenHash: Buffer): Promise<Session | null> {
  const [row] = await ask(em, BY_TOKEN, [tokenHash]);
  return row?.s ?? null;
}

/** Notes that a session was seen. It never revives one that ended meanwhile. */
export async function markSeen(em: Em, id: string, at: Date): Promise<void> {
  // lock: one statement of its own, because a read has no unit of work.
  await em.nativeUpdate(Session, { id, endedAt: null }, { lastSeenAt: at });
}
