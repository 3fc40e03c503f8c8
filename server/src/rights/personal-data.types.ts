import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { AssuranceTooLow, FreshSignInNeeded } from '../donors/decision-refusals.types.ts';
import { connectionTypes } from '../graphql/connections.ts';
import { NodeType } from '../graphql/node.types.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import type { Citizen } from '../identity/actor.ts';
import { Channel } from '../identity/channel.ts';
import { AfterDeathSetting } from './after-death-access.entity.ts';
import type { PersonalDataExport } from './export-my-data.ts';
import { ProcessingBasis, ProcessingPurpose, type OptionalPurpose } from './processing-purposes.ts';
import { DataRecipientKind } from './recipients.queries.ts';
import { NothingOnRecord, PurposeTextOutdated, PurposeTextType, RecordRestricted } from './rights-refusals.types.ts';

/** The purposes that take a consent of their own. */
const OptionalPurposes = { CONTACT_ME: 'CONTACT_ME', ASK_EMERGENCY_CONTACT: 'ASK_EMERGENCY_CONTACT', RESPECT_WISH: 'RESPECT_WISH', CITY_CARD_ASKS: 'CITY_CARD_ASKS', CITY_CARD_TOLD: 'CITY_CARD_TOLD', OPEN_CARD_ASKS: 'OPEN_CARD_ASKS', OPEN_CARD_TOLD: 'OPEN_CARD_TOLD' } as const satisfies Record<OptionalPurpose, OptionalPurpose>;

registerEnumType(OptionalPurposes, {
  name: 'OptionalPurpose',
  description: 'The purposes that a person may do without (个人信息保护法 art. 16): each is consented to, or not, for itself.',
  valuesConfig: {
    CONTACT_ME: { description: 'Calling the person about their registration.' },
    ASK_EMERGENCY_CONTACT: { description: 'Asking the emergency contact when the person cannot speak.' },
    RESPECT_WISH: { description: 'Letting medical staff and the family know what the person hopes for; given with the wish itself (`stateWish`).' },
    CITY_CARD_ASKS: { description: 'The city’s health card platform may ask for the decision; a card is bound first (`bindHealthCard`).' },
    CITY_CARD_TOLD: { description: 'It is noted on the city’s health card.' },
    OPEN_CARD_ASKS: { description: 'The open health card platform may ask for the decision.' },
    OPEN_CARD_TOLD: { description: 'It is noted on the card of the open platform.' },
  },
});

registerEnumType(AfterDeathSetting, {
  name: 'AfterDeathSetting',
  description: 'Who may see a person’s data after their death (个人信息保护法 art. 49). Look-ups that the law provides for are not touched by it.',
  valuesConfig: {
    NOT_STATED: { description: 'The person arranged nothing; the law’s own rule holds.' },
    NEAR_KIN_MAY: { description: 'Near kin may view and copy them.' },
    NOBODY_BEYOND_LAW: { description: 'Nobody may, beyond what a law provides for.' },
  },
});

registerEnumType(DataRecipientKind, {
  name: 'DataRecipientKind',
  description: 'How a person’s data came to somebody.',
  valuesConfig: {
    LOOK_UP: { description: 'A look-up of their decision for one case.' },
    EVIDENCE_PACKAGE: { description: 'An evidence package for the ethics committee of a hospital.' },
    REQUEST_READ: { description: 'Staff read a request of theirs.' },
    NEAR_KIN_READ: { description: 'Staff looked for them because a near relative says that they died.' },
    BODY_DONATION_READ: { description: 'Staff read what they wish for their body.' },
    HOME_VISIT_READ: { description: 'Staff read where to a visit is to go.' },
    EXPORTED_BY_OWNER: { description: 'They took a copy themselves.' },
    HEALTH_CARD_ANSWER: { description: 'A platform of health cards asked about their card and was told something.' },
    HEALTH_CARD_MARK: { description: 'It was noted on their health card, or taken off.' },
    FAMILY_MESSAGE: { description: 'Somebody opened their message to the family with link and code.' },
  },
});

