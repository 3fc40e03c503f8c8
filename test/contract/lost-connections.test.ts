import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { keepSealing } from '../../server/src/audit/keep-sealing.ts';
import { connect, connectionsOf, POOL_SIZE } from '../../server/src/database/orm.ts';
import { isDatabaseUnavailable } from '../../server/src/database/unavailable.ts';
import { createLog } from '../../server/src/log.ts';
import { Cluster } from '../../scripts/chaos/cluster.ts';
import { Address } from '../kit/address.ts';
import { bareDatabase } from '../kit/bare-database.ts';
import { testAuditKeys } from '../kit/deeds.ts';

const database = await bareDatabase();

/** The mapper behind an address that can fall silent. */
async function behindAnAddress() {
  const url = new URL(database);
  const address = await Address.open(`${decodeURIComponent(url.hostname)}/.s.PGSQL.5432`);
  const orm = await connect(`postgresql://${url.username}:${url.password}@127.0.0.1:${address.port}${url.pathname}`);
  const close = async () => {
    await address.close();
    await orm.close();
  };
  return { address, orm, close };
}

describe('a database whose machine vanished without a farewell', { timeout: 40_000 }, () => {
  it('is given up after the limit of one question, and asked by a new connection', async () => {
    const { address, orm, close } = await behindAnAddress();
    const em = orm.em.fork();
    expect(await em.execute('select 1 as one')).toEqual([{ one: 1 }]);
    address.forget();
    const began = performance.now();
    const failure = await em.transactional((own) => own.execute('select 1')).catch((error: unknown) => error);
    // One limit, not one for the question and one for the rollback.
    expect(performance.now() - began).toBeLessThan(9_000);
    expect(isDatabaseUnavailable(failure)).toBe(true);
    const again = performance.now();
    expect(await orm.em.fork().execute('select 2 as two')).toEqual([{ two: 2 }]);
    expect(performance.now() - again).toBeLessThan(2_000);
    expect(await connectionsOf(orm)).toMatchObject({ totalCount: 1, idleCount: 1 });
    await close();
  });
});

describe.runIf(process.platform === 'linux')('a server whose machine vanished', { timeout: 60_000 }, () => {
  it('is asked by the database whether it is there, within a minute instead of hours', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sanxian-vanished-'));
    const cluster = await Cluster.open({ folder, standbys: 0, acknowledged: 'HERE' });
    const orm = await connect(cluster.addresses.runtime);
    const [set] = await orm.em.fork().execute(`select current_setting('tcp_keepalives_idle') as idle, current_setting('tcp_keepalives_interval') as interval, current_setting('tcp_keepalives_count') as count`);
    expect(set).toEqual({ idle: '30', interval: '10', count: '3' });
    await orm.close();
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('a database that breaks off in the middle of transactions', { timeout: 40_000 }, () => {
  it('costs the server no connection, however often it happens', async () => {
    const { address, orm, close } = await behindAnAddress();
    for (let time = 0; time < POOL_SIZE + 2; time++) {
      const work = orm.em.fork().transactional(async (em) => {
        await em.execute('select 1');
        address.cut();
        await em.execute('select 2');
      });
      expect(isDatabaseUnavailable(await work.catch((error: unknown) => error))).toBe(true);
    }
    expect(await orm.em.fork().execute('select 3 as three')).toEqual([{ three: 3 }]);
    expect((await connectionsOf(orm)).totalCount).toBe(1);
    await close();
  });
});

describe('a database that breaks off in the middle of sealing', { timeout: 40_000 }, () => {
  /** A server that seals, and has come to where it waits for a lock, until whoever holds it ends. */
  async function waiting() {
    const { address, close } = await behindAnAddress();
    const holder = new pg.Client(database);
    await holder.connect();
    await holder.query('begin; lock table audit_unsealed in access exclusive mode');
    const said: string[] = [];
    const log = createLog('info', { write: (line: string) => said.push(line) });
    const url = new URL(database);
    const databaseUrl = `postgresql://${url.username}:${url.password}@127.0.0.1:${address.port}${url.pathname}`;
    const sealing = keepSealing({ databaseUrl, keys: testAuditKeys(), witnessFile: null, now: () => new Date(), log });
    await vi.waitFor(async () => expect((await holder.query('select from pg_locks where not granted and pid <> pg_backend_pid() and database = (select oid from pg_database where datname = current_database())')).rowCount).toBe(1), 5_000);
    return { address, holder, sealing, close, failures: () => said.join('').split('auditSealingFailed').length - 1 };
  }

  it('fails the round and ends no server: a fault that nobody hears would end the process', async () => {
    const { address, holder, sealing, close, failures } = await waiting();
    address.cut();
    // That nothing was thrown beside the round is seen by vitest itself, which fails a run for it.
    await vi.waitFor(() => expect(failures()).toBe(1));
    await holder.end();
    await sealing.stop();
    await close();
  });

  it('and a server that vanishes in the middle of it holds the right to seal for seconds only', async () => {
    const { address, holder, sealing, close } = await waiting();
    address.lose();
    await holder.query('commit');
    const isHeld = async () => (await holder.query<{ held: boolean }>('select exists (select from pg_locks where locktype = $1 and granted and objid = 20261124 and database = (select oid from pg_database where datname = current_database())) as held', ['advisory'])).rows[0]?.held;
    expect(await isHeld()).toBe(true);
    await vi.waitFor(async () => expect(await isHeld()).toBe(false), 15_000);
    await holder.end();
    await sealing.stop();
    await close();
  });

  it('fails the round although nobody says so, and the next one seals: a round without end would be the last, and hold up a server that stops', async () => {
    const { address, holder, sealing, close, failures } = await waiting();
    address.forget();
    await holder.end();
    await sealing.stop();
    expect(failures()).toBe(1);
    await close();
  });
});
