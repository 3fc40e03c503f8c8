import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant } from '../database/columns.ts';
import { PartnerKey } from './partner-key.entity.ts';
import type { PartnerScope } from './partner-scope.ts';
import { Partner } from './partner.entity.ts';

const PartnerTokenSchema = defineEntity({
  name: 'PartnerToken',
  tableName: 'partner_token',
  properties: {
    id: id(),
    /** SHA-256 of the token; the token itself is known to the partner only. */
    tokenHash: blindIndex().unique(),
    partner: () => p.manyToOne(Partner).ref().deleteRule('restrict'),
    /** The key whose signature it was given for: when that key ends, so does the token. */
    key: () => p.manyToOne(PartnerKey).ref().deleteRule('restrict'),
    scopes: p.json<readonly PartnerScope[]>(),
    issuedAt: instant(),
    expiresAt: instant(),
  },
});

/** Ten minutes in which a partner may call. */
export class PartnerToken extends PartnerTokenSchema.class {}
PartnerTokenSchema.setClass(PartnerToken);
