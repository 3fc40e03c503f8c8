import { type ShallowRef, onScopeDispose, shallowRef } from 'vue';
import { type WebhookDeliveryFieldsFragment, ResendWebhookDeliveryDocument, WebhookDeliveryDocument } from '../../../schema/generated/graphql.ts';
import { useExecute } from '../api/execute.ts';
import { uniqueKey } from '../api/unique-key.ts';

/** What came of sending one delivery again. */
export type Resent =
  | { readonly is: 'under way' | 'not yet' }
  | { readonly is: 'delivered'; readonly statusCode: number | null }
  | { readonly is: 'failed' | 'given up'; readonly trouble: string }
  | { readonly is: 'refused'; readonly message: string }
  | { readonly is: 'fault'; readonly fault: unknown };

/** After which pauses it is looked what came of it, in milliseconds: servers send every second, and a receiver may take ten. */
const LOOKS = [1_500, 1_500, 3_000, 6_000];

/** Sends one delivery again and looks a few times what comes of it. One idempotency key until there is a definite answer. */
export function useResend(delivery: ShallowRef<WebhookDeliveryFieldsFragment>): { readonly busy: ShallowRef<boolean>; readonly resent: ShallowRef<Resent | null>; resend(): Promise<void> } {
  const execute = useExecute();
  const busy = shallowRef(false);
  const resent = shallowRef<Resent | null>(null);
  let key: string | null = null;
  let isGone = false;
  onScopeDispose(() => (isGone = true));

  async function send(): Promise<boolean> {
    key ??= uniqueKey();
    const { resendWebhookDelivery: answer } = await execute(ResendWebhookDeliveryDocument, { input: { idempotencyKey: key, deliveryId: delivery.value.id } });
    key = null;
    if (answer.__typename !== 'ResendWebhookDeliverySuccess') {
      resent.value = { is: 'refused', message: answer.message };
      return false;
    }
    delivery.value = answer.delivery;
    resent.value = { is: 'under way' };
    return true;
  }

  async function look(newest: string | undefined): Promise<void> {
    for (const pause of LOOKS) {
      await new Promise((over) => setTimeout(over, pause));
      if (isGone) return;
      const { webhookDelivery: now } = await execute(WebhookDeliveryDocument, { id: delivery.value.id });
      if (!now) break;
      delivery.value = now;
      const [last] = now.attempts;
      if (!last || last.at === newest) continue;
      if (last.trouble === null) resent.value = { is: 'delivered', statusCode: last.statusCode };
      else resent.value = { is: now.status === 'DEAD' ? 'given up' : 'failed', trouble: last.trouble ?? '' };
      return;
    }
    resent.value = { is: 'not yet' };
  }

  return {
    busy,
    resent,
    async resend() {
      if (busy.value) return;
      busy.value = true;
      resent.value = null;
      const newest = delivery.value.attempts[0]?.at;
      try {
        if (await send()) await look(newest);
      } catch (fault) {
        resent.value = { is: 'fault', fault };
      } finally {
        busy.value = false;
      }
    },
  };
}
