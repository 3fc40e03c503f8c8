import { createUnionType, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ViewerType } from '../donors/viewer.types.ts';
import { TooManyRequests } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { Container, SignInMethod } from './identity-provider.ts';
import { LegalPersonNotSupported, ProviderUnavailable, SignInRefused } from './sign-in-refusals.types.ts';

registerEnumType(Container, {
  name: 'Container',
  description: 'Where the citizen’s page runs; the way to sign in depends on it.',
  valuesConfig: {
    ZHELIBAN_APP: { description: '浙里办 App.' },
    ZHELIBAN_WECHAT: { description: '浙里办 mini-program in WeChat.' },
    ZHELIBAN_ALIPAY: { description: '浙里办 mini-program in Alipay.' },
    OPEN_WEB: { description: 'A plain browser.' },
  },
});

registerEnumType(SignInMethod, {
  name: 'SignInMethod',
  description: 'The protocol by which the container vouches for the citizen.',
  valuesConfig: {
    ZHELIBAN_TICKET: { description: 'A ticket that comes back by redirect (generation A).' },
    ZHELIBAN_TICKET_ID: { description: 'A ticketId that the container’s bridge hands out (generation B).' },
  },
});

/** One way to sign in. */
@ObjectType({ description: 'One way to sign in from this container.' })
export class SignInOption {
  @Field(() => SignInMethod, { description: 'The protocol.' })
  method!: SignInMethod;

  @Field(() => String, { nullable: true, description: 'Where the page must go; null when the bridge hands out the ticket.' })
  redirectUrl!: string | null;

  @Field(() => String, { nullable: true, description: 'Where an account raises its assurance level; null when there is no such page.' })
  stepUpUrl!: string | null;
}

/** A ticket to exchange. */
@InputType({ description: 'A single-use ticket of the container; it is never shown again and never logged.' })
export class SignInInput {
  @Field(() => SignInMethod, { description: 'The protocol that gave the ticket.' })
  method!: SignInMethod;

  @Field(() => String, { description: 'The ticket or ticketId.' })
  ticket!: string;

  @Field(() => Container, { description: 'Where the page runs.' })
  container!: Container;
}

/** The citizen is signed in. */
@ObjectType({ description: 'The citizen is signed in.' })
export class SignInSuccess {
  @Field(() => String, { description: 'Send it as `Authorization: Bearer …`. It is shown once and cannot be read again.' })
  token!: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether the session that this request carried was the same person’s; null when it carried none. If not, nothing that was typed before may be sent.' })
  isSamePerson!: boolean | null;

  @Field(() => ViewerType, { description: 'Who is signed in now.' })
  viewer!: ViewerType;
}

/** The session is over. */
@ObjectType({ description: 'The session is over; its token opens nothing any more.' })
export class SignOutSuccess {
  @Field(() => DateTimeScalar, { description: 'When it ended.' })
  signedOutAt!: Date;
}

export const SignInResult = createUnionType({
  name: 'SignInResult',
  description: 'The session, or why the citizen could not be signed in.',
  types: () => [SignInSuccess, SignInRefused, LegalPersonNotSupported, ProviderUnavailable, TooManyRequests] as const,
});
