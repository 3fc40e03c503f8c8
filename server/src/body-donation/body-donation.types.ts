import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DivisionType } from '../divisions/division.types.ts';
import { NodeType } from '../graphql/node.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { Channel } from '../identity/channel.ts';
import { AshesHandling, BodyDeclarationAction, BodyDonationStatus, BodyUse, BodyWish, ExecutorRelation } from './body-donation.entity.ts';

registerEnumType(BodyWish, {
  name: 'BodyWish',
  description: 'What a person wishes for their body (遗体), beside and apart from organs and tissues.',
  valuesConfig: {
    AGREE: { description: 'To donate it.' },
    REFUSE: { description: 'Not to donate it.' },
    NOT_STATED: { description: 'Nothing, neither yes nor no.' },
  },
});

registerEnumType(BodyDeclarationAction, {
  name: 'BodyDeclarationAction',
  description: 'What a declaration about the body did.',
  valuesConfig: {
    DECLARED: { description: 'A wish to donate was declared.' },
    CHANGED: { description: 'Such a wish was changed.' },
    REFUSED: { description: 'Donating was refused.' },
    WITHDRAWN: { description: 'It was taken back.' },
  },
});

registerEnumType(BodyDonationStatus, {
  name: 'BodyDonationStatus',
  description: 'How far the Red Cross of the area has come: on line a wish is a request, and paper completes it.',
  valuesConfig: {
    RECEIVED: { description: 'It has arrived; nobody has been in touch yet.' },
    IN_TOUCH: { description: 'The Red Cross is in touch with the person.' },
    COMPLETED: { description: 'The paper is done.' },
    NOT_COMPLETED: { description: 'It could not be completed; the note says why.' },
    NOTED: { description: 'A refusal: there is nothing to complete.' },
    WITHDRAWN: { description: 'The person took it back.' },
  },
});

registerEnumType(BodyUse, {
  name: 'BodyUse',
  description: 'For what the body may be used.',
  valuesConfig: {
    TEACHING: { description: '医学教学' },
    RESEARCH: { description: '医学科研' },
    NO_PREFERENCE: { description: 'Either; the person has no preference.' },
  },
});

registerEnumType(AshesHandling, {
  name: 'AshesHandling',
  description: 'What becomes of the ashes.',
  valuesConfig: {
    TO_FAMILY: { description: 'They go back to the family.' },
    MEMORIAL: { description: 'They go to a memorial of the Red Cross, where there is one.' },
    NO_PREFERENCE: { description: 'The person has no preference.' },
  },
});

registerEnumType(ExecutorRelation, {
  name: 'ExecutorRelation',
  description: 'Who the executor (执行人) of a body donation is.',
  valuesConfig: {
    SPOUSE: { description: '配偶' },
    CHILD: { description: '子女' },
    PARENT: { description: '父母' },
    SIBLING: { description: '兄弟姐妹' },
    COLLATERAL_KIN: { description: '旁系亲属, for a person without near kin' },
    COMMITTEE: { description: '居民委员会或者村民委员会, for a person without kin' },
    CARE_HOME: { description: '养老机构, for a person without kin' },
    OTHER: { description: 'Somebody else; the Red Cross says whether that is possible' },
  },
});

/** Who heard the executor agree. */
export const ExecutorConsent = { STATED_BY_PERSON: 'STATED_BY_PERSON', CONFIRMED_BY_OFFICE: 'CONFIRMED_BY_OFFICE' } as const;
export type ExecutorConsent = (typeof ExecutorConsent)[keyof typeof ExecutorConsent];

registerEnumType(ExecutorConsent, {
  name: 'ExecutorConsent',
  description: 'From whom it is known that the executor agrees.',
  valuesConfig: {
    STATED_BY_PERSON: { description: 'Only the person says so.' },
    CONFIRMED_BY_OFFICE: { description: 'The Red Cross heard it from the executor.' },
  },
});

/** An executor, masked. */
@ObjectType({ description: 'Who carries a body donation out; masked even for the person who named them.' })
export class BodyExecutor {
  @Field(() => String, { description: 'The name with its first character hidden.' })
  maskedName!: string;

  @Field(() => ExecutorRelation, { description: 'Who they are.' })
  relation!: ExecutorRelation;

  @Field(() => String, { description: 'The telephone with its middle hidden.' })
  maskedPhone!: string;

  @Field(() => ExecutorConsent, { description: 'From whom it is known that they agree.' })
  consent!: ExecutorConsent;
}

