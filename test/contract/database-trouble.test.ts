import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { alone } from '../../server/src/database/alone.ts';
import { connect, migrate } from '../../server/src/database/orm.ts';
import { migrations } from '../../server/src/database/migrations/list.ts';
import { ViewerDocument } from '../../schema/generated/graphql.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { createWorld } from '../kit/world.ts';

describe('servers that start at once on one empty database', () => {
  it('migrate it once, and all of them come up', async () => {
    const url = await freshDatabase({ name: 'empty', prepare: () => Promise.resolve() });
    const servers = await Promise.all(Array.from({ length: 4 }, () => connect(url)));
    await Promise.all(servers.map((orm) => migrate(orm)));
    const done = await servers[0]?.em.fork().execute<{ name: string }[]>('select name from schema_migration order by id');
    expect(done?.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
    await Promise.all(servers.map((orm) => orm.close()));
  });
});

describe('a server that starts while another loads its data', () => {
  it('waits for it, longer than any statement may take', async () => {
    const { orm } = await createWorld();
    const other = orm.em.fork();
    await other.begin();
    await other.execute('select pg_advisory_xact_lock(20261123)');
    let done = false;
    const waiting = alone(orm, () => Promise.resolve('done')).finally(() => (done = true));
    // One statement that waited in PostgreSQL would have been cut off after five seconds.
    await other.execute('select pg_sleep(3)');
    await other.execute('select pg_sleep(3)');
    expect(done).toBe(false);
    await other.commit();
    expect(await waiting).toBe('done');
  });
});

describe('while the database is away', () => {
  it('callers are told to come back, and are served again when it is there', async () => {
    const world = await createWorld();
    const citizen = await world.citizen();
    const name = new URL(world.databaseUrl).pathname.slice(1);
    const admin = new pg.Client(inject('testServer').adminUrl);
    await admin.connect();
    await admin.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [name]);
    await admin.query(`alter database ${name} rename to ${name}_away`);
    const answer = await citizen.ask(ViewerDocument, {});
    expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect((await world.anonymous().query('{ donationPolicy { minimumAge } }')).data).toBeTruthy();

    await admin.query(`alter database ${name}_away rename to ${name}`);
    expect((await citizen.ask(ViewerDocument, {})).data).toMatchObject({ viewer: { state: 'SILENT' } });
    await admin.end();
  });
});
