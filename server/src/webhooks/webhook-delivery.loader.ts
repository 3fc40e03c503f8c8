import DataLoader from 'dataloader';
import type { Em } from '../database/orm.ts';
import { OutboxAttempt } from '../outbox/outbox-delivery.entity.ts';
import { addressesOf, type DeliveryAddress } from './webhook.queries.ts';

/** How many attempts of one delivery are told. */
const TOLD = 30;

/** The last attempts of many deliveries, and where and about whom they go, each in one query. */
export function webhookDeliveryLoaders(em: Em) {
  return {
    attempts: new DataLoader<string, OutboxAttempt[]>(async (ids) => {
      const attempts = await em.find(OutboxAttempt, { delivery: { $in: [...ids] } }, { orderBy: { at: 'desc', number: 'desc' } });
      return ids.map((id) => attempts.filter(({ delivery }) => delivery.id === id).slice(0, TOLD));
    }),
    address: new DataLoader<string, DeliveryAddress>(async (ids) => {
      const addresses = await addressesOf(em, ids);
      return ids.map((id) => addresses.get(id) ?? new Error('A delivery lacks its endpoint'));
    }),
  };
}
