import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AssuranceTooLow, FreshSignInNeeded, IdempotencyKeyReused } from '../donors/decision-refusals.types.ts';
import { NodeType } from '../graphql/node.types.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import type { Citizen } from '../identity/actor.ts';
import { NothingOnRecord, RecordRestricted } from '../rights/rights-refusals.types.ts';
import { HealthCardState } from './card-state.ts';
import { DonorStatus, HealthCardStepKind } from './health-card.entity.ts';
import { DonorMark, HealthCardPlatformKey } from './health-card-platform.ts';
import { HealthCardUnavailable, NoHealthCard } from './health-card-refusals.types.ts';

registerEnumType(HealthCardPlatformKey, {
  name: 'HealthCardPlatformKey',
  description: 'The platforms of health cards that the register can speak with.',
  valuesConfig: { CITY: { description: 'The city’s 电子健康医保卡.' }, OPEN: { description: 'The open platform of 电子健康卡.' } },
});

registerEnumType(HealthCardState, {
  name: 'HealthCardState',
  description: 'How far the mark on a person’s health card has come.',
  valuesConfig: {
    ON_CARD: { description: 'It stands on the card.' },
    WAITING: { description: 'It is on its way.' },
    FAILING: { description: 'The platform did not do it yet; it is tried again until it does.' },
    GIVEN_UP: { description: 'It could not be taken off in 90 days after the card was unbound; the number of the card is forgotten, and it is not tried any more.' },
    TAKEN_OFF: { description: 'Nothing of ours stands there any more.' },
    NOT_TOLD: { description: 'The platform was never told anything.' },
  },
});

registerEnumType(DonorMark, {
  name: 'DonorMark',
  description: 'What of a decision stands on a health card; never an organ.',
  valuesConfig: { AGREED: { description: 'Agreed to donate.' }, REFUSED: { description: 'Refused to donate.' } },
});

registerEnumType(DonorStatus, {
  name: 'DonorStatus',
  description: 'What a platform of health cards is told when it asks.',
  valuesConfig: {
    AGREED: { description: 'The holder agreed to donate.' },
    REFUSED: { description: 'The holder refused to donate.' },
    NOT_STATED: { description: 'Nothing may be told: nobody bound this card here, the holder did not agree to be asked about, or nothing is on record on which others may rely.' },
  },
});

registerEnumType(HealthCardStepKind, {
  name: 'HealthCardStepKind',
  description: 'What happened to a bound health card.',
  valuesConfig: { BOUND: { description: 'It was bound.' }, UNBOUND: { description: 'It was unbound.' }, PUT_ON: { description: 'The platform confirmed a mark.' }, TAKEN_OFF: { description: 'The platform confirmed that the mark is gone.' } },
});

/** HL7 v2 table 0316, as far as it is used here. */
export const OrganDonorCode = { Y: 'Y', N: 'N', U: 'U' } as const;
registerEnumType(OrganDonorCode, {
  name: 'OrganDonorCode',
  description: 'HL7 v2 table 0316, as far as it is used here.',
  valuesConfig: { Y: { description: 'Documented donor, documentation on file.' }, N: { description: 'Has not agreed to be a donor.' }, U: { description: 'Unknown.' } },
});

/** A platform for a person. */
@ObjectType('HealthCardPlatform', { description: 'A platform of health cards that is connected, and where the caller stands about it.' })
export class HealthCardPlatformType {
  /** Whose. */
  of!: Citizen;

  @Field(() => HealthCardPlatformKey, { description: 'Which.' })
  key!: HealthCardPlatformKey;

  @Field(() => Boolean, { description: 'Whether it can find a card by the code that the card shows.' })
  takesCode!: boolean;

  @Field(() => String, { description: 'Who runs it and how they are reached (个人信息保护法 art. 23).' })
  receiver!: string;
}

/** A card. */
@ObjectType('HealthCard', { implements: NodeType, description: 'The caller’s health card at one platform, bound or unbound since.' })
export class HealthCardType extends NodeType {
  @Field(() => DateTimeScalar, { description: 'When it was bound.' })
  boundAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was unbound; null while it is bound.' })
  unboundAt!: Date | null;
}

/** How far the mark has come. */
@ObjectType('HealthCardMarkState', { description: 'How far the mark on a health card has come.' })
export class HealthCardMarkStateType {
  @Field(() => HealthCardState, { description: 'How far.' })
  state!: HealthCardState;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when: the platform’s confirmation, or the first failure.' })
  since!: Date | null;

  @Field(() => DonorMark, { nullable: true, description: 'The mark that the platform last confirmed; null when none stands there.' })
  mark!: DonorMark | null;

  @Field(() => Boolean, { description: 'Whether what waits or fails is to be taken off.' })
  isRemoval!: boolean;
}

/** One step. */
@ObjectType('HealthCardStep', { implements: NodeType, description: 'One thing that happened to a bound health card.' })
export class HealthCardStepType extends NodeType {
  @Field(() => HealthCardStepKind, { description: 'What.' })
  kind!: HealthCardStepKind;

  @Field(() => DonorMark, { nullable: true, description: 'The mark that was put on.' })
  mark!: DonorMark | null;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;
}

