import { randomBytes, randomUUID } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { secretDigest } from '../identity/sessions.ts';
import { attemptPlace, StaffSignIn } from './staff-sign-in.entity.ts';
import { StaffProviderUnavailable } from './staff-refusals.types.ts';
import { StaffProviderTrouble, type AttemptSecrets } from './staff-provider.ts';

/** How long an attempt may take, in milliseconds: reading glasses, a one-time code and a colleague's question fit in. */
const ATTEMPT_LASTS = 10 * 60_000;

/** An attempt: where the page goes, and the secret that it keeps until it comes back. */
export interface BegunSignIn {
  readonly url: string;
  readonly attempt: string;
  readonly expiresAt: Date;
}

/** Begins a sign-in by OpenID Connect (authorization code with PKCE, state and nonce); everything secret but `attempt` stays here. */
export async function beginStaffSignIn(context: Context, { returnUrl }: { readonly returnUrl: string }): Promise<BegunSignIn> {
  const { em, vault, now, staffProvider } = context;
  const wait = (await context.limits.take('staffSignIn', context.clientAddress)) ?? (await context.limits.waitFor('failedStaffSignIn', context.clientAddress));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));
  if (!staffProvider) throw new Refused(new StaffProviderUnavailable());
  // Exactly a registered page: an open redirect would hand codes to whoever names an address.
  if (!staffProvider.settings.returnUrls.includes(returnUrl)) throw new Refused(new InvalidInput([unknownPage]));

  const secret = () => randomBytes(32).toString('base64url');
  const secrets: AttemptSecrets = { state: secret(), nonce: secret(), verifier: secret() };
  const url = await staffProvider.signInUrl(returnUrl, secrets).catch((error: unknown) => {
    throw error instanceof StaffProviderTrouble ? unavailable(context, error) : error;
  });
  // lock: attempts are nobody's data and leave no trace; a day is enough to tell a late answer that it is late.
  await em.nativeDelete(StaffSignIn, { expiresAt: { $lt: new Date(now().getTime() - 24 * 60 * 60_000) } });
  const id = randomUUID();
  const attempt = secret();
  const expiresAt = new Date(now().getTime() + ATTEMPT_LASTS);
  em.create(StaffSignIn, { id, attemptHash: secretDigest(attempt), sealedSecrets: vault.seal(JSON.stringify(secrets), attemptPlace(id)), returnUrl, expiresAt, usedAt: null });
  return { url, attempt, expiresAt };
}

/** The refusal for trouble of the provider's, which the log tells by its code. */
export function unavailable({ log, requestId }: Context, { code }: StaffProviderTrouble): Refused {
  log.warn({ event: 'staffProviderTrouble', requestId, code }, 'staff provider unavailable');
  return new Refused(new StaffProviderUnavailable());
}

const unknownPage = new InputProblem(['returnUrl'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '这个地址没有登记为工作台的返回地址，请通过登记的地址打开工作台。',
  en: 'This address is not registered as a page of the work desk. Please open the desk by its registered address.',
});
