import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import { Donor } from '../donors/donor.entity.ts';
import type { Channel } from '../identity/channel.ts';

/**
 * Who may see a person's data after their death. 个人信息保护法 art. 49: near kin may view, copy, correct and delete for their own
 * lawful interests, unless the person arranged otherwise in life; so what was not stated leaves the law's own rule.
 */
export const AfterDeathSetting = { NOT_STATED: 'NOT_STATED', NEAR_KIN_MAY: 'NEAR_KIN_MAY', NOBODY_BEYOND_LAW: 'NOBODY_BEYOND_LAW' } as const;
export type AfterDeathSetting = (typeof AfterDeathSetting)[keyof typeof AfterDeathSetting];

const AfterDeathAccessSchema = defineEntity({
  name: 'AfterDeathAccess',
  tableName: 'after_death_access',
  properties: {
    id: id(),
    donor: () => p.manyToOne(Donor).ref().deleteRule('restrict'),
    /** Its place among what this person said, from 1. */
    sequence: p.integer(),
    setting: p.text().$type<AfterDeathSetting>(),
    channel: p.text().$type<Channel>(),
    statedAt: instant(),
  },
  uniques: [{ properties: ['donor', 'sequence'], name: 'after_death_access_sequence_unique' }],
});

/** What a person arranged for their data after their death; never changed, the latest one stands. */
export class AfterDeathAccess extends AfterDeathAccessSchema.class {}
AfterDeathAccessSchema.setClass(AfterDeathAccess);
