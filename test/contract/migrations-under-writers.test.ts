import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { Crowd } from '../../scripts/rehearsal/crowd.ts';
import { rehearse } from '../../scripts/rehearsal/rehearsal.ts';
import { connect, type Orm } from '../../server/src/database/orm.ts';
import { runMigrations } from '../../server/src/database/run-migrations.ts';
import { SchemaChanges } from '../../server/src/database/schema-changes.ts';
import { StepByStep } from '../../server/src/database/step-by-step.ts';
import { migrations } from '../../server/src/database/migrations/list.ts';
import { bareDatabase } from '../kit/bare-database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';

/** How long somebody reads the table that is to be changed, in seconds. */
const READING = 4;

interface Written {
  readonly url: string;
  readonly orm: Orm;
  readonly pool: pg.Pool;
}

/** A table that eight people write to. */
async function writtenTo(work: (written: Written, crowd: Crowd) => Promise<void>): Promise<void> {
  const url = await bareDatabase();
  const [orm, pool, crowd] = [await connect(url), new pg.Pool({ connectionString: url, max: 12 }), new Crowd()];
  await pool.query('create table note (id bigint generated always as identity primary key, text text not null)');
  await pool.query(`insert into note (text) select 'x' from generate_series(1, 20000)`);
  for (let writer = 0; writer < 8; writer++) crowd.join('writes', async () => void (await pool.query(`insert into note (text) values ('y')`)));
  try {
    await work({ url, orm, pool }, crowd);
  } finally {
    await crowd.end();
    await orm.close();
    await pool.end();
  }
}

/** Somebody reads the whole time while something else is done. */
async function whileRead(pool: pg.Pool, work: () => Promise<unknown>): Promise<void> {
  const reader = await pool.connect();
  await reader.query('begin; select from note limit 1');
  const reading = reader.query(`select pg_sleep(${READING})`).then(() => reader.query('commit'));
  await Promise.all([work(), reading]);
  reader.release();
}

/** A migration that adds a column. */
function adding(name: string, column: string): (typeof migrations)[number] {
  class Adding extends StepByStep {
    override up(): void {
      this.addSql(`alter table note add column ${column} boolean null`);
    }
  }
  return { name, class: Adding };
}

async function withChanges<Result>(url: string, work: (changes: SchemaChanges) => Promise<Result>, patience?: number): Promise<Result> {
  const changes = await SchemaChanges.connect(url, { patience });
  try {
    return await work(changes);
  } finally {
    await changes.close();
  }
}

describe('a migration of a table that somebody reads for four seconds', () => {
  it('lets everybody else write meanwhile, and is made when the reader has gone', async () => {
    await writtenTo(async ({ url, orm, pool }, crowd) => {
      const list = [adding('2030-01-01-01-column', 'seen')];
      const felt = await crowd.during(() => whileRead(pool, () => withChanges(url, (changes) => runMigrations(orm, changes, { list }))));
      expect(felt.failed).toEqual([]);
      expect(felt.milliseconds).toBeGreaterThan(READING * 900);
      expect(felt.longestWrite).toBeLessThan(600);
      expect((await pool.query('select seen from note limit 1')).rows).toEqual([{ seen: null }]);
    });
  });

  it('control: without a limit on its wait it would hold everybody up until the reader has gone', async () => {
    await writtenTo(async ({ pool }, crowd) => {
      const felt = await crowd.during(() => whileRead(pool, () => pool.query('alter table note add column seen boolean null')));
      expect(felt.longestWrite).toBeGreaterThan(READING * 700);
    });
  });

  it('is given up when that takes longer than it is patient, with its name, and leaves nothing behind', async () => {
    await writtenTo(async ({ url, orm, pool }) => {
      const list = [adding('2030-01-01-02-late', 'late')];
      await whileRead(pool, () => expect(withChanges(url, (changes) => runMigrations(orm, changes, { list }), 500)).rejects.toThrow('2030-01-01-02-late#1: its locks were not free'));
      await expect(pool.query('select late from note')).rejects.toThrow('does not exist');
    });
  });
});

