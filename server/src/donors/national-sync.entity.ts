import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../database/columns.ts';
import { Decision } from './decision.entity.ts';

/** How far the national register (条例 art. 13: the legal one) knows a decision. Only a national adapter may move it past PENDING. */
export const NationalSyncState = {
  PENDING: 'PENDING',
  SENT: 'SENT',
  CONFIRMED: 'CONFIRMED',
  REJECTED: 'REJECTED',
  CONFLICT: 'CONFLICT',
} as const;
export type NationalSyncState = (typeof NationalSyncState)[keyof typeof NationalSyncState];

const NationalSyncSchema = defineEntity({
  name: 'NationalSync',
  tableName: 'national_sync',
  properties: {
    decision: () => p.oneToOne(Decision).primary().ref().owner().deleteRule('restrict'),
    state: p.text().$type<NationalSyncState>(),
    since: instant(),
  },
});

/** The state of one decision at the national register: a condition, not a promise. Kept apart because decisions never change. */
export class NationalSync extends NationalSyncSchema.class {}
NationalSyncSchema.setClass(NationalSync);
