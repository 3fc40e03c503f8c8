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

/** Wherein the national register differs from ours. */
export const NationalDifference = {
  /** It holds another word of the person that is later than ours. */
  THEIRS_IS_LATER: 'THEIRS_IS_LATER',
  /** It holds another word, and ours is later. */
  OURS_IS_LATER: 'OURS_IS_LATER',
  /** It holds another word, and nobody knows which came first. */
  ORDER_UNKNOWN: 'ORDER_UNKNOWN',
  /** It does not take ours. */
  NOT_ACCEPTED: 'NOT_ACCEPTED',
} as const;
export type NationalDifference = (typeof NationalDifference)[keyof typeof NationalDifference];

const NationalSyncSchema = defineEntity({
  name: 'NationalSync',
  tableName: 'national_sync',
  properties: {
    decision: () => p.oneToOne(Decision).primary().ref().owner().deleteRule('restrict'),
    state: p.text().$type<NationalSyncState>(),
    since: instant(),
    /** The message whose answer counts; null before anything was sent. */
    messageId: p.uuid().nullable(),
    difference: p.text().$type<NationalDifference>().nullable(),
  },
});

/** The state of one decision at the national register: a condition, not a promise. Kept apart because decisions never change. */
export class NationalSync extends NationalSyncSchema.class {}
NationalSyncSchema.setClass(NationalSync);
