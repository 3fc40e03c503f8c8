import { createHash } from 'node:crypto';
import { ChangeSetType, EventType, OptimisticLockError, type AnyEntity, type ChangeSet, type EntityMetadata, type EntityProperty } from '@mikro-orm/core';
import type { Em } from './orm.ts';
import type { PreparedQuery } from './reading-lines.ts';
import { readingOfText } from './readings.ts';
import { sentValue } from './text-query.ts';
import { writeBatch } from './write-batch.ts';

/** PostgreSQL's code of a division by nothing: a row to be changed is not there, or no longer as it was read. */
const NOTHING_CHANGED = '22012';

/**
 * Commits a unit of work of which the audit has told (`recordAudit`, which works out what it changes), as the mapper's `flush` does, with one
 * message to the database instead of one for each row (ADR 57): prepared statements for what is new and what is changed. A unit of work that
 * removes something, or that keeps to a door, is flushed as ever. It ends with this: nothing is to be changed in it afterwards.
 *
 * @throws what `flush` throws: a broken constraint as the mapper's exception for it, OptimisticLockError where somebody else was first.
 */
export async function flushAtOnce(em: Em): Promise<void> {
  const unitOfWork = em.getUnitOfWork();
  if (!isWithinReach(em)) return em.flush();
  // What the audit tells was added when the rest was worked out; what is announced is added now (`outbox/announce-changes.ts`).
  const known = new Set(unitOfWork.getChangeSets().map(({ entity }) => entity));
  for (const entity of [...unitOfWork.getPersistStack()]) if (!known.has(entity)) unitOfWork.computeChangeSet(entity);
  await em.getEventManager().dispatchEvent(EventType.onFlush, { em, uow: unitOfWork });
  const writes = inOrder(unitOfWork.getChangeSets()).map((set) => ({ set, write: set.type === ChangeSetType.CREATE ? insertOf(em, set) : updateOf(em, set) }));
  if (writes.length === 0) return;
  const pool = await em.getConnection('write').getNativeClient();
  try {
    const rows = await writeBatch(pool, writes.map(({ write }) => write.statement));
    writes.forEach(({ set, write }, place) => write.made(set.entity, rows[place]?.[0] ?? []));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const changed = writes.find(({ set }) => set.type === ChangeSetType.UPDATE);
    if (changed && 'code' in error && error.code === NOTHING_CHANGED) throw OptimisticLockError.lockFailed(changed.set.entity);
    throw em.getPlatform().getExceptionConverter().convertException(error);
  }
  em.clear();
}

/** Whether everything is new or changed, in rows that this file knows how to write, and no door or transaction is to be kept to. */
function isWithinReach(em: Em): boolean {
  const unitOfWork = em.getUnitOfWork();
  if (em.isInTransaction() || em.getSessionContext()) return false;
  const isMore = unitOfWork.getRemoveStack().size > 0 || unitOfWork.getCollectionUpdates().length > 0 || unitOfWork.getExtraUpdates().size > 0;
  return !isMore && unitOfWork.getChangeSets().every(({ type, payload, meta }) => (type === ChangeSetType.CREATE || (type === ChangeSetType.UPDATE && meta.primaryKeys.length === 1)) && Object.values(payload).every(isPlain));
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array;
}

/** What is new before what is changed, as the mapper does it; each behind what it refers to. */
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
  const isNew = ({ type }: ChangeSet<AnyEntity>) => type === ChangeSetType.CREATE;
  return [...[...ordered].filter(isNew), ...[...ordered].filter((set) => !isNew(set))];
}

interface Write {
  readonly statement: PreparedQuery;
  /** Gives an entity what the database made of it. */
  readonly made: (entity: AnyEntity, row: readonly (string | null)[]) => void;
}

/** What is known of the writes of one table with the same columns. */
interface Kind {
  readonly name: string;
  readonly text: string;
  readonly returned: readonly { readonly name: string; readonly read: (text: string) => unknown }[];
}

/** By the mapper's own knowledge of a table, then by what is done and the names of the properties that are given. */
const kinds = new WeakMap<EntityMetadata, Map<string, Kind>>();

