import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { doorOption } from '../../server/src/database/door.ts';
import { connect } from '../../server/src/database/orm.ts';
import { limitRuntimeRole } from '../../server/src/database/runtime-role.ts';
import { start } from '../../server/src/main.ts';
import { commitDeed } from '../kit/deeds.ts';

/** A database of its own with both roles, whatever database the other tests use, over which a server has started once. */
const dataFolder = mkdtempSync(join(tmpdir(), 'sanxian-roles-'));
const database = await startEmbeddedPostgres({ dataFolder: join(dataFolder, 'postgres'), database: 'sanxian', forgetful: true });
const server = new pg.Client({ connectionString: database.runtimeUrl, options: doorOption('system') });
const owner = new pg.Client(database.url);
const startServer = (migrationUrl?: string) => start({ databaseUrl: database.runtimeUrl, migrationUrl, port: 0, dataFolder, mode: 'test' });

beforeAll(async () => {
  await (await startServer(database.url)).close();
  await Promise.all([server.connect(), owner.connect()]);
  await commitDeed(server, new Date());
});
afterAll(async () => {
  await Promise.all([server.end(), owner.end()]);
  await database.stop();
});

describe('the role of a server', () => {
  test.each([
    "update decision set state = 'REFUSED'",
    'delete from decision',
    'truncate decision cascade',
    "update look_up set case_number = 'x'",
    'delete from look_up',
    "update look_up_step set step = 'DECLINED'",
    'delete from look_up_step',
    'truncate look_up_step',
    'update look_up_block set account_id = gen_random_uuid()',
    'delete from look_up_block',
    "update audit_entry set operation = 'x'",
    'delete from audit_entry',
    'truncate audit_entry',
    'update audit_leaf set position = 0',
    'delete from audit_leaf',
    "update audit_batch set key_id = 'x'",
    'delete from audit_batch',
    "update audit_unsealed set table_name = 'x'",
    'truncate audit_unsealed',
    'alter table audit_entry disable trigger all',
    'drop trigger audit_entry_is_sealed on audit_entry',
    'drop table audit_batch',
    'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return null; end $$',
    'create table mine (id int)',
    "set session_replication_role = 'replica'",
    'set role sanxian',
    "insert into schema_migration (name) values ('x')",
  ])('cannot %s', async (statement) => {
    await expect(server.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('owns nothing and is a member of nothing', async () => {
    const { rows } = await server.query(
      `select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, pg_has_role(current_user, 'sanxian', 'member') as member,
              (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned from pg_roles where rolname = current_user`,
    );
    expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false, member: false, owned: 0 }]);
  });

  it('is enough to start on a current database, with no owner at hand', async () => {
    const again = await startServer();
    const { status } = await fetch(`${again.url}/healthz`);
    await again.close();
    expect(status).toBe(200);
  });

  it('may do with a table that a later release adds what is usual, from the next start on', async () => {
    await owner.query('create table later (id int)');
    await expect(server.query('select from later')).rejects.toMatchObject({ code: '42501' });
    await (await startServer(database.url)).close();
    await server.query('insert into later values (1)');
    await server.query('delete from later');
    await owner.query('drop table later');
  });
});

describe('a server that connects as the owner', () => {
  it('is told apart from one that does not, with or without the owner at hand', async () => {
    const [asOwner, asServer] = [await connect(database.url), await connect(database.runtimeUrl)];
    expect(await limitRuntimeRole(asOwner, asOwner)).toBe(false);
    expect(await limitRuntimeRole(asOwner, asServer)).toBe(true);
    expect(await limitRuntimeRole(asServer, asServer)).toBe(true);
    await asOwner.close();
    await asServer.close();
  });

  it('is stopped by triggers only', async () => {
    await expect(owner.query('delete from audit_batch')).rejects.toMatchObject({ code: '23001' });
    await expect(owner.query('update audit_leaf set position = 0')).rejects.toMatchObject({ code: '23001' });
  });
});

describe('a server that stops', () => {
  it('leaves nothing unsealed', async () => {
    const running = await startServer();
    await commitDeed(server, new Date());
    await running.close();
    expect((await owner.query('select from audit_unsealed')).rowCount).toBe(0);
    expect((await owner.query<{ total: string }>('select max(total_count) as total from audit_batch')).rows[0]?.total).toBe('4');
  });
});
