import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { IdempotencyKeyReused } from '../donors/decision-refusals.types.ts';
import { connectionTypes } from '../graphql/connections.ts';
import { NodeType } from '../graphql/node.types.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { DeliveryStatus } from '../outbox/outbox-delivery.entity.ts';

registerEnumType(DeliveryStatus, {
  name: 'WebhookDeliveryStatus',
  description: 'How far an event has come to one address.',
  valuesConfig: {
    WAITING: { description: 'It is to be sent, for the first time or again.' },
    DELIVERED: { description: 'The receiver answered with a code from 200 to 299.' },
    DEAD: { description: 'Given up after three days, or because the receiver said that it is gone. It can be sent again.' },
  },
});

/** One try to deliver an event. */
@ObjectType('WebhookAttempt', { description: 'One try to deliver an event. What the receiver answered beside the status code is not kept.' })
export class WebhookAttemptType {
  @Field(() => Int, { description: 'Which one, from 1; it begins anew when the delivery is sent again by hand.' })
  number!: number;

  @Field(() => DateTimeScalar, { description: 'When it began.' })
  at!: Date;

  @Field(() => Int, { description: 'How long the receiver took, in milliseconds.' })
  milliseconds!: number;

  @Field(() => Boolean, { description: 'Whether the event arrived.' })
  succeeded!: boolean;

  @Field(() => Int, { nullable: true, description: 'The status code of the answer; null without an answer.' })
  statusCode!: number | null;

  @Field(() => String, { nullable: true, description: 'Why it did not arrive: `TIMED_OUT`, `UNREACHABLE`, `NAME_NOT_FOUND`, `CERTIFICATE`, `ADDRESS_NOT_ALLOWED`, `REDIRECTED`, `HTTP_STATUS`, `GONE`, `PARTNER_NOT_IN_FORCE`, `ENDPOINT_REMOVED`, `PERSON_FORGOTTEN`, `INTERNAL`; null when it did.' })
  trouble!: string | null;
}

/** One event on its way to one address of a partner. */
@ObjectType('WebhookDelivery', { implements: NodeType, description: 'One event on its way to one of your addresses. Its id is the `webhook-id` of every attempt.' })
export class WebhookDeliveryType extends NodeType {
  @Field(() => String, { description: 'The type of the event, as in its body.' })
  type!: string;

  @Field(() => String, { nullable: true, description: 'About whom it is, as in the body: the `cardToken` of an answer that you were given; null once they are forgotten.' })
  subject!: string | null;

  @Field(() => DateTimeScalar, { description: 'In which minute it happened, as in the body.' })
  occurredAt!: Date;

  @Field(() => String, { description: 'To which address it goes.' })
  url!: string;

  @Field(() => DeliveryStatus, { description: 'How far it has come.' })
  status!: DeliveryStatus;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is tried next, unless an earlier event of the same person is still waiting; null when it is not.' })
  nextAttemptAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it arrived or was given up; null before.' })
  endedAt!: Date | null;

  @Field(() => [WebhookAttemptType], { description: 'The last 30 attempts, the newest first.' })
  attempts!: WebhookAttemptType[];
}

/** One page of deliveries. */
export const { NodeConnection: WebhookDeliveryConnection } = connectionTypes('WebhookDelivery', () => WebhookDeliveryType, 'delivery');

/** What sending a delivery again asks for. */
@InputType({ description: 'Which delivery is to be sent again.' })
export class ResendWebhookDeliveryInput {
  @Field(() => String, { description: 'Made by you, 16 to 64 letters, digits or dashes. For 24 hours the same key with the same input gets the same answer, and with another input a refusal.' })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'The delivery.' })
  deliveryId!: string;
}

/** It is sent again. */
@ObjectType({ description: 'The delivery is sent again, under the same id, for another three days.' })
export class ResendWebhookDeliverySuccess {
  @Field(() => WebhookDeliveryType, { description: 'The delivery.' })
  delivery!: WebhookDeliveryType;
}

/** What sending again answers. */
export const ResendWebhookDeliveryResult = createUnionType({
  name: 'ResendWebhookDeliveryResult',
  description: 'The delivery is on its way again, or a refusal.',
  types: () => [ResendWebhookDeliverySuccess, InvalidInput, IdempotencyKeyReused] as const,
});