/** One question of a platform. */
@ObjectType('HealthCardQuestion', { implements: NodeType, description: 'One time that a platform asked about the caller’s card, and what it was told.' })
export class HealthCardQuestionType extends NodeType {
  @Field(() => HealthCardPlatformKey, { description: 'Which platform.' })
  platform!: HealthCardPlatformKey;

  @Field(() => DonorStatus, { description: 'What it was told.' })
  told!: DonorStatus;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;
}

/** Binds a card. */
@InputType({ description: 'Which health card the caller binds.' })
export class BindHealthCardInput {
  @Field(() => HealthCardPlatformKey, { description: 'At which platform.' })
  platform!: HealthCardPlatformKey;

  @Field(() => String, { nullable: true, description: 'What the code on the card says, for platforms that take it.' })
  code?: string | null;

  @Field(() => Boolean, { description: 'Whether the platform is to make a card when the caller has none.' })
  applyIfNone!: boolean;
}

/** Unbinds a card. */
@InputType({ description: 'Which health card the caller unbinds.' })
export class UnbindHealthCardInput {
  @Field(() => HealthCardPlatformKey, { description: 'At which platform.' })
  platform!: HealthCardPlatformKey;
}

/** Bound. */
@ObjectType({ description: 'The card is bound; neither of the two consents came with it.' })
export class BindHealthCardSuccess {
  @Field(() => [HealthCardPlatformType], { description: 'Every platform as it now stands.' })
  healthCards!: HealthCardPlatformType[];
}

/** Unbound. */
@ObjectType({ description: 'The card is unbound, both consents are taken back, and what stands on it is taken off.' })
export class UnbindHealthCardSuccess {
  @Field(() => [HealthCardPlatformType], { description: 'Every platform as it now stands.' })
  healthCards!: HealthCardPlatformType[];
}

/** A platform's question. */
@InputType({ description: 'About whom a platform of health cards asks: `cardId` or `holderHash`, one of the two.' })
export class AskDonorStatusInput {
  @Field(() => String, { description: '16 to 64 letters, digits or dashes, new for each question: for 24 hours the same key gets the first answer while it holds, and NOT_STATED once it does not.' })
  idempotencyKey!: string;

  @Field(() => String, { nullable: true, description: 'The number of the card.' })
  cardId?: string | null;

  @Field(() => String, { nullable: true, description: 'HMAC-SHA-256 under the agreed key over `01|` and the document number in capitals, in lower-case hex.' })
  holderHash?: string | null;
}

/** The answer. */
@ObjectType({ description: 'What a platform of health cards is told. Ask for every field each time: then every answer has the same length.' })
export class AskDonorStatusSuccess {
  @Field(() => DonorStatus, { description: 'Agreed, refused or not stated; never an organ.' })
  donor!: DonorStatus;

  @Field(() => String, { nullable: true, description: 'The day of the decision in China, `YYYY-MM-DD`; null when nothing is stated.' })
  registeredOn!: string | null;

  @Field(() => ID, { description: 'Names this answer, for questions about it; another one for each answer, also about nobody. Events about the holder carry the last one as their subject, if the holder lets you be told.' })
  cardToken!: string;

  @Field(() => OrganDonorCode, { description: 'The same for a doctor’s screen, after HL7 v2 table 0316.' })
  organDonorCode!: 'Y' | 'N' | 'U';

  @Field(() => String, { description: 'Means nothing; it makes every answer as long as every other.' })
  filler!: string;
}

/** A report. */
@ObjectType('HealthCardReconciliation', { implements: NodeType, description: 'What holding our marks against those of a platform came to: numbers, nobody.' })
export class HealthCardReconciliationType extends NodeType {
  @Field(() => HealthCardPlatformKey, { description: 'Which platform.' })
  platform!: HealthCardPlatformKey;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;

  @Field(() => Int, { description: 'Marks that ought to stand there.' })
  ours!: number;

  @Field(() => Int, { description: 'Marks that stand there.' })
  theirs!: number;

  @Field(() => Int, { description: 'Of ours, how many are missing there.' })
  missing!: number;

  @Field(() => Int, { description: 'Marks that stand there and ought not to.' })
  extra!: number;

  @Field(() => Int, { description: 'Marks with another word or day.' })
  differing!: number;

  @Field(() => Int, { description: 'Of all these, how many are on their way to be mended.' })
  underWay!: number;
}

export const BindHealthCardResult = createUnionType({
  name: 'BindHealthCardResult',
  description: 'That the card is bound, or the rule that refused it.',
  types: () => [BindHealthCardSuccess, InvalidInput, AssuranceTooLow, FreshSignInNeeded, NothingOnRecord, RecordRestricted, NoHealthCard, HealthCardUnavailable, TooManyRequests] as const,
});

export const UnbindHealthCardResult = createUnionType({
  name: 'UnbindHealthCardResult',
  description: 'That the card is unbound, or the rule that refused it.',
  types: () => [UnbindHealthCardSuccess, AssuranceTooLow, NothingOnRecord] as const,
});

export const AskDonorStatusResult = createUnionType({
  name: 'AskDonorStatusResult',
  description: 'The answer, or the rule that refused the question by its form or number.',
  types: () => [AskDonorStatusSuccess, InvalidInput, IdempotencyKeyReused, TooManyRequests] as const,
});
