import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, instant } from '../database/columns.ts';
import { Decision } from './decision.entity.ts';

const IdempotentRequestSchema = defineEntity({
  name: 'IdempotentRequest',
  tableName: 'idempotent_request',
  primaryKeys: ['personIndex', 'key'],
  properties: {
    personIndex: blindIndex().primary(),
    key: p.text().primary(),
    operation: p.text(),
    inputDigest: blindIndex(),
    decision: () => p.manyToOne(Decision).ref().deleteRule('restrict'),
    answeredAt: instant(),
  },
});

/**
 * An acknowledged request of one person: the same key with the same input gets the first result again, so that a lost
 * reply followed by a retry never decides twice. Written in the same transaction as the decision it names.
 */
export class IdempotentRequest extends IdempotentRequestSchema.class {}
IdempotentRequestSchema.setClass(IdempotentRequest);
