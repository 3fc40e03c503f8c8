import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant } from '../database/columns.ts';
import { StaffAccount } from './staff-account.entity.ts';

const StaffSessionSchema = defineEntity({
  name: 'StaffSession',
  tableName: 'staff_session',
  properties: {
    id: id(),
    /** SHA-256 of the bearer token; the token itself is known to the work place only. */
    tokenHash: blindIndex().unique(),
    account: () => p.manyToOne(StaffAccount).ref().deleteRule('restrict'),
    /** When the provider says the person proved who they are. */
    authenticatedAt: instant(),
    /** How: the `amr` values of OpenID Connect (RFC 8176), at least two factors. */
    methods: p.json<readonly string[]>(),
    signedInAt: instant(),
    lastSeenAt: instant(),
    endedAt: instant().nullable(),
  },
});

/** The time for which a staff member or clinician is signed in. */
export class StaffSession extends StaffSessionSchema.class {}
StaffSessionSchema.setClass(StaffSession);
