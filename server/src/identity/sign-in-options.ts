import type { Context } from '../graphql/context.ts';
import type { Container, SignInMethod } from './identity-provider.ts';

/** One way to sign in from a container. */
export interface WayToSignIn {
  readonly method: SignInMethod;
  readonly redirectUrl: string | null;
  readonly stepUpUrl: string | null;
}

/** The ways to sign in from a container, the preferred one first; `returnTo` is where the pages should lead back. */
export function waysToSignIn({ identityProviders }: Pick<Context, 'identityProviders'>, container: Container, returnTo: string | null): WayToSignIn[] {
  return identityProviders.map((provider) => ({
    method: provider.method,
    redirectUrl: provider.signInUrl(container, returnTo),
    stepUpUrl: provider.stepUpUrl(container, returnTo),
  }));
}
