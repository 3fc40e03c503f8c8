import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';
import { SignInRefusalReason } from './identity-provider.ts';
import { legalPersonMessage, providerUnavailableMessage, signInRefusalMessages } from './sign-in-messages.ts';

registerEnumType(SignInRefusalReason, {
  name: 'SignInRefusalReason',
  description: 'Why a citizen could not be signed in, when it is theirs to act on.',
  valuesConfig: {
    TICKET_EXPIRED: { description: 'The ticket ran out before it was exchanged.' },
    TICKET_INVALID: { description: 'Not a ticket that the provider knows.' },
    TICKET_USED: { description: 'The ticket has been exchanged before.' },
    TICKET_FOREIGN: { description: 'The ticket was issued for another service.' },
    SESSION_EXPIRED: { description: 'The provider’s own session ended between its two answers.' },
    ACCOUNT_INACTIVE: { description: 'The account exists but is not activated.' },
    REAL_NAME_REQUIRED: { description: 'The account is not bound to a person.' },
    IDENTITY_INCOMPLETE: { description: 'Name, document or user id is missing, or the document number fails its own rule.' },
    IDENTITY_CONTRADICTORY: { description: 'The document number says another birthday or sex than the provider.' },
    DOCUMENT_NOT_SUPPORTED: { description: 'A kind of document that this register does not know.' },
  },
});

/** The provider refused the ticket or the account. */
@ObjectType({ implements: Refusal, description: 'The identity provider refused the ticket or the account.' })
export class SignInRefused extends Refusal {
  readonly code = RefusalCode.SIGN_IN_REFUSED;
  readonly sentence;

  @Field(() => SignInRefusalReason, { description: 'Why, when it is the citizen’s to act on.' })
  readonly reason: SignInRefusalReason;

  @Field(() => String, { nullable: true, description: 'Where the citizen can complete their real-name verification; null when their container has no such page.' })
  readonly stepUpUrl: string | null;

  constructor(reason: SignInRefusalReason, stepUpUrl: string | null) {
    super();
    this.sentence = signInRefusalMessages[reason];
    this.reason = reason;
    this.stepUpUrl = stepUpUrl;
  }
}

/** The provider cannot be used now. */
@ObjectType('IdentityProviderUnavailable', { implements: Refusal, description: 'The identity provider cannot be used now; nothing the citizen did is at fault.' })
export class ProviderUnavailable extends Refusal {
  readonly code = RefusalCode.IDENTITY_PROVIDER_UNAVAILABLE;
  readonly sentence = providerUnavailableMessage;
}

/** A company cannot donate. */
@ObjectType({ implements: Refusal, description: 'The account belongs to a legal person; only people can register a decision.' })
export class LegalPersonNotSupported extends Refusal {
  readonly code = RefusalCode.LEGAL_PERSON_NOT_SUPPORTED;
  readonly sentence = legalPersonMessage;
}