function kindOf(meta: EntityMetadata, key: string, make: () => Omit<Kind, 'name'>): Kind {
  const known = kinds.get(meta) ?? new Map<string, Kind>();
  kinds.set(meta, known);
  const kind = known.get(key) ?? named(`${key.slice(0, key.indexOf(' '))}-${meta.tableName}`, make());
  known.set(key, kind);
  return kind;
}

/** One name means one text everywhere: behind a pooler servers may meet on a connection, and a value must never go to another's column. */
function named(beginning: string, kind: Omit<Kind, 'name'>): Kind {
  return { ...kind, name: `${beginning}-${createHash('sha256').update(kind.text).digest('base64url').slice(0, 22)}` };
}

function insertOf(em: Em, { meta, payload }: ChangeSet<AnyEntity>): Write {
  const { given, values } = givenIn(payload);
  const kind = kindOf(meta, `insert ${given.join()}`, () => {
    const { table, columnOf } = namesIn(em, meta);
    const missing = meta.props.filter(({ name, persist, fieldNames, defaultRaw }) => persist !== false && fieldNames.length > 0 && defaultRaw !== undefined && !given.includes(name));
    const returning = missing.length > 0 ? ` returning ${missing.map(({ name }) => columnOf(name)).join(', ')}` : '';
    return {
      text: `insert into ${table} (${given.map(columnOf).join(', ')}) values (${given.map((_name, at) => `$${at + 1}`).join(', ')})${returning}`,
      returned: missing.map((property) => ({ name: property.name, read: readingOfText(meta.className, property) })),
    };
  });
  return writeOf(kind, values);
}

/** A row that is not there, or of another version, makes PostgreSQL divide by nothing, which fails all that is in the message. */
function updateOf(em: Em, set: ChangeSet<AnyEntity>): Write {
  const { meta, payload, entity } = set;
  const { given, values } = givenIn(payload);
  const version = meta.ownsVersionProperty() ? meta.properties[meta.versionProperty] : undefined;
  const kind = kindOf(meta, `update ${given.join()}`, () => {
    const { table, columnOf } = namesIn(em, meta);
    const changes = given.map((name, at) => `${columnOf(name)} = $${at + 1}`);
    const [key] = meta.getPrimaryProps();
    let which = `${columnOf(key?.name ?? '')} = $${given.length + 1}`;
    if (version) {
      changes.push(`${columnOf(version.name)} = ${columnOf(version.name)} + 1`);
      which += ` and ${columnOf(version.name)} = $${given.length + 2}`;
    }
    return {
      text: `with changed as (update ${table} set ${changes.join(', ')} where ${which} returning ${version ? columnOf(version.name) : '1'} as version) select max(version), 1 / count(*) from changed`,
      returned: version ? [{ name: version.name, read: Number }] : [],
    };
  });
  const held = version ? [(entity as Readonly<Record<string, unknown>>)[version.name]] : [];
  return writeOf(kind, [...values, sentValue(set.getPrimaryKey()), ...held.map(sentValue)]);
}

function givenIn(payload: object): { readonly given: readonly string[]; readonly values: unknown[] } {
  const given = Object.entries(payload).filter(([, value]) => value !== undefined);
  // What was added behind the look at everything else is held to the same.
  if (!given.every(([, value]) => isPlain(value))) throw new Error('A value is to be written that nobody knows how to write');
  return { given: given.map(([name]) => name), values: given.map(([, value]) => sentValue(value)) };
}

function namesIn(em: Em, meta: EntityMetadata): { readonly table: string; readonly columnOf: (name: string) => string } {
  const properties = meta.properties as Readonly<Record<string, EntityProperty>>;
  const quoted = (name: string) => em.getPlatform().quoteIdentifier(name);
  return { table: [meta.schema, meta.tableName].filter((part) => part !== undefined).map(quoted).join('.'), columnOf: (name) => quoted(properties[name]?.fieldNames[0] ?? name) };
}

function writeOf({ name, text, returned }: Kind, values: unknown[]): Write {
  return {
    statement: { name, text, values },
    made: (entity, row) => returned.forEach((property, place) => Object.assign(entity, { [property.name]: property.read(row[place] ?? '') })),
  };
}
