import type { EntityClass, EntityMetadata, EntityProperty } from '@mikro-orm/core';
import type { ClientConfig } from 'pg';
import { waitUntilCaughtUp } from './caught-up.ts';
import type { Em } from './orm.ts';
import { ReadingLines } from './reading-lines.ts';
import { askReplica } from './replicas.ts';
import { followed } from '../telemetry/traces.ts';

/** A statement that PostgreSQL parses and plans once for each connection. Its parameters stand in order, each once. */
export interface Statement {
  readonly name: string;
  /** SQL with `$1`, `$2`… */
  readonly text: string;
}

type Value = string | number | Date | Buffer | null;

/** How many lines one server holds beside its pool: short statements queue on few of them better than each on its own connection. */
export const READING_LINES = 3;

/** The lines of each mapper, found by the connection that all its units of work share. */
const lines = new WeakMap<object, ReadingLines>();

/** Gives a mapper lines of its own; none is opened before something is asked. */
export function openReadings(em: Em, settings: ClientConfig): ReadingLines {
  const opened = new ReadingLines(settings, READING_LINES, waitUntilCaughtUp);
  lines.set(em.getConnection(), opened);
  return opened;
}

/** Ends the lines of a mapper. */
export async function endReadings(em: Em): Promise<void> {
  await lines.get(em.getConnection())?.close();
}

/**
 * Asks a prepared statement, one that is short. Outside of transactions and of the doors of staff it goes by a line; inside
 * it takes the road of every other statement, so that PostgreSQL's walls hold.
 */
export async function ask<Row extends object>(em: Em, { name, text }: Statement, values: readonly Value[]): Promise<Row[]> {
  const short = lines.get(em.getConnection());
  if (!short || em.isInTransaction() || em.getSessionContext()) return followed('statement', name, em.execute<Row[]>(text.replace(/\$\d+/g, '?'), [...values]));
  return followed('statement', name, short.query<Row>({ name, text, values: [...values] }));
}

/**
 * As `ask`, for what is shown to the person it is about and decides nothing. Where the unit of work may read from replicas, one answers that
 * holds everything that was acknowledged before the request came; if none does, the primary.
 */
export async function askToShow<Row extends object>(em: Em, statement: Statement, values: readonly Value[]): Promise<Row[]> {
  return (await askReplica<Row>(em, { ...statement, values: [...values] })) ?? ask(em, statement, values);
}

/** The rows of one kind of entity as they are read to be shown. */
export interface Reader<Entity extends object> {
  /** What to select of a table that goes by an alias in the statement. */
  readonly columns: (alias: string) => string;
  /** The entity in a row, frozen; null where an outer join found none. */
  readonly read: (row: object, alias: string) => Entity | null;
}

const readers = new WeakMap<object, Reader<object>>();

/**
 * Reads entities that are only shown, past the mapper: building an entity with its change tracking costs several times what the
 * database does for it (docs/performance.md). What comes is frozen and belongs to no unit of work: setting a value throws, and so does
 * handing it to one. References hold the id and nothing else.
 */
export function readerOf<Entity extends object>(em: Em, kind: EntityClass<Entity>): Reader<Entity> {
  const known = readers.get(kind);
  if (known) return known as Reader<Entity>;
  const reader = makeReader(em.getMetadata(kind), kind);
  readers.set(kind, reader);
  return reader;
}

function makeReader<Entity extends object>(metadata: EntityMetadata<Entity>, kind: EntityClass<Entity>): Reader<Entity> {
  const fields = metadata.props.filter(({ persist }) => persist !== false).map((property) => ({ name: property.name as string, column: columnOf(property), read: readingOf(property) }));
  const primary = metadata.getPrimaryProps()[0];
  if (!primary) throw new Error(`${metadata.className} has no primary key`);
  const byAlias = new Map<string, Selection>();
  const selectionOf = (alias: string): Selection => {
    const known = byAlias.get(alias) ?? {
      columns: fields.map(({ column }) => `${alias}."${column}" as "${alias}.${column}"`).join(', '),
      key: `${alias}.${columnOf(primary)}`,
      fields: fields.map(({ name, column, read }) => ({ name, read, at: `${alias}.${column}` })),
    };
    byAlias.set(alias, known);
    return known;
  };
  return {
    columns: (alias) => selectionOf(alias).columns,
    read: (row, alias) => {
      const values = row as Readonly<Record<string, unknown>>;
      const { key, fields: places } = selectionOf(alias);
      if (values[key] === null) return null;
      const plain: Record<string, unknown> = {};
      for (const { name, at, read } of places) plain[name] = read(values[at] ?? null);
      // The prototype last: the mapper's own setters stand on it.
      return Object.freeze(Object.setPrototypeOf(plain, kind.prototype as object)) as Entity;
    },
  };
}

/** What is selected under one alias, worked out once: the text, the name of the key, and the name of each field in a row. */
interface Selection {
  readonly columns: string;
  readonly key: string;
  readonly fields: readonly { readonly name: string; readonly at: string; readonly read: (value: unknown) => unknown }[];
}

function columnOf({ fieldNames, name }: EntityProperty): string {
  const [column, ...more] = fieldNames;
  if (!column || more.length > 0) throw new Error(`${name} is not one column`);
  return column;
}

function readingOf({ kind, runtimeType, targetMeta, columnTypes }: EntityProperty): (value: unknown) => unknown {
  if (kind !== 'scalar' && targetMeta) return (value) => (value === null ? null : Object.freeze({ id: value }));
  // Behind the doors of staff the mapper's own driver gives instants and JSON as text.
  if (runtimeType === 'Date') return (value) => (typeof value === 'string' ? new Date(value) : value);
  if (columnTypes[0] === 'jsonb') return (value) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value);
  return (value) => value;
}
