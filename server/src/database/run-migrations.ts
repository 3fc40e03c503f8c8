import { createHash } from 'node:crypto';
import type { MigrationObject } from '@mikro-orm/core';
import type { Migration } from '@mikro-orm/migrations';
import { migrations } from './migrations/list.ts';
import type { Orm } from './orm.ts';
import type { SchemaChanges, Statement } from './schema-changes.ts';

/** Which migrations to run: all that are listed, up to and with the one that is named. */
export interface MigrationChoice {
  readonly list?: readonly MigrationObject[];
  readonly until?: string;
}

/** As MikroORM's own runner makes it, so that databases of former releases have it. */
const LIST_OF_MIGRATIONS =
  'create table if not exists schema_migration (id serial primary key, name varchar(255) not null, executed_at timestamptz(6) not null default current_timestamp)';

/**
 * Runs what has not run on this database yet, in order, each one under the people who write (`SchemaChanges`). MikroORM's own runner
 * does not: it has the pool's timeouts, waits for locks while everybody waits behind it, and tries nothing twice.
 *
 * @returns the names of those that ran.
 * @throws Error of the first that fails; those before it are kept. One that another release began and left half made fails at once: its
 *   steps there were others.
 */
export async function runMigrations(orm: Orm, changes: SchemaChanges, { list = migrations, until }: MigrationChoice = {}): Promise<string[]> {
  const [known] = await changes.ask<{ name: string | null }>(`select to_regclass('schema_migration') as name`);
  if (known?.name === null) await changes.together('the list of migrations', [LIST_OF_MIGRATIONS]);
  const done = new Set((await changes.ask<{ name: string }>('select name from schema_migration')).map(({ name }) => name));
  const last = until === undefined ? list.length : list.findIndex(({ name }) => name === until) + 1;
  const pending = list.slice(0, last).filter(({ name }) => !done.has(name));
  for (const each of pending) await runOne(orm, changes, each, done);
  return pending.map(({ name }) => name);
}

async function runOne(orm: Orm, changes: SchemaChanges, { name, class: Listed }: MigrationObject, done: ReadonlySet<string>): Promise<void> {
  const migration = new Listed(orm.em.getDriver(), orm.config) as Migration;
  await migration.up();
  const steps = migration.getQueries().map((query) => {
    if (typeof query !== 'string') throw new TypeError(`${name}: a migration is written in plain SQL`);
    return query;
  });
  if (migration.isTransactional()) return changes.together(name, [...steps, noteOf(name)]);
  // Each step has a note of its own until all are made, so that one that was broken off goes on where it stood.
  const marks = steps.map((step, index) => `${name}#${index + 1} ${createHash('sha256').update(step).digest('hex').slice(0, 12)}`);
  const begun = [...done].filter((mark) => mark.startsWith(`${name}#`));
  if (begun.some((mark) => !marks.includes(mark))) throw new Error(`${name}: another release began it with other steps and left it half made; start that release once more first`);
  for (const [index, step] of steps.entries()) {
    const mark = marks[index] ?? name;
    if (!done.has(mark)) await changes.step(`${name}#${index + 1}`, step, noteOf(mark));
  }
  await changes.together(name, [noteOf(name), { text: 'delete from schema_migration where starts_with(name, $1)', values: [`${name}#`] }]);
}

function noteOf(name: string): Statement {
  return { text: 'insert into schema_migration (name) values ($1)', values: [name] };
}
