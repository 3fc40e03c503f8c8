import { defineEntity, p } from '@mikro-orm/core';
import { id, instant, sealed } from '../database/columns.ts';
import { Partner } from '../partners/partner.entity.ts';
import type { Vault } from '../vault/vault.ts';

const WebhookEndpointSchema = defineEntity({
  name: 'WebhookEndpoint',
  tableName: 'webhook_endpoint',
  properties: {
    id: id(),
    partner: () => p.manyToOne(Partner).ref().deleteRule('restrict'),
    url: p.text(),
    sealedSecret: sealed(),
    sealedFormerSecret: sealed().nullable(),
    formerSecretEndsAt: instant().nullable(),
    createdAt: instant(),
    removedAt: instant().nullable(),
  },
});

/** An address to which a partner wants events sent, with the secret by which it knows that they are ours. */
export class WebhookEndpoint extends WebhookEndpointSchema.class {
  /** The secrets that sign now, the newest first: two while the partner changes over. */
  secrets(vault: Vault, now: Date): readonly string[] {
    const former = this.sealedFormerSecret && this.formerSecretEndsAt && now < this.formerSecretEndsAt ? [this.sealedFormerSecret] : [];
    return [this.sealedSecret, ...former].map((value) => vault.open(value, placeOfSecret(this.id)));
  }
}
WebhookEndpointSchema.setClass(WebhookEndpoint);

/** Where the secrets of an endpoint are sealed to. */
export function placeOfSecret(endpointId: string): string {
  return `webhook_endpoint.secret:${endpointId}`;
}
