import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DivisionType } from '../divisions/division.types.ts';
import { connectionTypes } from '../graphql/connections.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { NodeType } from '../graphql/node.types.ts';
import { Channel } from '../identity/channel.ts';
import { AssuranceLevel } from '../identity/identity-provider.ts';
import { ConsentPurpose } from '../policy/consent-texts.ts';
import { DecisionAction, DecisionState } from './decision.entity.ts';
import { Choice, DonationItem, DonationKind } from './donation-kinds.ts';
import { FamilyKnows, KinRelation } from './donor.entity.ts';
import { NationalDifference, NationalSyncState } from './national-sync.entity.ts';

registerEnumType(Choice, {
  name: 'Choice',
  description: 'What a person says about one item: three values, never two (条例 art. 9).',
  valuesConfig: { AGREE: { description: '同意' }, REFUSE: { description: '不同意' }, NOT_STATED: { description: '不表态' } },
});

registerEnumType(DecisionAction, {
  name: 'DecisionAction',
  description: 'What the person did when they made a decision.',
  valuesConfig: {
    REGISTERED: { description: 'Registered the wish to donate.' },
    EDITED: { description: 'Changed which items they agree to.' },
    REAFFIRMED: { description: 'Said that the former decision still holds.' },
    REFUSED: { description: 'Registered a refusal.' },
    WITHDRAWN: { description: 'Withdrew, leaving no wish on record.' },
    REINSTATED: { description: 'Nothing themselves: a body of the Red Cross found that a later decision was not theirs and put back what they had last said.' },
  },
});

registerEnumType(DecisionState, {
  name: 'DecisionState',
  description: 'Where a person stands in law (条例 art. 9).',
  valuesConfig: {
    AGREED: { description: 'A wish to donate is on record.' },
    REFUSED: { description: 'A refusal is on record: nobody may donate for this person.' },
    WITHDRAWN: { description: 'The person withdrew; no wish is on record.' },
    SILENT: { description: 'The person never stated a wish here.' },
  },
});

registerEnumType(Channel, {
  name: 'Channel',
  description: 'Through which door a citizen or a decision came.',
  valuesConfig: {
    ZHELIBAN_APP: { description: '浙里办 App.' },
    ZHELIBAN_WECHAT: { description: '浙里办 mini-program in WeChat.' },
    ZHELIBAN_ALIPAY: { description: '浙里办 mini-program in Alipay.' },
    OPEN_WEB: { description: 'A plain browser.' },
    RED_CROSS_OFFICE: { description: 'A body of the Red Cross; never a session.' },
  },
});

registerEnumType(FamilyKnows, {
  name: 'FamilyKnows',
  description: 'Whether the person has told their family.',
  valuesConfig: { YES: { description: 'The family knows.' }, NOT_YET: { description: 'Not told yet.' }, NOT_STATED: { description: 'The person did not say.' } },
});

registerEnumType(KinRelation, {
  name: 'KinRelation',
  description: 'How an emergency contact is related to the donor.',
  valuesConfig: {
    SPOUSE: { description: '配偶' },
    PARENT: { description: '父母' },
    CHILD: { description: '子女' },
    SIBLING: { description: '兄弟姐妹' },
    OTHER: { description: '其他' },
  },
});

registerEnumType(NationalSyncState, {
  name: 'NationalSyncState',
  description: 'How far the national register (条例 art. 13) knows a decision: a condition, not a promise.',
  valuesConfig: {
    PENDING: { description: 'Not sent yet.' },
    SENT: { description: 'Sent, not confirmed.' },
    CONFIRMED: { description: 'Confirmed by the national register.' },
    REJECTED: { description: 'Rejected by the national register.' },
    CONFLICT: { description: 'The national register holds something else.' },
  },
});

registerEnumType(NationalDifference, {
  name: 'NationalDifference',
  description: 'Wherein the national register differs from this one.',
  valuesConfig: {
    THEIRS_IS_LATER: { description: 'It holds another word of the person that is later.' },
    OURS_IS_LATER: { description: 'It holds another word, and ours is later.' },
    ORDER_UNKNOWN: { description: 'It holds another word, and nobody knows which came first.' },
    NOT_ACCEPTED: { description: 'It does not take ours.' },
  },
});

/** One item with its choice, as stored. */
@ObjectType({ description: 'One item with the choice that is stored for it; nothing is ever filled in.' })
export class ItemChoice {
  @Field(() => DonationItem, { description: 'The organ or tissue.' })
  item!: DonationItem;

  @Field(() => DonationKind, { description: 'Its legal kind.' })
  kind!: DonationKind;

  @Field(() => Choice, { description: 'What the person said about it.' })
  choice!: Choice;
}

/** Which words were declared with a decision. */
@ObjectType({ description: 'Which words a person declared with a decision.' })
export class ConsentRecord {
  @Field(() => ConsentPurpose, { description: 'What was declared.' })
  purpose!: ConsentPurpose;

  @Field(() => String, { description: 'The version of the words.' })
  version!: string;

  @Field(() => String, { description: 'The SHA-256 of the words as they were read, in hex.' })
  hash!: string;
}

