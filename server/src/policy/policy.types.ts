import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DonationItem, DonationKind } from '../donors/donation-kinds.ts';
import { AssuranceLevel } from '../identity/identity-provider.ts';
import { ConsentPurpose } from './consent-texts.ts';

registerEnumType(DonationKind, {
  name: 'DonationKind',
  description: 'The legal kind of an item: organs fall under 人体器官捐献和移植条例 art. 2, tissues do not.',
  valuesConfig: { ORGAN: { description: '器官' }, TISSUE: { description: '组织' } },
});

registerEnumType(DonationItem, {
  name: 'DonationItem',
  description: 'One organ or tissue about which a person decides.',
  valuesConfig: {
    HEART: { description: '心脏' },
    LUNG: { description: '肺' },
    LIVER: { description: '肝' },
    KIDNEY: { description: '肾' },
    PANCREAS: { description: '胰' },
    SMALL_INTESTINE: { description: '小肠' },
    EYE_TISSUE: { description: '眼组织（角膜）' },
    SKIN: { description: '皮肤' },
    BONE: { description: '骨' },
    HEART_VALVE: { description: '心脏瓣膜' },
    BRAIN_TISSUE: { description: '脑组织' },
    DURA_MATER: { description: '硬脑膜' },
  },
});

registerEnumType(ConsentPurpose, {
  name: 'ConsentPurpose',
  description: 'What a person declares with a decision.',
  valuesConfig: {
    AGREE: { description: 'The person agrees to donate.' },
    REFUSE: { description: 'The person refuses to donate.' },
    WITHDRAW: { description: 'The person withdraws and leaves no wish on record.' },
  },
});

registerEnumType(AssuranceLevel, {
  name: 'AssuranceLevel',
  description: 'How strongly the sign-in identified the person (浙里办 authlevel).',
  valuesConfig: {
    NOT_REAL_NAME: { description: '非实名: the account is not bound to a person.' },
    BASIC_REAL_NAME: { description: '初级实名: name and number were checked.' },
    ADVANCED_REAL_NAME: { description: '高级实名: the person was checked as well, for example by face.' },
  },
});

/** The items of one legal kind. */
@ObjectType('DonationKindPolicy', { description: 'The items of one legal kind that a decision must state, in the order of the form.' })
export class DonationKindPolicyType {
  @Field(() => DonationKind, { description: 'The legal kind.' })
  kind!: DonationKind;

  @Field(() => [DonationItem], { description: 'The items of this kind.' })
  items!: readonly DonationItem[];
}

/** A declaration text. */
@ObjectType('ConsentText', { description: 'The words that a person declares with a decision; send back version and hash to show which words were read.' })
export class ConsentTextType {
  @Field(() => ConsentPurpose, { description: 'What is declared.' })
  purpose!: ConsentPurpose;

  @Field(() => String, { description: 'The version of the words.' })
  version!: string;

  @Field(() => String, { description: 'SHA-256, in hex, of the language and the paragraphs joined by line feeds.' })
  hash!: string;

  @Field(() => String, { description: 'The language of the words: zh-CN or en.' })
  language!: string;

  @Field(() => [String], { description: 'The words, paragraph by paragraph.' })
  paragraphs!: readonly string[];
}

/** The rules in force. */
@ObjectType('DonationPolicy', { description: 'The rules in force for a decision on this register.' })
export class DonationPolicyType {
  @Field(() => Int, { description: 'Full years a person must have reached on the day of the decision.' })
  minimumAge!: number;

  @Field(() => AssuranceLevel, { description: 'The assurance level that registering, changing and withdrawing need.' })
  requiredAssuranceLevel!: AssuranceLevel;

  @Field(() => [DonationKindPolicyType], { description: 'What a decision must state, by legal kind.' })
  kinds!: DonationKindPolicyType[];

  @Field(() => [ConsentTextType], { description: 'The declarations in force, one for each purpose, in the language of the caller.' })
  consents!: readonly ConsentTextType[];
}
