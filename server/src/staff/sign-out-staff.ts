import type { Context } from '../graphql/context.ts';
import { accountOf } from './staff.policy.ts';
import { StaffSession } from './staff-session.entity.ts';

/** The session is over; the page may go on to the provider's own sign-out. */
export interface StaffSignedOut {
  readonly signedOutAt: Date;
  readonly providerUrl: string | null;
}

/** Ends the caller's session at once. Without one there is nothing to end, and signing out still succeeds; so it does when the provider is away. */
export async function signOutStaff(context: Context, { returnUrl }: { readonly returnUrl: string }): Promise<StaffSignedOut> {
  const { em, actor, now, staffProvider } = context;
  const caller = accountOf(actor);
  if (caller) {
    const session = await em.findOne(StaffSession, { id: caller.session.id });
    if (session) session.endedAt ??= now();
  }
  const isOurs = staffProvider?.settings.returnUrls.includes(returnUrl) ?? false;
  const providerUrl = isOurs && staffProvider ? await staffProvider.signOutUrl(returnUrl).catch(() => null) : null;
  return { signedOutAt: now(), providerUrl };
}
