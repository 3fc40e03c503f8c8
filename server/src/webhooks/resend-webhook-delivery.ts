import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import type { OutboxDelivery } from '../outbox/outbox-delivery.entity.ts';
import type { Partner } from '../partners/partner.entity.ts';
import { deliveryTo } from './webhook.queries.ts';

/** Sends one of a partner's own deliveries again, whatever became of it: under the same id, for another three days. */
export async function resendWebhookDelivery({ em, now }: Context, partner: Partner, deliveryId: string): Promise<OutboxDelivery> {
  const delivery = await deliveryTo(em, partner, deliveryId);
  if (!delivery) throw new Refused(new InvalidInput([noSuchDelivery]));
  delivery.sendAgain(now());
  return delivery;
}

/** The same delivery again, for a request that is repeated. */
export async function resentDelivery({ em }: Context, partner: Partner, deliveryId: string): Promise<OutboxDelivery> {
  const delivery = await deliveryTo(em, partner, deliveryId);
  if (!delivery) throw new Refused(new InvalidInput([noSuchDelivery]));
  return delivery;
}

// One answer for somebody else's delivery and for one that does not exist, or is forgotten.
const noSuchDelivery = new InputProblem(['deliveryId'], InputProblemCode.UNKNOWN_VALUE, { 'zh-CN': '没有这次投递。', en: 'There is no such delivery of yours.' });
