import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { settleWithdrawal } from '../donors/settle-withdrawal.ts';
import type { Context } from '../graphql/context.ts';
import { Container } from './identity-provider.ts';
import { SignInInput, SignInOption, SignInResult, SignInSuccess, SignOutSuccess } from './session.types.ts';
import { waysToSignIn } from './sign-in-options.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

/** Signing in and out. */
@Resolver()
export class SessionResolver {
  @Query(() => [SignInOption], { description: 'The ways to sign in from a container, the preferred one first.' })
  signInOptions(
    @Ctx() context: Context,
    @Arg('container', () => Container, { description: 'Where the page runs.' }) container: Container,
    @Arg('returnTo', () => String, { nullable: true, description: 'A path of this site to come back to, for example /.' }) returnTo: string | null,
  ): SignInOption[] {
    return waysToSignIn(context, container, returnTo);
  }

  @Mutation(() => SignInResult, { description: 'Exchanges a ticket of the container for a session and ends the former one.' })
  async signIn(@Ctx() context: Context, @Arg('input', () => SignInInput, { description: 'The ticket.' }) input: SignInInput): Promise<SignInSuccess> {
    const { token, citizen, isSamePerson } = await signIn(context, input);
    context.access.actor = citizen;
    await settleWithdrawal(context, citizen);
    return Object.assign(new SignInSuccess(), { token, isSamePerson, viewer: { of: citizen } });
  }

  @Mutation(() => SignOutSuccess, { description: 'Ends the session of the caller; succeeds without one, too.' })
  async signOut(@Ctx() context: Context): Promise<SignOutSuccess> {
    return { signedOutAt: await signOut(context) };
  }
}
