import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { AssuranceTooLow, DecisionFrozen, FreshSignInNeeded, IdempotencyKeyReused, NoStandingDecision } from '../donors/decision-refusals.types.ts';
import { NodeType } from '../graphql/node.types.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { RecordRestricted } from '../rights/rights-refusals.types.ts';

/** A card as its owner sees it. */
@ObjectType('DonorCard', { implements: NodeType, description: 'A signed card that says what its owner decided, for anybody to check without us. It is no consent to a donation.' })
export class DonorCardType extends NodeType {
  @Field(() => String, { nullable: true, description: 'The number of this card alone; null once it is forgotten.' })
  cardNumber!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was issued.' })
  issuedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'Until when it is valid, unless it is revoked.' })
  expiresAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked; null while it holds.' })
  revokedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What its code holds: the address of the verifier page with the signed card behind the `#`, where no server sees it. Null once the card does not hold.' })
  link!: string | null;
}

/** Issues a card. */
@InputType({ description: 'A card about the decision that stands.' })
export class IssueDonorCardInput {
  @Field(() => ID, { description: 'Made by the caller, 16 to 64 letters, digits or dashes: the same key gives the same card again.' })
  idempotencyKey!: string;
}

/** Names a card. */
@InputType({ description: 'A card that is revoked.' })
export class RevokeDonorCardInput {
  @Field(() => ID, { description: 'The card, one of the caller’s own. Revoking it again changes nothing.' })
  cardId!: string;
}

/** It is issued. */
@ObjectType({ description: 'The card is issued; the former one is revoked.' })
export class IssueDonorCardSuccess {
  @Field(() => DonorCardType, { description: 'The card.' })
  donorCard!: DonorCardType;
}

/** It is revoked. */
@ObjectType({ description: 'The card is revoked: whoever checks it with a list of now is told so.' })
export class RevokeDonorCardSuccess {
  @Field(() => DonorCardType, { description: 'The card.' })
  donorCard!: DonorCardType;
}

export const IssueDonorCardResult = createUnionType({
  name: 'IssueDonorCardResult',
  description: 'The card, or the rule that refused it.',
  types: () => [IssueDonorCardSuccess, InvalidInput, AssuranceTooLow, FreshSignInNeeded, NoStandingDecision, DecisionFrozen, RecordRestricted, IdempotencyKeyReused, TooManyRequests] as const,
});

export const RevokeDonorCardResult = createUnionType({
  name: 'RevokeDonorCardResult',
  description: 'That it is revoked, or the rule that refused it.',
  types: () => [RevokeDonorCardSuccess, InvalidInput, AssuranceTooLow] as const,
});
