import type { EntityClass, EntityData, EntityMetadata, EntityProperty } from '@mikro-orm/core';
import type { ClientConfig } from 'pg';
import { waitUntilCaughtUp } from './caught-up.ts';
import type { Em } from './orm.ts';
import { ReadingLines } from './reading-lines.ts';
import { askReplica } from './replicas.ts';
import type { TextRow } from './text-query.ts';
import { followed } from '../telemetry/traces.ts';

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

/** Whole entities that a statement selects, by the alias of their table in it. */
type Kinds = Readonly<Record<string, EntityClass<object>>>;

/** Single values that a statement selects, by name: what stands for it in SQL, and its kind. */
type Singles = Readonly<Record<string, readonly [sql: string, kind: SingleKind]>>;

interface KindValues {
  readonly text: string;
  readonly 'text?': string | null;
  readonly integer: number;
  readonly boolean: boolean;
}
type SingleKind = keyof KindValues;

/** What a reading finds in a row: frozen entities, null where an outer join found none, and single values. */
export type Found<Rows extends Kinds, Values extends Singles> = { readonly [Alias in keyof Rows]: Rows[Alias] extends EntityClass<infer Entity> ? Entity | null : never } & { readonly [Name in keyof Values]: KindValues[Values[Name][1]] };

/** A question that PostgreSQL parses and plans once for each connection. */
interface Asking<Rows extends Kinds, Values extends Singles> {
  /** Its name on a connection: one for each text. */
  readonly name: string;
  readonly rows: Rows;
  readonly values?: Values;
  /** SQL around the columns, with `$1`, `$2`… in order, each once. */
  readonly text: (columns: string) => string;
}

/** What is worked out of an asking and the mapper's knowledge of tables, once. */
interface Prepared<Row> {
  readonly text: string;
  readonly ofTexts: (row: TextRow) => Row;
  /** For the road of every other statement, which gives values by the name of their column. */
  readonly ofValues: (row: Readonly<Record<string, unknown>>) => Row;
}

/** A statement to be read and only shown, see {@link reading}. */
export interface Reading<Row> {
  readonly name: string;
  readonly prepare: (em: Em) => Prepared<Row>;
}

/**
 * A statement whose rows are only shown, read past the mapper: building an entity with its change tracking costs several times what the
 * database does for it (docs/performance.md). What comes is frozen and belongs to no unit of work: setting a value throws, and so does
 * handing it to one. References hold the id and nothing else.
 */
export function reading<const Rows extends Kinds, const Values extends Singles = Readonly<Record<never, never>>>({ name, rows, values, text }: Asking<Rows, Values>): Reading<Found<Rows, Values>> {
  let prepared: Prepared<Found<Rows, Values>> | undefined;
  return {
    name,
    prepare: (em) => {
      prepared ??= prepare(em, rows, values ?? {}, text) as Prepared<Found<Rows, Values>>;
      return prepared;
    },
  };
}

/**
 * Asks what is short. Outside of transactions and of the doors of staff it goes by a line; inside it takes the road of every other
 * statement, so that PostgreSQL's walls hold.
 */
export async function ask<Row>(em: Em, { name, prepare }: Reading<Row>, values: readonly Value[]): Promise<Row[]> {
  const { text, ofTexts, ofValues } = prepare(em);
  const short = lines.get(em.getConnection());
  if (short && !em.isInTransaction() && !em.getSessionContext()) return (await followed('statement', name, short.texts({ name, text, values: [...values] }))).map(ofTexts);
  return (await followed('statement', name, em.execute<Readonly<Record<string, unknown>>[]>(text.replace(/\$\d+/g, '?'), [...values]))).map(ofValues);
}

/** An entity that was read so, as one of the unit of work that can be changed; the one that it has already, if it has: as it is, also where only a part of it was read. */
export function toChange<Entity extends object>(em: Em, found: Entity): Entity {
  const kind = found.constructor as EntityClass<Entity>;
  const values = { ...found } as Record<string, unknown>;
  for (const { name, kind: how } of em.getMetadata(kind).relations) if (how !== 'scalar') values[name] = (values[name] as { readonly id: string } | null)?.id ?? null;
  return em.merge(kind, values as EntityData<Entity>);
}

/**
 * As `ask`, for what is shown to the person it is about and decides nothing. Where the unit of work may read from replicas, one answers that
 * holds everything that was acknowledged before the request came; if none does, the primary.
 */
export async function askToShow<Row>(em: Em, reading: Reading<Row>, values: readonly Value[]): Promise<Row[]> {
  const { text, ofTexts } = reading.prepare(em);
  const found = await askReplica(em, { name: reading.name, text, values: [...values] });
  return found ? found.map(ofTexts) : ask(em, reading, values);
}

/** One thing in a row: where it begins, how many columns it has, and how it is read of either kind of row. */
interface Part {
  readonly name: string;
  readonly width: number;
  readonly columns: string;
  readonly ofTexts: (row: TextRow, from: number) => unknown;
  readonly ofValues: (row: Readonly<Record<string, unknown>>) => unknown;
}

