import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, instant } from '../database/columns.ts';
import { BodyDeclaration } from '../body-donation/body-donation.entity.ts';
import { Decision } from './decision.entity.ts';

/** The commands that are kept by a key. */
export const KeyedOperation = {
  registerDonor: 'registerDonor',
  editDecision: 'editDecision',
  reaffirmDecision: 'reaffirmDecision',
  refuseDonation: 'refuseDonation',
  withdrawDecision: 'withdrawDecision',
  disavowDecision: 'disavowDecision',
  declareBodyDonation: 'declareBodyDonation',
  refuseBodyDonation: 'refuseBodyDonation',
  withdrawBodyDonation: 'withdrawBodyDonation',
} as const;
export type KeyedOperation = (typeof KeyedOperation)[keyof typeof KeyedOperation];

const IdempotentRequestSchema = defineEntity({
  name: 'IdempotentRequest',
  tableName: 'idempotent_request',
  primaryKeys: ['personIndex', 'key'],
  properties: {
    personIndex: blindIndex().primary(),
    key: p.text().primary(),
    operation: p.text().$type<KeyedOperation>(),
    inputDigest: blindIndex(),
    /** What it led to: a decision, or a declaration about the body. */
    decision: () => p.manyToOne(Decision).ref().nullable().deleteRule('restrict'),
    bodyDeclaration: () => p.manyToOne(BodyDeclaration).ref().nullable().deleteRule('restrict'),
    answeredAt: instant(),
  },
});

/**
 * An acknowledged request of one person: the same key with the same input gets the first result again, so that a lost
 * reply followed by a retry never decides twice. Written in the same transaction as the decision it names.
 */
export class IdempotentRequest extends IdempotentRequestSchema.class {}
IdempotentRequestSchema.setClass(IdempotentRequest);
