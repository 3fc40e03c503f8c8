import { createHash } from 'node:crypto';
import { ChangeSetType, EventType, type AnyEntity, type ChangeSet, type EntityMetadata, type EntityProperty } from '@mikro-orm/core';
import type { Em } from './orm.ts';
import { readingOfText } from './readings.ts';
import { sentValue } from './text-query.ts';
import { writeBatch, type NamedStatement } from './write-batch.ts';

/**
 * Commits a unit of work of which the audit has told (`recordAudit`, which works out what it changes), as the mapper's `flush` does, with one
 * message to the database instead of one for each row (ADR 57): what is new, by prepared statements. A unit of work that changes or removes
 * something is flushed as ever. It ends with this: nothing is to be changed in it afterwards.
 *
 * @throws what `flush` throws: a broken constraint as the mapper's exception for it.
 */
export async function flushAtOnce(em: Em): Promise<void> {
  const unitOfWork = em.getUnitOfWork();
  if (!isAllNew(em)) return em.flush();
  // What the audit tells was added when the rest was worked out; what is announced is added now (`outbox/announce-changes.ts`).
  const known = new Set(unitOfWork.getChangeSets().map(({ entity }) => entity));
  for (const entity of [...unitOfWork.getPersistStack()]) if (!known.has(entity)) unitOfWork.computeChangeSet(entity);
  await em.getEventManager().dispatchEvent(EventType.onFlush, { em, uow: unitOfWork });
  const inserts = inOrder(unitOfWork.getChangeSets()).map((set) => ({ set, insert: insertOf(em, set) }));
  if (inserts.length === 0) return;
  const pool = await em.getConnection('write').getNativeClient();
  try {
    const rows = await writeBatch(pool, inserts.map(({ insert }) => insert.statement));
    inserts.forEach(({ set, insert }, place) => insert.made(set.entity, rows[place]?.[0] ?? []));
  } catch (error) {
    throw error instanceof Error ? em.getPlatform().getExceptionConverter().convertException(error) : error;
  }
  em.clear();
}

/** Whether everything is new, in tables that this file knows how to write, and no door or transaction is to be kept to. */
function isAllNew(em: Em): boolean {
  const unitOfWork = em.getUnitOfWork();
  if (em.isInTransaction() || em.getSessionContext()) return false;
  const isMore = unitOfWork.getRemoveStack().size > 0 || unitOfWork.getCollectionUpdates().length > 0 || unitOfWork.getExtraUpdates().size > 0;
  return !isMore && unitOfWork.getChangeSets().every(({ type, payload }) => type === ChangeSetType.CREATE && Object.values(payload).every(isPlain));
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array;
}

/** Each behind what it refers to. */
function inOrder(sets: readonly ChangeSet<AnyEntity>[]): ChangeSet<AnyEntity>[] {
  const byEntity = new Map(sets.map((set) => [set.entity, set]));
  const ordered = new Set<ChangeSet<AnyEntity>>();
  const put = (set: ChangeSet<AnyEntity>): void => {
    for (const { name } of set.meta.relations) {
      const reference = (set.entity as Readonly<Record<string, { unwrap?(): AnyEntity } | null | undefined>>)[name];
      const target = reference && byEntity.get(reference.unwrap?.() ?? reference);
      if (target && target !== set && !ordered.has(target)) put(target);
    }
    ordered.add(set);
  };
  sets.forEach(put);
  return [...ordered];
}

interface Insert {
  readonly statement: NamedStatement;
  /** Gives an entity what the database made of it. */
  readonly made: (entity: AnyEntity, row: readonly (string | null)[]) => void;
}

/** What is known of the inserts with the same columns. */
interface Kind {
  readonly name: string;
  readonly text: string;
  readonly returned: readonly { readonly name: string; readonly read: (text: string) => unknown }[];
}

/** By the mapper's own knowledge of a table, and the names of the columns that are given. */
const kinds = new WeakMap<EntityMetadata, Map<string, Kind>>();

function insertOf(em: Em, { meta, payload }: ChangeSet<AnyEntity>): Insert {
  const values = payload as Readonly<Record<string, unknown>>;
  const given = Object.keys(payload).filter((name) => values[name] !== undefined);
  const known = kinds.get(meta) ?? new Map<string, Kind>();
  kinds.set(meta, known);
  const key = given.join();
  const kind = known.get(key) ?? kindOf(em, meta, given);
  known.set(key, kind);
  return {
    statement: { name: kind.name, text: kind.text, values: given.map((name) => sentValue(values[name])) },
    made: (entity, row) => kind.returned.forEach(({ name, read }, place) => Object.assign(entity, { [name]: read(row[place] ?? '') })),
  };
}

function kindOf(em: Em, meta: EntityMetadata, given: readonly string[]): Kind {
  const properties = meta.properties as Readonly<Record<string, EntityProperty>>;
  const quoted = (name: string) => em.getPlatform().quoteIdentifier(name);
  const columnOf = (name: string) => properties[name]?.fieldNames[0] ?? name;
  const missing = meta.props.filter(({ name, persist, fieldNames, defaultRaw }) => persist !== false && fieldNames.length > 0 && defaultRaw !== undefined && !given.includes(name));
  const table = [meta.schema, meta.tableName].filter((part) => part !== undefined).map(quoted).join('.');
  const returning = missing.length > 0 ? ` returning ${missing.map(({ name }) => quoted(columnOf(name))).join(', ')}` : '';
  const text = `insert into ${table} (${given.map((name) => quoted(columnOf(name))).join(', ')}) values (${given.map((_name, at) => `$${at + 1}`).join(', ')})${returning}`;
  return {
    // One name means one text everywhere: behind a pooler servers may meet on a connection, and a value must never go to another's column.
    name: `insert-${meta.tableName}-${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`,
    text,
    returned: missing.map((property) => ({ name: property.name, read: readingOfText(meta.className, property) })),
  };
}