function prepare(em: Em, rows: Kinds, values: Singles, text: (columns: string) => string): Prepared<object> {
  const parts = [...Object.entries(rows).map(([alias, kind]) => entityPart(em.getMetadata(kind), kind, alias)), ...Object.entries(values).map(([name, value]) => singlePart(name, value))];
  let from = 0;
  const placed = parts.map((part) => ({ ...part, from: (from += part.width) - part.width }));
  return {
    text: text(parts.map(({ columns }) => columns).join(', ')),
    ofTexts: (row) => {
      const found: Record<string, unknown> = {};
      for (const part of placed) found[part.name] = part.ofTexts(row, part.from);
      return found;
    },
    ofValues: (row) => Object.fromEntries(placed.map((part) => [part.name, part.ofValues(row)])),
  };
}

function entityPart<Entity extends object>(metadata: EntityMetadata<Entity>, kind: EntityClass<Entity>, alias: string): Part {
  const fields = metadata.props
    .filter(({ persist }) => persist !== false)
    .map((property) => ({ name: property.name as string, column: columnOf(property), at: `${alias}.${columnOf(property)}`, readText: readingOfText(metadata.className, property), readValue: readingOfValue(property) }));
  const primary = metadata.getPrimaryProps()[0];
  const key = fields.findIndex(({ name }) => name === primary?.name);
  const keyAt = fields[key]?.at;
  if (keyAt === undefined) throw new Error(`${metadata.className} has no primary key`);
  // The prototype last: the mapper's own setters stand on it.
  const finish = (plain: object) => Object.freeze(Object.setPrototypeOf(plain, kind.prototype as object)) as Entity;
  return {
    name: alias,
    width: fields.length,
    columns: fields.map(({ column, at }) => `${alias}."${column}" as "${at}"`).join(', '),
    ofTexts: (row, from) => {
      if (row[from + key] === null) return null;
      const plain: Record<string, unknown> = {};
      let at = from;
      for (const { name, readText } of fields) {
        plain[name] = readOrNull(row[at++] ?? null, readText);
      }
      return finish(plain);
    },
    ofValues: (row) => {
      if (row[keyAt] === null) return null;
      const plain: Record<string, unknown> = {};
      for (const { name, at, readValue } of fields) plain[name] = readValue(row[at] ?? null);
      return finish(plain);
    },
  };
}

function singlePart(name: string, [sql, kind]: readonly [string, SingleKind]): Part {
  const readText = kind === 'text' || kind === 'text?' ? (text: string) => text : texts[kind];
  if (!readText) throw new Error(`Nobody knows how ${kind} is read`);
  return { name, width: 1, columns: `${sql} as "${name}"`, ofTexts: (row, from) => readOrNull(row[from] ?? null, readText), ofValues: (row) => row[name] ?? null };
}

function readOrNull(text: string | null, read: (text: string) => unknown): unknown {
  return text === null ? null : read(text);
}

function columnOf({ fieldNames, name }: EntityProperty): string {
  const [column, ...more] = fieldNames;
  if (!column || more.length > 0) throw new Error(`${name} is not one column`);
  return column;
}

/** How the text of a value is read, by the kind of its column. */
const texts: Readonly<Record<string, (text: string) => unknown>> = {
  uuid: (text) => text,
  text: (text) => text,
  boolean: (text) => text === 't',
  integer: Number,
  int: Number,
  smallint: Number,
  // `\x` and two digits for each byte, as `connectionOptions` asks for.
  bytea: (text) => {
    if (!text.startsWith('\\x')) throw new Error('PostgreSQL sends bytes in another form');
    return Buffer.from(text.slice(2), 'hex');
  },
  jsonb: (text) => JSON.parse(text) as unknown,
  // 2026-11-27 02:48:54.123+00, or of a place with half hours: +05:30.
  'timestamptz(3)': (text) => {
    const instant = new Date(`${text.slice(0, 10)}T${text.slice(11)}${text.at(-3) === ':' ? '' : ':00'}`);
    // An instant of nowhere is before and after nothing: a session with one would never end.
    if (Number.isNaN(instant.getTime())) throw new Error('PostgreSQL sends an instant in another form');
    return instant;
  },
};

/** How the text of a column is read. @throws Error when nobody knows. */
export function readingOfText(owner: string, { kind, targetMeta, columnTypes, name }: EntityProperty): (text: string) => unknown {
  if (kind !== 'scalar' && targetMeta) return (id) => Object.freeze({ id });
  const read = texts[columnTypes[0] ?? ''];
  if (!read) throw new Error(`Nobody knows how ${owner}.${name} (${columnTypes.join(', ')}) is read`);
  return read;
}

function readingOfValue({ kind, runtimeType, targetMeta, columnTypes }: EntityProperty): (value: unknown) => unknown {
  if (kind !== 'scalar' && targetMeta) return (value) => (value === null ? null : Object.freeze({ id: value }));
  // Behind the doors of staff the mapper's own driver gives instants and JSON as text.
  if (runtimeType === 'Date') return (value) => (typeof value === 'string' ? new Date(value) : value);
  if (columnTypes[0] === 'jsonb') return (value) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value);
  return (value) => value;
}
