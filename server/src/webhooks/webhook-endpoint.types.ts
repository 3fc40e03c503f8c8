import { Field, ObjectType } from 'type-graphql';
import { NodeType } from '../graphql/node.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';

/** An address to which a partner's events go; its secret is shown to nobody again. */
@ObjectType('WebhookEndpoint', { implements: NodeType, description: 'An address of yours to which events are sent. Its secret is not told again.' })
export class WebhookEndpointType extends NodeType {
  @Field(() => String, { description: 'The address.' })
  url!: string;

  @Field(() => DateTimeScalar, { description: 'When the operator registered it.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when the former secret signs beside the new one; null when only one signs.' })
  formerSecretEndsAt!: Date | null;
}