/** A purpose and where the person stands about it. */
@ObjectType('ProcessingPurposeState', { description: 'One purpose for which data are processed, and where the person stands about it.' })
export class ProcessingPurposeStateType {
  @Field(() => ProcessingPurpose, { description: 'The purpose.' })
  purpose!: ProcessingPurpose;

  @Field(() => ProcessingBasis, { description: 'On what it rests.' })
  basis!: ProcessingBasis;

  @Field(() => PurposeTextType, { description: 'What a person is told of it, in the language of the caller.' })
  words!: PurposeTextType;

  @Field(() => Boolean, { nullable: true, description: 'Whether the person agreed; null where the law asks for no consent.' })
  given!: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When they last said so; null when they never did.' })
  statedAt!: Date | null;
}

/** One statement about a consent. */
@ObjectType('ProcessingConsent', { implements: NodeType, description: 'That a person gave or took back their consent to one purpose; never changed, the latest one stands.' })
export class ProcessingConsentType extends NodeType {
  @Field(() => OptionalPurposes, { description: 'The purpose.' })
  purpose!: OptionalPurpose;

  @Field(() => Boolean, { description: 'True when it was given, false when it was taken back.' })
  given!: boolean;

  @Field(() => String, { description: 'The version of the words that were shown.' })
  textVersion!: string;

  @Field(() => String, { description: 'The SHA-256 of the words that were shown, in hex.' })
  textHash!: string;

  @Field(() => Channel, { description: 'Through which channel.' })
  channel!: Channel;

  @Field(() => DateTimeScalar, { description: 'When.' })
  statedAt!: Date;
}

export const { NodeConnection: ProcessingConsentConnection } = connectionTypes('ProcessingConsent', () => ProcessingConsentType, 'consent');

/** What a person arranged for after their death. */
@ObjectType('AfterDeathAccess', { implements: NodeType, description: 'What a person arranged for their data after their death; never changed, the latest one stands.' })
export class AfterDeathAccessType extends NodeType {
  @Field(() => AfterDeathSetting, { description: 'Who may see them.' })
  setting!: AfterDeathSetting;

  @Field(() => Channel, { description: 'Through which channel they said so.' })
  channel!: Channel;

  @Field(() => DateTimeScalar, { description: 'When.' })
  statedAt!: Date;
}

export const { NodeConnection: AfterDeathAccessConnection } = connectionTypes('AfterDeathAccess', () => AfterDeathAccessType, 'arrangement');

/** Who received data. */
@ObjectType('DataRecipient', { implements: NodeType, description: 'One time that the person’s data were shown to somebody (个人信息保护法 art. 23).' })
export class DataRecipientType extends NodeType {
  @Field(() => DataRecipientKind, { description: 'How.' })
  kind!: DataRecipientKind;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'The hospital, the body of the Red Cross or the platform of health cards; null for the person themselves, and for whoever opened their message to the family.' })
  recipientName!: string | null;
}

export const { NodeConnection: DataRecipientConnection } = connectionTypes('DataRecipient', () => DataRecipientType, 'recipient');

/** A person's data and what they may do about them. */
@ObjectType('PersonalData', { description: 'For what the caller’s data are processed, who received them, and what the caller said and asked about them.' })
export class PersonalDataType {
  /** Whose. */
  of!: Citizen;
}

/** Which words were shown. */
@InputType({ description: 'Which words of a purpose the person read: version and hash of those in force.' })
export class PurposeTextInput {
  @Field(() => String, { description: 'The version of the words.' })
  version!: string;

  @Field(() => String, { description: 'The hash of the words.' })
  hash!: string;
}