describe('a migration that goes step by step', () => {
  it('builds an index, adds a constraint and requires a value while eight people write, and nobody waits', async () => {
    await writtenTo(async ({ url, orm, pool }, crowd) => {
      class Grown extends StepByStep {
        override up(): void {
          this.addIndex('note_text', 'on note (text)');
          this.addSql('alter table note add column size int null');
          this.addSql('alter table note alter column size set default 1');
          this.addConstraint('note', 'note_short', 'check (length(text) < 10)');
          this.addSql('update note set size = 1 where size is null');
          this.requireValue('note', 'size');
        }
      }
      const felt = await crowd.during(() => withChanges(url, (changes) => runMigrations(orm, changes, { list: [{ name: '2030-01-01-03-grown', class: Grown }] })));
      expect([felt.failed, felt.longestWrite < 600]).toEqual([[], true]);
      const { rows } = await pool.query(`select indisvalid, (select convalidated from pg_constraint where conname = 'note_short') as checked, (select attnotnull from pg_attribute where attrelid = 'note'::regclass and attname = 'size') as required from pg_index where indexrelid = 'note_text'::regclass`);
      expect(rows).toEqual([{ indisvalid: true, checked: true, required: true }]);
      expect((await pool.query(`select name from schema_migration where name like '2030%'`)).rows).toEqual([{ name: '2030-01-01-03-grown' }]);
    });
  });

  it('goes on where it was broken off, and leaves no index behind that could not be built', async () => {
    await writtenTo(async ({ url, orm, pool }) => {
      const grown = { name: '2030-01-01-04-broken', class: Grown };
      await pool.query(`insert into note (text) values ('twice'), ('twice')`);
      await expect(withChanges(url, (changes) => runMigrations(orm, changes, { list: [grown] }))).rejects.toThrow('could not create unique index');
      // It would help nobody, and go on refusing what people write.
      expect((await pool.query(`select to_regclass('note_once') as index`)).rows).toEqual([{ index: null }]);
      expect((await pool.query(`select name from schema_migration where name like '2030%'`)).rows).toEqual([{ name: expect.stringMatching(/^2030-01-01-04-broken#1 [0-9a-f]{12}$/) as string }]);

      await pool.query(`delete from note where id = (select max(id) from note where text = 'twice')`);
      // The column of the first step is there: made once more, it would fail.
      expect(await withChanges(url, (changes) => runMigrations(orm, changes, { list: [grown] }))).toEqual([grown.name]);
      expect((await pool.query(`select indisvalid from pg_index where indexrelid = 'note_once'::regclass`)).rows).toEqual([{ indisvalid: true }]);
      expect(await withChanges(url, (changes) => runMigrations(orm, changes, { list: [grown] }))).toEqual([]);
    });
  });

  it('is not gone on with where another release began it with other steps', async () => {
    const url = await bareDatabase();
    const [orm, pool] = [await connect(url), new pg.Pool({ connectionString: url })];
    await pool.query('create table note (text text)');
    class Fails extends StepByStep {
      override up(): void {
        this.addSql('alter table note add column first int null');
        this.addSql('alter table note add column second int check (nonsense)');
      }
    }
    class OtherSteps extends StepByStep {
      override up(): void {
        this.addSql('alter table note add column zeroth int null');
        this.addSql('alter table note add column first int null');
      }
    }
    const run = (migration: typeof Fails) => withChanges(url, (changes) => runMigrations(orm, changes, { list: [{ name: '2030-01-01-05-begun', class: migration }] }));
    await expect(run(Fails)).rejects.toThrow('nonsense');
    await expect(run(OtherSteps)).rejects.toThrow('another release began it');
    expect((await pool.query(`select attname from pg_attribute where attrelid = 'note'::regclass and attnum > 0`)).rows).toEqual([{ attname: 'text' }, { attname: 'first' }]);
    await Promise.all([orm.close(), pool.end()]);
  });

  it('waits while the connection of another server stands, though nothing else keeps the two apart', async () => {
    const url = await bareDatabase();
    await withChanges(url, async () => {
      await expect(SchemaChanges.connect(url, { patience: 100 })).rejects.toThrow('another server has changed the schema');
    });
    expect(await withChanges(url, (changes) => changes.ask('select 1 as one'))).toEqual([{ one: 1 }]);
  });

  it('no step is cut off for taking long', async () => {
    const url = await bareDatabase();
    expect(await withChanges(url, (changes) => changes.ask('show statement_timeout'))).toEqual([{ statement_timeout: '0' }]);
  });
});

/** As a server that is killed each time when PostgreSQL has done what it does in no transaction, and before that is noted. */
function killedBeforeEachNote(changes: SchemaChanges, twice: string[]): SchemaChanges {
  return new Proxy(changes, {
    get(target, name) {
      if (name !== 'step') {
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      }
      return async (change: string, statement: string, note: Parameters<SchemaChanges['step']>[2]) => {
        if (/concurrently/i.test(statement)) {
          twice.push(change);
          await target.step(change, statement, 'select 1');
        }
        await target.step(change, statement, note);
      };
    },
  });
}

class Grown extends StepByStep {
  override up(): void {
    this.addSql('alter table note add column once text null');
    this.addIndex('note_once', `on note (text) where text = 'twice'`, 'unique index');
  }
}

describe('every migration', () => {
  it('goes on after a server was killed between a step outside of transactions and its note', async () => {
    const url = await freshDatabase({ name: 'empty', prepare: () => Promise.resolve() });
    const orm = await connect(url);
    const twice: string[] = [];
    try {
      expect(await withChanges(url, (changes) => runMigrations(orm, killedBeforeEachNote(changes, twice)))).toHaveLength(migrations.length);
      expect(twice.length).toBeGreaterThan(5);
    } finally {
      await orm.close();
    }
  });

  it('runs on a register that is full and in use, and no write of the former release fails', async () => {
    const databaseUrl = await freshDatabase({ name: 'empty', prepare: () => Promise.resolve() });
    const { migrations: rehearsed, rows } = await rehearse({ databaseUrl, people: 300, from: migrations[0]?.name ?? '', calmSeconds: 0.2, betweenTurns: 60, withSamples: false, say: () => undefined });
    expect(rehearsed.map(({ name }) => name)).toEqual([...migrations.slice(1).map(({ name }) => name), 'the walls (every start)']);
    // How long anybody waited is measured by `pnpm rehearse`, on a machine that does nothing else.
    expect(rehearsed.flatMap(({ name, failed, rewritten }) => (failed.length + rewritten.length > 0 ? [{ name, failed, rewritten }] : []))).toEqual([]);
    expect(rows['donor']).toBeGreaterThan(300);
  }, 120_000);
});
