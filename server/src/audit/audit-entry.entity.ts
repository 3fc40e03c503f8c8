import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import type { ActorKind } from '../identity/actor.ts';

/** One changed row, without its values: what an inspector needs to find it, nothing that identifies a person. */
export interface AuditedChange {
  readonly entity: string;
  readonly id: string;
  readonly change: 'create' | 'update' | 'delete';
  readonly fields: readonly string[];
}

const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entry',
  properties: {
    id: id(),
    at: instant(),
    actorKind: p.text().$type<ActorKind>(),
    /** The account of staff or clinician that acted; null for everybody else. */
    actorId: p.uuid().nullable(),
    /** The session that acted; null for the anonymous and the system. */
    sessionId: p.uuid().nullable(),
    operation: p.text(),
    requestId: p.text(),
    /** How it ended when it was not done: a code, never a value; null when it was done. */
    outcome: p.text().nullable(),
    changes: p.json<readonly AuditedChange[]>(),
  },
});

/** Who did what and when, written in the transaction of the deed itself; read by inspectors only, never by features. */
export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry);