/** A unit of the directory. */
@ObjectType({ description: 'The unit that a person would like to receive their body, from the directory.' })
export class ReceivingUnit extends NodeType {
  @Field(() => String, { description: 'Its name.' })
  name!: string;
}

/** A declaration as stored. */
@ObjectType('BodyDeclaration', { implements: NodeType, description: 'One declaration about the body as it was recorded; never changed.' })
export class BodyDeclarationType extends NodeType {
  @Field(() => Int, { description: 'Its place among the person’s declarations, from 1.' })
  sequence!: number;

  @Field(() => BodyDeclarationAction, { description: 'What it did.' })
  action!: BodyDeclarationAction;

  @Field(() => BodyWish, { description: 'What it wishes.' })
  wish!: BodyWish;

  @Field(() => BodyUse, { nullable: true, description: 'For what the body may be used; null unless it agrees.' })
  use!: BodyUse | null;

  @Field(() => AshesHandling, { nullable: true, description: 'What becomes of the ashes; null unless it agrees.' })
  ashes!: AshesHandling | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the donation is not to be made public; null unless it agrees.' })
  keepConfidential!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the Red Cross may explain it to the family; null unless it agrees.' })
  informFamily!: boolean | null;

  @Field(() => Channel, { description: 'Through which channel it came.' })
  channel!: Channel;

  @Field(() => DateTimeScalar, { description: 'When.' })
  recordedAt!: Date;
}

/** A step. */
@ObjectType('BodyDonationStep', { implements: NodeType, description: 'When a body donation came to which state, and by whom.' })
export class BodyDonationStepType extends NodeType {
  @Field(() => BodyDonationStatus, { description: 'The state.' })
  status!: BodyDonationStatus;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'The body of the Red Cross whose staff took this step; null when it was the person.' })
  organisationName!: string | null;

  @Field(() => String, { nullable: true, description: 'What staff wrote to the person; null when nothing.' })
  note!: string | null;
}

/** A body donation as its owner sees it. */
@ObjectType('BodyDonation', { implements: NodeType, description: 'A person’s wish about their body and how far it has come; visible to that person only.' })
export class BodyDonationType extends NodeType {
  @Field(() => String, { description: 'The number to quote when asking about it.' })
  receiptNumber!: string;

  @Field(() => BodyWish, { description: 'What now stands.' })
  wish!: BodyWish;

  @Field(() => BodyDonationStatus, { description: 'How far it has come.' })
  status!: BodyDonationStatus;

  @Field(() => DateTimeScalar, { description: 'When something was last done with it.' })
  updatedAt!: Date;

  /** Where the person lives. */
  areaCode!: string;
}

/** A body donation as staff see it in their queue. */
@ObjectType('BodyDonationTask', { implements: NodeType, description: 'A body donation in the queue of the staff of its area: since when it waits, not whose it is nor what it says.' })
export class BodyDonationTaskType extends NodeType {
  @Field(() => String, { description: 'The number that the person may quote.' })
  receiptNumber!: string;

  @Field(() => BodyDonationStatus, { description: 'How far it has come.' })
  status!: BodyDonationStatus;

  @Field(() => DateTimeScalar, { description: 'When it first arrived.' })
  openedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When something was last done with it.' })
  updatedAt!: Date;
}

/** What staff are shown of a body donation that they have taken. */
@ObjectType({ description: 'Who wishes what, for whoever completes it on paper.' })
export class BodyDonationContents {
  @Field(() => String, { description: 'The person’s name.' })
  fullName!: string;

  @Field(() => String, { description: 'The document number with its middle hidden: the whole one is on the card that they show.' })
  maskedDocumentNumber!: string;

  @Field(() => String, { description: 'The person’s telephone.' })
  phone!: string;

  @Field(() => BodyDeclarationType, { description: 'The declaration that stands.' })
  declaration!: BodyDeclarationType;

  @Field(() => String, { nullable: true, description: 'The receiving unit that they would like; null when the Red Cross is to arrange it.' })
  receivingUnitName!: string | null;

  @Field(() => String, { nullable: true, description: 'The executor’s name; null when nobody is named.' })
  executorName!: string | null;

  @Field(() => ExecutorRelation, { nullable: true, description: 'Who the executor is.' })
  executorRelation!: ExecutorRelation | null;

  @Field(() => String, { nullable: true, description: 'The executor’s telephone.' })
  executorPhone!: string | null;

  @Field(() => Boolean, { description: 'Whether the office has heard from the executor.' })
  executorConfirmed!: boolean;

  @Field(() => DivisionType, { nullable: true, description: 'Where the person lives.' })
  area!: DivisionType | null;
}
