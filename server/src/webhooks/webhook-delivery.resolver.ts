import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { fromCursor, pageSize, toConnection, type Connection } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { DeliveryStatus, type OutboxAttempt, type OutboxDelivery } from '../outbox/outbox-delivery.entity.ts';
import { onceForPartner } from '../partners/once-for-partner.ts';
import { partnerIn } from '../partners/partner.policy.ts';
import { eventTypes, toTheMinute } from './cloud-event.ts';
import { resendWebhookDelivery, resentDelivery } from './resend-webhook-delivery.ts';
import { placeIn } from './delivery-place.ts';
import { deliveriesTo, deliveryTo } from './webhook.queries.ts';
import { ResendWebhookDeliveryInput, ResendWebhookDeliveryResult, ResendWebhookDeliverySuccess, WebhookAttemptType, WebhookDeliveryConnection, WebhookDeliveryType } from './webhook-delivery.types.ts';

/** What a partner sees of the events on their way to it. */
@Resolver(() => WebhookDeliveryType)
export class WebhookDeliveryResolver {
  @Query(() => WebhookDeliveryConnection, { description: 'The deliveries to your addresses, the newest first. Kept for 90 days after their end, unless the operator set another time.' })
  async webhookDeliveries(
    @Ctx() { em, actor }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
    @Arg('status', () => DeliveryStatus, { nullable: true, description: 'Only those that have come so far; all when left out.' }) status: DeliveryStatus | null,
  ): Promise<Connection<OutboxDelivery>> {
    const page = { limit: pageSize(first) + 1, after: after ? placeIn(fromCursor(after)) : null };
    const { rows, totalCount } = await deliveriesTo(em, partnerIn(actor), status, page);
    return toConnection(rows, { first, after, totalCount, keyOf: ({ createdAt, id }) => `${createdAt.toISOString()} ${id}` });
  }

  @Query(() => WebhookDeliveryType, { nullable: true, description: 'One of your deliveries; null for somebody else’s, and for one that is forgotten or never was.' })
  webhookDelivery(@Ctx() { em, actor }: Context, @Arg('id', () => ID, { description: 'Its id.' }) id: string): Promise<OutboxDelivery | null> {
    return deliveryTo(em, partnerIn(actor), id);
  }

  @FieldResolver(() => String, { description: 'The type of the event, as in its body.' })
  type(@Root() { event }: OutboxDelivery): string {
    return eventTypes[event.unwrap().kind];
  }

  @FieldResolver(() => DateTimeScalar, { description: 'In which minute it happened, as in the body.' })
  occurredAt(@Root() { event }: OutboxDelivery): Date {
    return toTheMinute(event.unwrap().occurredAt);
  }

  @FieldResolver(() => String, { description: 'To which address it goes.' })
  url(@Root() { id }: OutboxDelivery, @Ctx() { loaders }: Context): Promise<string> {
    return loaders.webhookDeliveries.address.load(id).then(({ url }) => url);
  }

  @FieldResolver(() => String, { nullable: true, description: 'About whom it is, as in the body: the `cardToken` of an answer that you were given; null once they are forgotten.' })
  subject(@Root() { id }: OutboxDelivery, @Ctx() { loaders }: Context): Promise<string | null> {
    return loaders.webhookDeliveries.address.load(id).then(({ subject }) => subject);
  }

  @FieldResolver(() => DateTimeScalar, { nullable: true, description: 'When it is tried next, unless an earlier event of the same person is still waiting; null when it is not.' })
  nextAttemptAt(@Root() { status, nextAttemptAt }: OutboxDelivery): Date | null {
    return status === DeliveryStatus.WAITING ? nextAttemptAt : null;
  }

  @FieldResolver(() => [WebhookAttemptType], { description: 'The last 30 attempts, the newest first.' })
  attempts(@Root() { id }: OutboxDelivery, @Ctx() { loaders }: Context): Promise<OutboxAttempt[]> {
    return loaders.webhookDeliveries.attempts.load(id);
  }

  @Mutation(() => ResendWebhookDeliveryResult, { description: 'Sends one of your deliveries again, whatever became of it.' })
  async resendWebhookDelivery(@Ctx() context: Context, @Arg('input', () => ResendWebhookDeliveryInput, { description: 'Which one.' }) input: ResendWebhookDeliveryInput): Promise<ResendWebhookDeliverySuccess> {
    const kept = { idOf: ({ id }: OutboxDelivery) => id, again: (id: string) => resentDelivery(context, partnerIn(context.actor), id) };
    return Object.assign(new ResendWebhookDeliverySuccess(), { delivery: await onceForPartner(context, 'resendWebhookDelivery', input, (partner) => resendWebhookDelivery(context, partner, input.deliveryId), kept) });
  }
}
