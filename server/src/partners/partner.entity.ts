import { defineEntity, p } from '@mikro-orm/core';
import { day, id, instant } from '../database/columns.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import type { PartnerScope } from './partner-scope.ts';

/** What kind of system calls: an app that shows our public data, or a platform of health cards. */
export const PartnerKind = { PARTNER_APP: 'PARTNER_APP', HEALTH_CARD_PLATFORM: 'HEALTH_CARD_PLATFORM' } as const;
export type PartnerKind = (typeof PartnerKind)[keyof typeof PartnerKind];

const PartnerSchema = defineEntity({
  name: 'Partner',
  tableName: 'partner',
  properties: {
    /** Its `client_id`. */
    id: id(),
    name: p.text().unique(),
    kind: p.text().$type<PartnerKind>(),
    /** How the unit is reached, never a person. */
    contact: p.text(),
    scopes: p.json<readonly PartnerScope[]>(),
    /** Points an hour; null for the usual budget. */
    pointsPerHour: p.integer().nullable(),
    validFrom: day(),
    validTo: day().nullable(),
    suspendedAt: instant().nullable(),
    createdAt: instant(),
  },
});

/** Another system that calls us in its own name. */
export class Partner extends PartnerSchema.class {
  /** Whether the partner may call at an instant: agreed for the day, and not suspended. */
  isInForce(now: Date): boolean {
    const today = shanghaiDayOf(now);
    return !this.suspendedAt && this.validFrom <= today && (!this.validTo || today <= this.validTo);
  }
}
PartnerSchema.setClass(Partner);
