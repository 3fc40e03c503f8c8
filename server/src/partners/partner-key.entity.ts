import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import type { PublicKey } from './public-keys.ts';
import { Partner } from './partner.entity.ts';

const PartnerKeySchema = defineEntity({
  name: 'PartnerKey',
  tableName: 'partner_key',
  properties: {
    id: id(),
    partner: () => p.manyToOne(Partner).ref().deleteRule('restrict'),
    thumbprint: p.text().unique(),
    jwk: p.json<PublicKey>(),
    addedAt: instant(),
    /** From when on it counts no more; several may be in force at once, so that a partner can change keys without a gap. */
    endsAt: instant().nullable(),
  },
});

/** A public key by which a partner proves who it is. */
export class PartnerKey extends PartnerKeySchema.class {
  /** Whether the key counts at an instant. */
  isInForce(now: Date): boolean {
    return !this.endsAt || now < this.endsAt;
  }
}
PartnerKeySchema.setClass(PartnerKey);
