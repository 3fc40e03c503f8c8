import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AssuranceTooLow, FreshSignInNeeded, IdempotencyKeyReused, IdentityIncomplete, UnderAge } from '../donors/decision-refusals.types.ts';
import { connectionTypes } from '../graphql/connections.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { RecordRestricted, RequestClosed, RequestNotYours } from '../rights/rights-refusals.types.ts';
import { AshesHandling, BodyUse, ExecutorRelation, type BodyDonation } from './body-donation.entity.ts';
import { BodyDonationContents, BodyDonationTaskType, BodyDonationType } from './body-donation.types.ts';
import { BodyAlreadyRefused, BodyDonationChangedMeanwhile, BodyWordsOutdated, NoBodyWish } from './body-refusals.types.ts';
import { BodyProgress } from './update-body-donation.ts';

registerEnumType(BodyProgress, {
  name: 'BodyProgress',
  description: 'What staff can say of a body donation.',
  valuesConfig: {
    IN_TOUCH: { description: 'The Red Cross is in touch with the person.' },
    COMPLETED: { description: 'The paper is done, and the executor has agreed themselves.' },
    NOT_COMPLETED: { description: 'It could not be completed.' },
  },
});

export const { NodeConnection: BodyDonationTaskConnection } = connectionTypes('BodyDonationTask', () => BodyDonationTaskType, 'task');

/** Which words were read. */
@InputType({ description: 'Which words about the body the person read: version and hash of those in force.' })
export class BodyWordsInput {
  @Field(() => String, { description: 'The version of the words.' })
  version!: string;

  @Field(() => String, { description: 'The hash of the words.' })
  hash!: string;
}

/** An executor. */
@InputType({ description: 'Who is to carry the donation out; another person, named with their agreement only.' })
export class BodyExecutorInput {
  @Field(() => String, { description: 'Their name, or that of the committee or home.' })
  name!: string;

  @Field(() => ExecutorRelation, { description: 'Who they are.' })
  relation!: ExecutorRelation;

  @Field(() => String, { description: 'Their telephone.' })
  phone!: string;

  @Field(() => Boolean, { description: 'That they agreed to be named here; false is refused.' })
  hasAgreed!: boolean;
}

/** A wish to donate. */
@InputType({ description: 'A wish to donate the body, new or changed.' })
export class DeclareBodyDonationInput {
  @Field(() => String, { description: 'Made by the caller: 16 to 64 letters, digits or dashes. The same key and input get the first answer again.' })
  idempotencyKey!: string;

  @Field(() => Int, { nullable: true, description: '`bodyDonation.declaration.sequence` as last read; null when there was none.' })
  expectedSequence?: number | null;

  @Field(() => String, { description: 'The county or district of residence: whose Red Cross completes it.' })
  areaCode!: string;

  @Field(() => String, { nullable: true, description: 'Another telephone than that of the account; null for the account’s.' })
  phone?: string | null;

  @Field(() => BodyUse, { description: 'For what the body may be used.' })
  use!: BodyUse;

  @Field(() => AshesHandling, { description: 'What becomes of the ashes.' })
  ashes!: AshesHandling;

  @Field(() => Boolean, { description: 'Whether the donation is not to be made public.' })
  keepConfidential!: boolean;

  @Field(() => Boolean, { description: 'Whether the Red Cross may explain it to the family.' })
  informFamily!: boolean;

  @Field(() => ID, { nullable: true, description: 'The unit of the directory that should receive the body; null when the Red Cross is to arrange it.' })
  receivingUnitId?: string | null;

  @Field(() => BodyExecutorInput, { nullable: true, description: 'The executor; null when nobody is named yet.' })
  executor?: BodyExecutorInput | null;

  @Field(() => BodyWordsInput, { description: 'The words that were read.' })
  words!: BodyWordsInput;
}

/** A refusal. */
@InputType({ description: 'A refusal to donate the body.' })
export class RefuseBodyDonationInput {
  @Field(() => String, { description: 'Made by the caller, as for a wish.' })
  idempotencyKey!: string;

  @Field(() => Int, { nullable: true, description: '`bodyDonation.declaration.sequence` as last read; null when there was none.' })
  expectedSequence?: number | null;

  @Field(() => String, { description: 'The county or district of residence.' })
  areaCode!: string;

  @Field(() => String, { nullable: true, description: 'Another telephone than that of the account; null for the account’s.' })
  phone?: string | null;

  @Field(() => BodyWordsInput, { description: 'The words that were read.' })
  words!: BodyWordsInput;
}

