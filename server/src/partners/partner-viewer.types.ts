import { Field, Int, ObjectType } from 'type-graphql';
import { NodeType } from '../graphql/node.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import type { PartnerSystem } from '../identity/actor.ts';

/** What is left of a partner's points. */
@ObjectType({ description: 'Your points of the hour, this request counted.' })
export class PartnerPoints {
  @Field(() => Int, { description: 'What is left until the reset.' })
  remaining!: number;

  @Field(() => Int, { description: 'All points of an hour.' })
  limit!: number;

  @Field(() => DateTimeScalar, { description: 'When the hour is over.' })
  resetAt!: Date;
}

/** The partner who asks, as it is registered here. */
@ObjectType('PartnerViewer', { implements: NodeType, description: 'You, as you are registered here. The id is your `client_id`.' })
export class PartnerViewerType extends NodeType {
  /** Whose view this is; no field. */
  of!: PartnerSystem;

  @Field(() => String, { description: 'Your name.' })
  name!: string;

  @Field(() => [String], { description: 'The scopes that are agreed with you.' })
  scopes!: readonly string[];

  @Field(() => [String], { description: 'Those of them that this token was asked for, and opens.' })
  tokenScopes!: readonly string[];

  @Field(() => PartnerPoints, { description: 'What you may still spend.' })
  points!: PartnerPoints;
}
