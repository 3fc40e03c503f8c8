import type { Context } from '../graphql/context.ts';
import { Session, SessionEnd } from './session.entity.ts';

/** Ends the caller's session at once. Without one there is nothing to end, and signing out still succeeds. */
export async function signOut({ em, actor, now }: Context): Promise<Date> {
  if (actor.kind === 'CITIZEN') {
    const session = await em.findOne(Session, { id: actor.session.id });
    session?.end(SessionEnd.SIGNED_OUT, now());
  }
  return now();
}