/** The state of a decision at the national register. */
@ObjectType('NationalSync', { description: 'The state of one decision at the national register: a condition, not a promise.' })
export class NationalSyncType {
  @Field(() => NationalSyncState, { description: 'The state.' })
  state!: NationalSyncState;

  @Field(() => DateTimeScalar, { description: 'Since when it is in this state.' })
  since!: Date;

  @Field(() => NationalDifference, { nullable: true, description: 'Wherein the registers differ; null when they do not.' })
  difference!: NationalDifference | null;
}

/** One decision as stored. */
@ObjectType('Decision', { implements: NodeType, description: 'One decision of one person, as stored. Decisions never change; the latest one stands.' })
export class DecisionType extends NodeType {
  @Field(() => Int, { description: 'Its place in the history of this person, from 1.' })
  sequence!: number;

  @Field(() => DecisionAction, { description: 'What the person did.' })
  action!: DecisionAction;

  @Field(() => DecisionState, { description: 'Where the person stood in law after it.' })
  state!: DecisionState;

  @Field(() => DateTimeScalar, { description: 'When the register recorded it.' })
  recordedAt!: Date;

  @Field(() => Channel, { description: 'Through which channel it came.' })
  channel!: Channel;

  @Field(() => AssuranceLevel, { description: 'How strongly the person was identified.' })
  assuranceLevel!: AssuranceLevel;
}

export const { NodeConnection: DecisionConnection } = connectionTypes('Decision', () => DecisionType, 'decision');

/** A person to ask for, masked. */
@ObjectType({ description: 'A person to ask for when the donor cannot speak; masked even for the donor.' })
export class EmergencyContact {
  @Field(() => String, { description: 'The name with its first character hidden.' })
  maskedName!: string;

  @Field(() => KinRelation, { description: 'How this person is related to the donor.' })
  relation!: KinRelation;

  @Field(() => String, { description: 'The phone number with its middle hidden.' })
  maskedPhone!: string;
}

/** How to reach a donor. */
@ObjectType({ description: 'How a donor can be reached and who knows of the decision.' })
export class DonorContact {
  @Field(() => String, { nullable: true, description: 'The phone number with its middle hidden; null when none is known.' })
  maskedPhone!: string | null;

  @Field(() => DivisionType, { nullable: true, description: 'The county or district where the donor lives; null when not stated.' })
  residence!: DivisionType | null;

  @Field(() => FamilyKnows, { description: 'Whether the family knows.' })
  familyKnows!: FamilyKnows;

  @Field(() => EmergencyContact, { nullable: true, description: 'A person to ask for; null when none was named.' })
  emergencyContact!: EmergencyContact | null;
}

/** A person on the register. */
@ObjectType('Donor', { implements: NodeType, description: 'A person on the register, visible to that person only.' })
export class DonorType extends NodeType {
  @Field(() => String, { description: 'The number to quote to an office; it says nothing about the person.' })
  registrationNumber!: string;

  @Field(() => DateTimeScalar, { description: 'When the person first came onto the register.' })
  registeredAt!: Date;

  @Field(() => Int, { description: 'The version to send back as `expectedVersion` with a change.' })
  version!: number;
}

/** The choice for one item. */
@InputType({ description: 'The choice for one item. Every item of the policy must be stated exactly once.' })
export class ItemChoiceInput {
  @Field(() => DonationItem, { description: 'The organ or tissue.' })
  item!: DonationItem;

  @Field(() => Choice, { description: 'What the person says about it.' })
  choice!: Choice;
}

/** The words that were read. */
@InputType({ description: 'Which words the person read and declared: version and hash of the consent text in force.' })
export class ConsentInput {
  @Field(() => String, { description: 'The version of the words.' })
  version!: string;

  @Field(() => String, { description: 'The hash of the words.' })
  hash!: string;
}

/** A person to ask for. */
@InputType({ description: 'A person to ask for when the donor cannot speak.' })
export class EmergencyContactInput {
  @Field(() => String, { description: 'The name, 1 to 50 characters.' })
  name!: string;

  @Field(() => KinRelation, { description: 'How this person is related to the donor.' })
  relation!: KinRelation;

  @Field(() => String, { description: 'The phone number.' })
  phone!: string;
}

/** How to reach the donor. */
@InputType({ description: 'How to reach the donor. A change replaces all of it.' })
export class ContactInput {
  @Field(() => String, { nullable: true, description: 'A phone number; null keeps the stored one, or takes the verified one of the sign-in.' })
  phone?: string | null;

  @Field(() => String, { description: 'The GB/T 2260 code of the county or district where the donor lives.' })
  residenceCode!: string;

  @Field(() => FamilyKnows, { description: 'Whether the family knows.' })
  familyKnows!: FamilyKnows;

  @Field(() => EmergencyContactInput, { nullable: true, description: 'A person to ask for; null names nobody.' })
  emergencyContact?: EmergencyContactInput | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Keeps the stored emergency contact; `emergencyContact` must then be null.' })
  keepEmergencyContact!: boolean;
}
