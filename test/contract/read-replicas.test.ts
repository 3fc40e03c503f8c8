import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runningCluster, startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { startStandby } from '../../server/src/database/embedded/standby.ts';
import { keepReplicas } from '../../server/src/database/keep-replicas.ts';
import type { Replicas } from '../../server/src/database/replicas.ts';
import { RoutedDriver } from '../../server/src/database/routed-driver.ts';
import { createLog } from '../../server/src/log.ts';
import { Caller } from '../kit/caller.ts';
import { deciding, latestOf } from '../kit/decisions.ts';
import { asked, AT_ONCE, lookingUp, questionAbout, twoClinicians } from '../kit/look-ups.ts';
import { bringUp, createWorld, newKeys, person } from '../kit/world.ts';

/** What a frozen replica shows when nobody asks how far it is: everything lies behind this place. */
const LONG_AGO = '0/0';
const NO_REPLICA = 'postgresql://nobody@127.0.0.1:9/none';

const folder = (name: string) => mkdtempSync(join(realpathSync(tmpdir()), `sanxian-replica-${name}-`));
const folders = { primary: folder('primary'), first: folder('first'), second: folder('second') };
const live = await startEmbeddedPostgres({ dataFolder: folders.primary, database: 'sanxian' });
await bringUp(live);
const [first, second] = [await startStandby(folders.primary, folders.first), await startStandby(folders.primary, folders.second)];
const [keys, superuserUrl] = [newKeys(), runningCluster(folders.primary) ?? ''];

/** Two servers behind a balancer, as it were: they share the primary, the keys and the first replica. */
const setting = { ...keys, SANXIAN_READ_REPLICAS: first.addressOf(live.runtimeUrl) };
const [server, other] = [await createWorld(setting, live), await createWorld(setting, live)];
const { replicas } = server.orm;
const onOther = ({ token }: Caller) => new Caller(other.http, token);

const superuser = new pg.Client(first.addressOf(superuserUrl));
superuser.on('error', () => undefined);
await superuser.connect();
const freeze = () => superuser.query('select pg_wal_replay_pause()');
const thaw = () => superuser.query('select pg_wal_replay_resume()');

beforeAll(async () => {
  // The end of a world gives its connections back; the databases end after that.
  await inUse([0]);
});
afterAll(async () => {
  await superuser.end().catch(() => undefined);
  await Promise.allSettled([first.stop(), second.stop()]);
  await live.stop();
  for (const each of Object.values(folders)) rmSync(each, { recursive: true, force: true });
});
afterEach(() => vi.restoreAllMocks());

async function inUse(places: readonly number[]): Promise<void> {
  for (const each of [replicas, other.orm.replicas]) {
    await vi.waitFor(async () => {
      await each.round();
      expect(each.usable()).toEqual(places);
    }, { timeout: 10_000 });
  }
}

/** What the counts of answers grew by while something was done. */
async function grown(work: () => Promise<unknown>, of: Replicas = replicas): Promise<Record<keyof Replicas['counted'], number>> {
  const before = { ...of.counted };
  await work();
  return { answered: of.counted.answered - before.answered, behind: of.counted.behind - before.behind, broken: of.counted.broken - before.broken };
}

describe('a replica that follows', () => {
  it('shows people their own record, and nobody that the session or a command is looked up there', async () => {
    const citizen = await server.citizen();
    expect(await grown(() => deciding.register(citizen))).toEqual({ answered: 0, behind: 0, broken: 0 });
    await vi.waitFor(async () => expect((await grown(() => latestOf(citizen))).answered).toBeGreaterThan(0));
    expect(await latestOf(citizen)).toMatchObject({ action: 'REGISTERED' });
  });

  it('is asked by the mapper for the directory only', async () => {
    const chosen = vi.spyOn(RoutedDriver.prototype, 'getConnection');
    const reads = () => chosen.mock.calls.filter(([type]) => type === 'read').length;
    const citizen = await server.citizen();
    await deciding.register(citizen);
    await latestOf(citizen);
    const [clinician] = await twoClinicians(server);
    await lookingUp.desk(clinician);
    expect([reads(), chosen.mock.calls.length > 0]).toEqual([0, true]);
    const { data } = await citizen.query('{ organisations(first: 3) { totalCount nodes { name parent { name } } } }');
    expect(data).toMatchObject({ organisations: { totalCount: 103 } });
    expect(reads()).toBeGreaterThan(1);
  });

  it('keeps the walls: no door, an error; staff of elsewhere, nobody', async () => {
    await deciding.register(await server.citizen());
    const behind = async (options: string) => {
      const client = new pg.Client({ connectionString: first.addressOf(live.runtimeUrl), options });
      await client.connect();
      try {
        return (await client.query<{ count: number }>('select count(*)::int as count from donor')).rows[0]?.count;
      } finally {
        await client.end();
      }
    };
    await expect(behind('')).rejects.toThrow('sanxian.door');
    await vi.waitFor(async () => expect(await behind('-c sanxian.door=citizen')).toBeGreaterThan(0));
    expect(await behind('-c sanxian.door=staff -c sanxian.scope=65 -c sanxian.account=nobody')).toBe(0);
  });
});

