import { randomUUID } from 'node:crypto';
import { p } from '@mikro-orm/core';

/**
 * Opaque primary key. The application makes it (not the database), so that audit, idempotency and
 * result can name a row before it is written.
 */
export const id = () => p.uuid().primary().onCreate(() => randomUUID());

/** An instant, stored with time zone, millisecond precision. */
export const instant = () => p.datetime(3);

/** A calendar day `YYYY-MM-DD`, never shifted by a time zone. */
export const day = () => p.date();

/** Bytes sealed by the vault (see `vault/vault.ts`): unreadable without the key named inside. */
export const sealed = () => p.blob().$type<Buffer>();

/** A 32-byte keyed digest that stands for a value which must be found again but not read. */
export const blindIndex = () => p.blob().$type<Buffer>();
