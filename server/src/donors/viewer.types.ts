import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DivisionType } from '../divisions/division.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import type { Citizen } from '../identity/actor.ts';
import { Channel } from '../identity/channel.ts';
import { IdentityDocumentType } from '../identity/identity-document.ts';
import { AssuranceLevel } from '../identity/identity-provider.ts';
import { AbilityReason, DonorAction } from './donor.policy.ts';

registerEnumType(DonorAction, {
  name: 'DonorAction',
  description: 'What a person can do about their decision.',
  valuesConfig: {
    REGISTER: { description: 'Register the wish to donate (`registerDonor`).' },
    EDIT: { description: 'Change the decision (`editDecision`).' },
    REAFFIRM: { description: 'Say that it still holds (`reaffirmDecision`).' },
    REFUSE: { description: 'Refuse to donate (`refuseDonation`).' },
    WITHDRAW: { description: 'Withdraw the decision (`withdrawDecision`).' },
  },
});

registerEnumType(AbilityReason, {
  name: 'AbilityReason',
  description: 'Why an action is not open to a person now.',
  valuesConfig: {
    UNDER_AGE: { description: 'The person has not reached the age of the policy.' },
    IDENTITY_INCOMPLETE: { description: 'The identity provider did not give a birth date.' },
    ASSURANCE_TOO_LOW: { description: 'The sign-in identified the person too weakly.' },
    ALREADY_REGISTERED: { description: 'There is a standing decision already.' },
    ALREADY_REFUSED: { description: 'A refusal stands already; it can be reaffirmed.' },
    NO_STANDING_DECISION: { description: 'There is no standing decision.' },
    DISAVOWED: { description: 'The person said that a decision was not theirs, and nobody has found out yet.' },
    WITHDRAWAL_QUEUED: { description: 'A withdrawal waits for the person’s next sign-in.' },
    RECORD_RESTRICTED: { description: 'At the person’s wish nothing but storage is done with their record; they lift that first (`liftRestriction`).' },
  },
});

registerEnumType(IdentityDocumentType, {
  name: 'IdentityDocumentType',
  description: 'The kind of document that identifies a person.',
  valuesConfig: {
    RESIDENT_ID_CARD: { description: '居民身份证' },
    PASSPORT: { description: '护照' },
    OFFICER_CARD: { description: '军官证' },
    HONG_KONG_MACAO_PERMIT: { description: '港澳居民来往内地通行证' },
    TAIWAN_PERMIT: { description: '台湾居民来往大陆通行证' },
    FOREIGN_PERMANENT_RESIDENT_CARD: { description: '外国人永久居留身份证' },
  },
});

/** Who is signed in, masked. */
@ObjectType('Citizen', { description: 'The signed-in person as the identity provider vouches for them; masked, because they know who they are.' })
export class CitizenType {
  @Field(() => String, { description: 'The name with its first character hidden.' })
  maskedName!: string;

  @Field(() => IdentityDocumentType, { description: 'The kind of identity document.' })
  documentType!: IdentityDocumentType;

  @Field(() => String, { description: 'The document number with its middle hidden.' })
  maskedDocumentNumber!: string;

  @Field(() => AssuranceLevel, { description: 'How strongly this sign-in identified the person.' })
  assuranceLevel!: AssuranceLevel;

  @Field(() => String, { nullable: true, description: 'The phone number of the account with its middle hidden; null when it has none.' })
  maskedPhone!: string | null;

  @Field(() => DivisionType, { nullable: true, description: 'The county, or at least the city, that the account’s profile names: a suggestion for the form, never verified.' })
  suggestedResidence!: DivisionType | null;

  @Field(() => String, { nullable: true, description: 'Where the person can raise their assurance level; null when there is no such page.' })
  stepUpUrl!: string | null;
}

/** A session. */
@ObjectType('Session', { description: 'The time for which a citizen is signed in.' })
export class SessionType {
  @Field(() => Channel, { description: 'Through which channel.' })
  channel!: Channel;

  @Field(() => DateTimeScalar, { description: 'When the ticket was exchanged.' })
  signedInAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it ends if nothing happens any more.' })
  expiresAt!: Date;
}

/** One ability. */
@ObjectType({ description: 'Whether one action is open to the person now, so that a page shows only what works.' })
export class Ability {
  @Field(() => DonorAction, { description: 'The action.' })
  action!: DonorAction;

  @Field(() => Boolean, { description: 'Whether it is open.' })
  allowed!: boolean;

  @Field(() => AbilityReason, { nullable: true, description: 'Why not; null when it is open.' })
  reason!: AbilityReason | null;
}

/** The signed-in person and everything that is theirs. */
@ObjectType('Viewer', { description: 'The signed-in person and what is theirs; nobody else can see any of it.' })
export class ViewerType {
  /** The caller, carried along because a sign-in answers before the request itself is signed in. */
  of!: Citizen;
}