/** Consents. */
@InputType({ description: 'A consent to one optional purpose.' })
export class GiveConsentInput {
  @Field(() => OptionalPurposes, { description: 'The purpose.' })
  purpose!: OptionalPurpose;

  @Field(() => PurposeTextInput, { description: 'The words that the person read.' })
  words!: PurposeTextInput;
}

/** Takes a consent back. */
@InputType({ description: 'A consent that is taken back.' })
export class TakeBackConsentInput {
  @Field(() => OptionalPurposes, { description: 'The purpose.' })
  purpose!: OptionalPurpose;
}

/** Who may see the data after death. */
@InputType({ description: 'Who may see the caller’s data after their death.' })
export class StateAfterDeathAccessInput {
  @Field(() => AfterDeathSetting, { description: 'Who may.' })
  setting!: AfterDeathSetting;
}

/** The consent stands. */
@ObjectType({ description: 'The consent is on record.' })
export class GiveConsentSuccess {
  @Field(() => PersonalDataType, { description: 'The caller’s data as they now stand.' })
  personalData!: PersonalDataType;
}

/** The consent is gone. */
@ObjectType({ description: 'The consent is taken back; what was kept for it alone is deleted.' })
export class TakeBackConsentSuccess {
  @Field(() => PersonalDataType, { description: 'The caller’s data as they now stand.' })
  personalData!: PersonalDataType;
}

/** The arrangement stands. */
@ObjectType({ description: 'The arrangement is on record.' })
export class StateAfterDeathAccessSuccess {
  @Field(() => PersonalDataType, { description: 'The caller’s data as they now stand.' })
  personalData!: PersonalDataType;
}

/** The restriction is over. */
@ObjectType({ description: 'The record can be looked up and changed again.' })
export class LiftRestrictionSuccess {
  @Field(() => PersonalDataType, { description: 'The caller’s data as they now stand.' })
  personalData!: PersonalDataType;
}

/** A copy of everything. */
@ObjectType({ description: 'A copy of everything held about the caller, unmasked.' })
export class ExportMyDataSuccess {
  @Field(() => ID, { description: 'SHA-256 of the document’s UTF-8 bytes, in hex: two copies with the same are the same.' })
  sha256!: string;

  @Field(() => String, { description: 'The document: JSON in the form of docs/personal-data-export.md.' })
  document!: string;

  @Field(() => DateTimeScalar, { description: 'When it was taken.' })
  exportedAt!: Date;

  static of(this: void, copy: PersonalDataExport): ExportMyDataSuccess {
    return Object.assign(new ExportMyDataSuccess(), copy);
  }
}

export const GiveConsentResult = createUnionType({
  name: 'GiveConsentResult',
  description: 'The consent, or the rule that refused it.',
  types: () => [GiveConsentSuccess, InvalidInput, AssuranceTooLow, NothingOnRecord, PurposeTextOutdated, RecordRestricted] as const,
});

export const TakeBackConsentResult = createUnionType({
  name: 'TakeBackConsentResult',
  description: 'That it is taken back, or the rule that refused it.',
  types: () => [TakeBackConsentSuccess, AssuranceTooLow, NothingOnRecord] as const,
});

export const StateAfterDeathAccessResult = createUnionType({
  name: 'StateAfterDeathAccessResult',
  description: 'The arrangement, or the rule that refused it.',
  types: () => [StateAfterDeathAccessSuccess, AssuranceTooLow, NothingOnRecord] as const,
});

export const LiftRestrictionResult = createUnionType({
  name: 'LiftRestrictionResult',
  description: 'That it is over, or the rule that refused it.',
  types: () => [LiftRestrictionSuccess, AssuranceTooLow, NothingOnRecord, FreshSignInNeeded] as const,
});

export const ExportMyDataResult = createUnionType({
  name: 'ExportMyDataResult',
  description: 'The copy, or the rule that refused it.',
  types: () => [ExportMyDataSuccess, AssuranceTooLow, FreshSignInNeeded] as const,
});
