/** What was sent to your addresses, and one of it again: `CLIENT_ID=… node deliveries.ts`. Needs the scope `events:read`. */
import { randomUUID } from 'node:crypto';
import { ask, dataOf } from './sanxian.ts';

interface Deliveries {
  readonly webhookDeliveries: { readonly nodes: readonly { readonly id: string; readonly type: string; readonly status: string; readonly attempts: readonly { readonly statusCode: number | null; readonly trouble: string | null }[] }[] };
}

const list = '{ webhookDeliveries(first: 20) { nodes { id type status attempts { at statusCode trouble } } } }';
const { nodes } = dataOf(await ask<Deliveries>('events:read', { query: list })).webhookDeliveries;
for (const { id, type, status, attempts } of nodes) console.log(`${id} ${type} ${status} ${attempts[0]?.statusCode ?? attempts[0]?.trouble ?? ''}`);

const again = `mutation ($input: ResendWebhookDeliveryInput!) {
  resendWebhookDelivery(input: $input) { __typename ... on ResendWebhookDeliverySuccess { delivery { id status } } ... on Refusal { code message } }
}`;
const latest = nodes[0];
if (latest) console.log(JSON.stringify(dataOf(await ask('events:read', { query: again, variables: { input: { idempotencyKey: randomUUID(), deliveryId: latest.id } } }))));
