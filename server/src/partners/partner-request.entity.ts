import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, instant } from '../database/columns.ts';
import { Partner } from './partner.entity.ts';

const PartnerRequestSchema = defineEntity({
  name: 'PartnerRequest',
  tableName: 'partner_request',
  primaryKeys: ['partner', 'key'],
  properties: {
    partner: () => p.manyToOne(Partner).primary().ref().deleteRule('restrict'),
    key: p.text().primary(),
    operation: p.text(),
    inputDigest: blindIndex(),
    /** What it led to: the id of a row that the operation knows. */
    outcomeId: p.uuid(),
    answeredAt: instant(),
  },
});

/** An answered request of a partner: for a day the same key with the same input gets the first answer again. */
export class PartnerRequest extends PartnerRequestSchema.class {}
PartnerRequestSchema.setClass(PartnerRequest);
