import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { AssuranceTooLow, FreshSignInNeeded } from '../donors/decision-refusals.types.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { PurposeTextInput } from '../rights/personal-data.types.ts';
import { NothingOnRecord, PurposeTextOutdated, RecordRestricted } from '../rights/rights-refusals.types.ts';

/** A wish. */
@ObjectType({ description: 'What a person hopes that medical staff and their family respect; no part of the decision.' })
export class Wish {
  @Field(() => String, { description: 'In the person’s own words.' })
  text!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When they said so.' })
  statedAt!: Date | null;
}

/** States a wish. */
@InputType({ description: 'What the caller hopes will be respected, in place of what they said before.' })
export class StateWishInput {
  @Field(() => String, { description: 'In the person’s own words, 1 to 500 characters, without numbers of anybody.' })
  text!: string;

  @Field(() => PurposeTextInput, { description: 'The words of the purpose `RESPECT_WISH` that the person agreed to.' })
  words!: PurposeTextInput;
}

/** It is kept. */
@ObjectType({ description: 'The wish is kept.' })
export class StateWishSuccess {
  @Field(() => Wish, { description: 'The wish, as the register holds it.' })
  wish!: Wish;
}

export const StateWishResult = createUnionType({
  name: 'StateWishResult',
  description: 'The wish, or the rule that refused it. It is removed by `takeBackConsent`.',
  types: () => [StateWishSuccess, InvalidInput, AssuranceTooLow, FreshSignInNeeded, NothingOnRecord, PurposeTextOutdated, RecordRestricted, TooManyRequests] as const,
});
