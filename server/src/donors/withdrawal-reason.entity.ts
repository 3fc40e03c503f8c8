import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../database/columns.ts';
import { Decision } from './decision.entity.ts';

/** Why somebody withdrew: asked after the fact, never before, never required. */
export const WithdrawalReason = {
  CHANGED_MY_MIND: 'CHANGED_MY_MIND',
  FAMILY_OBJECTS: 'FAMILY_OBJECTS',
  HEALTH: 'HEALTH',
  FAITH_OR_CUSTOM: 'FAITH_OR_CUSTOM',
  WORRIED_ABOUT_CARE: 'WORRIED_ABOUT_CARE',
  WILL_REGISTER_ELSEWHERE: 'WILL_REGISTER_ELSEWHERE',
  PREFER_NOT_TO_SAY: 'PREFER_NOT_TO_SAY',
  OTHER: 'OTHER',
} as const;
export type WithdrawalReason = (typeof WithdrawalReason)[keyof typeof WithdrawalReason];

const WithdrawalReasonSchema = defineEntity({
  name: 'WithdrawalReasonStatement',
  tableName: 'withdrawal_reason',
  properties: {
    decision: () => p.oneToOne(Decision).primary().ref().owner().deleteRule('restrict'),
    reason: p.text().$type<WithdrawalReason>(),
    statedAt: instant(),
  },
});

/** The reason stated for one withdrawal; stating it again replaces it. */
export class WithdrawalReasonStatement extends WithdrawalReasonSchema.class {}
WithdrawalReasonSchema.setClass(WithdrawalReasonStatement);
