import type { AppConfig } from '../config.ts';
import type { Em } from '../database/orm.ts';
import type { Anonymous, Clinician, Staff } from '../identity/actor.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { secretDigest } from '../identity/sessions.ts';
import type { StaffAccount } from './staff-account.entity.ts';
import { StaffSession } from './staff-session.entity.ts';
import { AccountRole, type StaffRole } from './staff-role.ts';

/** How a token of a staff session begins, so that one look tells it from a citizen's. */
export const STAFF_TOKEN_PREFIX = 'staff.';

/** A live session is marked as seen at most this often, so that reading stays reading. */
const SEEN_EVERY_MS = 60_000;

/**
 * The staff member or clinician behind a token. A session that is idle for too long, too old or ended, or whose account is
 * no longer in force, is no session: the caller is anonymous and is told that theirs is over.
 */
export async function staffActorOf(token: string, tools: { em: Em; now: () => Date; limits: AppConfig['session'] }): Promise<Staff | Clinician | Anonymous> {
  const ended = { kind: 'ANONYMOUS', sessionEnded: true } as const;
  const session = await tools.em.findOne(StaffSession, { tokenHash: secretDigest(token) }, { populate: ['account', 'account.organisation', 'account.hospital'] });
  const now = tools.now();
  if (!session || session.endedAt || staffSessionEndsAt(session, tools.limits) <= now) return ended;
  const account = session.account.unwrap();
  if (!account.isValidOn(shanghaiDayOf(now))) return ended;

  if (now.getTime() - session.lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    // lock: one statement of its own, because a read has no unit of work; it never revives a session that ended meanwhile.
    await tools.em.nativeUpdate(StaffSession, { id: session.id, endedAt: null }, { lastSeenAt: now });
    session.lastSeenAt = now;
  }
  return actorOfSession(session, account) ?? ended;
}

/** Who acts in a session; null when the account names neither a body nor a hospital, which the database refuses. */
export function actorOfSession(session: StaffSession, account: StaffAccount): Staff | Clinician | null {
  const signedIn = { session, account };
  const hospital = account.hospital?.unwrap();
  const organisation = account.organisation?.unwrap();
  if (account.role === AccountRole.CLINICIAN) return hospital ? { kind: 'CLINICIAN', ...signedIn, hospital } : null;
  return organisation ? { kind: 'STAFF', ...signedIn, role: account.role satisfies StaffRole, organisation } : null;
}

/** When a session ends if nothing happens any more. */
export function staffSessionEndsAt(session: StaffSession, limits: AppConfig['session']): Date {
  return new Date(Math.min(session.lastSeenAt.getTime() + limits.idleMinutes * 60_000, session.signedInAt.getTime() + limits.totalMinutes * 60_000));
}