/** A withdrawal. */
@InputType({ description: 'The withdrawal of what was said about the body; no reason is asked.' })
export class WithdrawBodyDonationInput {
  @Field(() => String, { description: 'Made by the caller, as for a wish.' })
  idempotencyKey!: string;

  @Field(() => Int, { description: '`bodyDonation.declaration.sequence` as last read.' })
  expectedSequence!: number;

  @Field(() => BodyWordsInput, { description: 'The words that were read.' })
  words!: BodyWordsInput;
}

/** Names a body donation. */
@InputType({ description: 'A body donation that the caller takes on.' })
export class TakeBodyDonationInput {
  @Field(() => ID, { description: 'The body donation, one of the caller’s area.' })
  requestId!: string;
}

/** Says how far it has come. */
@InputType({ description: 'How far a body donation has come that the caller has taken.' })
export class UpdateBodyDonationInput {
  @Field(() => ID, { description: 'The body donation.' })
  requestId!: string;

  @Field(() => BodyProgress, { description: 'How far.' })
  status!: BodyProgress;

  @Field(() => String, { description: 'What the person reads, 1 to 500 characters.' })
  note!: string;

  @Field(() => Boolean, { description: 'Whether the office has heard from the executor that they agree.' })
  executorConfirmed!: boolean;
}

/** It is declared. */
@ObjectType({ description: 'The wish is on record, and the Red Cross of the area will be in touch.' })
export class DeclareBodyDonationSuccess {
  @Field(() => BodyDonationType, { description: 'What now stands, read back from the register.' })
  bodyDonation!: BodyDonation;
}

/** It is refused. */
@ObjectType({ description: 'The refusal is on record.' })
export class RefuseBodyDonationSuccess {
  @Field(() => BodyDonationType, { description: 'What now stands, read back from the register.' })
  bodyDonation!: BodyDonation;
}

/** It is withdrawn. */
@ObjectType({ description: 'There is no wish about the body any more.' })
export class WithdrawBodyDonationSuccess {
  @Field(() => BodyDonationType, { description: 'What now stands, read back from the register.' })
  bodyDonation!: BodyDonation;
}

/** It is the caller's to complete. */
@ObjectType({ description: 'The body donation is the caller’s to complete; that it was shown is on record and visible to its owner.' })
export class TakeBodyDonationSuccess {
  @Field(() => BodyDonationTaskType, { description: 'The body donation.' })
  task!: BodyDonation;

  @Field(() => BodyDonationContents, { description: 'Who wishes what.' })
  contents!: BodyDonationContents;
}

/** It has moved on. */
@ObjectType({ description: 'The person sees how far it has come.' })
export class UpdateBodyDonationSuccess {
  @Field(() => BodyDonationTaskType, { description: 'The body donation.' })
  task!: BodyDonation;
}

const whoMay = [InvalidInput, AssuranceTooLow, FreshSignInNeeded, IdempotencyKeyReused, BodyWordsOutdated, BodyDonationChangedMeanwhile] as const;

export const DeclareBodyDonationResult = createUnionType({
  name: 'DeclareBodyDonationResult',
  description: 'The wish, or the rule that refused it.',
  types: () => [DeclareBodyDonationSuccess, ...whoMay, IdentityIncomplete, UnderAge, RecordRestricted, TooManyRequests] as const,
});

export const RefuseBodyDonationResult = createUnionType({
  name: 'RefuseBodyDonationResult',
  description: 'The refusal, or the rule that refused it.',
  types: () => [RefuseBodyDonationSuccess, ...whoMay, IdentityIncomplete, UnderAge, RecordRestricted, TooManyRequests, BodyAlreadyRefused] as const,
});

export const WithdrawBodyDonationResult = createUnionType({
  name: 'WithdrawBodyDonationResult',
  description: 'That it is withdrawn, or the rule that refused it.',
  types: () => [WithdrawBodyDonationSuccess, ...whoMay, NoBodyWish] as const,
});

export const TakeBodyDonationResult = createUnionType({
  name: 'TakeBodyDonationResult',
  description: 'The body donation, or the rule that refused it.',
  types: () => [TakeBodyDonationSuccess, InvalidInput, RequestClosed, RequestNotYours] as const,
});

export const UpdateBodyDonationResult = createUnionType({
  name: 'UpdateBodyDonationResult',
  description: 'How far it has come, or the rule that refused it.',
  types: () => [UpdateBodyDonationSuccess, InvalidInput, RequestClosed, RequestNotYours] as const,
});