describe('a replica that stands still', () => {
  beforeEach(async () => {
    await inUse([0]);
    await freeze();
  });
  afterEach(thaw);

  it('never shows what was changed since, on whichever server, by whomever: the primary does', async () => {
    const citizen = await server.citizen();
    await deciding.register(citizen);
    await deciding.withdraw(citizen, 1);
    for (const caller of [citizen, onOther(citizen)]) expect(await latestOf(caller)).toMatchObject({ action: 'WITHDRAWN' });
    await deciding.refuse(onOther(citizen), 2);
    const counts = await grown(async () => expect(await latestOf(citizen)).toMatchObject({ action: 'REFUSED' }));
    expect(counts).toMatchObject({ answered: 0, broken: 0 });
    expect(counts.behind).toBeGreaterThan(0);
  });

  it('and would, if nobody asked how far it is: the test sees what it looks for', async () => {
    await thaw();
    const citizen = await server.citizen();
    await deciding.register(citizen);
    await inUse([0]);
    await vi.waitFor(async () => expect((await grown(() => latestOf(citizen))).behind).toBe(0));
    await freeze();
    await deciding.withdraw(citizen, 1);
    vi.spyOn(replicas, 'positionNow').mockResolvedValue({ timeline: '00000001', lsn: LONG_AGO });
    expect(await latestOf(citizen)).toMatchObject({ action: 'REGISTERED' });
    vi.restoreAllMocks();
    expect(await latestOf(citizen)).toMatchObject({ action: 'WITHDRAWN' });
  });

  it('tells no clinician anything: a withdrawal that was acknowledged is what they see', async () => {
    const [who, [clinician]] = [person(), await twoClinicians(server)];
    const citizen = await server.citizen(who);
    await deciding.register(citizen);
    await deciding.withdraw(citizen, 1);
    vi.spyOn(replicas, 'positionNow').mockResolvedValue({ timeline: '00000001', lsn: LONG_AGO });
    const counts = await grown(async () => {
      const opened = await lookingUp.open(clinician, await asked(clinician, questionAbout(who, AT_ONCE)));
      expect(JSON.stringify(opened)).toContain('WITHDRAWN');
    });
    expect(counts).toEqual({ answered: 0, behind: 0, broken: 0 });
  });

  it('is left out as soon as it is a round behind, is told of in the log, and comes back', async () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line: string) => lines.push(line) } as never);
    await deciding.register(await server.citizen());
    await replicas.round();
    const rounds = keepReplicas({ orm: server.orm, log });
    await vi.waitFor(() => expect(replicas.usable()).toEqual([]), { timeout: 5_000 });
    await thaw();
    await vi.waitFor(() => expect(replicas.usable()).toEqual([0]), { timeout: 10_000 });
    await rounds.stop();
    expect(lines.join('')).toContain('replicaLeftOut');
    expect(lines.join('')).not.toContain('postgres');
  });
});

describe('a replica that is no more what it was', () => {
  it('is not believed once it was promoted, even before a round has looked', async () => {
    const own = await createWorld({ ...keys, SANXIAN_READ_REPLICAS: `${second.addressOf(live.runtimeUrl)},${NO_REPLICA}` }, live);
    const citizen = await own.citizen();
    await deciding.register(citizen);
    await vi.waitFor(async () => {
      await own.orm.replicas.round();
      expect(own.orm.replicas.usable()).toEqual([0]);
    }, { timeout: 10_000 });
    const promoting = new pg.Client(second.addressOf(superuserUrl));
    await promoting.connect();
    await promoting.query('select pg_promote()');
    await promoting.end();
    vi.spyOn(own.orm.replicas, 'positionNow').mockResolvedValue({ timeline: '00000001', lsn: LONG_AGO });
    const counts = await grown(async () => expect(await latestOf(citizen)).toMatchObject({ action: 'REGISTERED' }), own.orm.replicas);
    expect(counts.answered).toBe(0);
    vi.restoreAllMocks();
    await own.orm.replicas.round();
    expect(own.orm.replicas.usable()).toEqual([]);
  });

  it('is not missed when it dies while people look: no request fails', async () => {
    await inUse([0]);
    const citizen = await server.citizen();
    await deciding.register(citizen);
    await vi.waitFor(async () => expect((await grown(() => latestOf(citizen))).answered).toBeGreaterThan(0));
    let [goesOn, looked] = [true, 0];
    const looking = Promise.allSettled(Array.from({ length: 6 }, async (_, turn) => {
      for (; goesOn; looked += 1) {
        expect(await latestOf(turn % 2 ? citizen : onOther(citizen))).toMatchObject({ action: 'REGISTERED' });
        const { errors } = await citizen.query('{ organisations(first: 1) { totalCount } }');
        expect(errors).toBeUndefined();
      }
    }));
    await vi.waitFor(() => expect(looked).toBeGreaterThan(20), { timeout: 10_000 });
    await first.kill();
    const then = looked;
    await vi.waitFor(() => expect(looked).toBeGreaterThan(then + 40), { timeout: 20_000 });
    goesOn = false;
    expect((await looking).filter(({ status }) => status === 'rejected')).toEqual([]);
    await replicas.round();
    expect(replicas.usable()).toEqual([]);
    expect((await deciding.withdraw(citizen, 1)).__typename).toBe('WithdrawDecisionSuccess');
  });
});
