import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { backupsIn, homeInUse } from '../../server/src/database/backup/backup-home.ts';
import { restoreBackup } from '../../server/src/database/backup/restore-backup.ts';
import { segmentsIn } from '../../server/src/database/backup/wal-archive.ts';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { begin, ownRegister, run } from '../kit/backups.ts';
import { deciding } from '../kit/decisions.ts';
import { createWorld } from '../kit/world.ts';

const register = await ownRegister();
const { data, home, world, environment, emptyPlace } = register;
const superuser = new pg.Client(register.superuserUrl);
await superuser.connect();
afterAll(async () => {
  await superuser.end();
  await register.remove();
});

const backUp = (...words: string[]) => run('backup', words, environment);
const archive = join(home, 'wal');

async function archiver(): Promise<{ archived: number; failed: number }> {
  const { rows } = await superuser.query<{ archived: string; failed: string }>('select archived_count as archived, failed_count as failed from pg_stat_archiver');
  return { archived: Number(rows[0]?.archived), failed: Number(rows[0]?.failed) };
}

/** Closes the segment that is being written. */
async function closeSegment(): Promise<void> {
  await superuser.query(`select pg_logical_emit_message(false, 'test', ''), pg_switch_wal()`);
}

describe('the log of a register', { timeout: 120_000 }, () => {
  it('is kept nowhere before the first backup, and costs nothing', async () => {
    await closeSegment();
    await vi.waitFor(async () => expect((await archiver()).archived).toBeGreaterThan(0), { timeout: 10_000 });
    expect(homeInUse(join(data, 'postgres'))).toBeNull();
    expect(readdirSync(home)).toEqual([]);
  });

  it('waits for the first backup to be told where to: a backup without a folder is refused in words', async () => {
    expect(await backUp()).toMatchObject({ code: 1, said: expect.stringContaining('Name the folder of backups with --to') });
    expect(await backUp('--nonsense')).toMatchObject({ code: 2, said: expect.stringContaining('用法') });
  });
});

describe('a backup that is killed', { timeout: 120_000 }, () => {
  it('leaves nothing that looks complete and does the register no harm; the next one sweeps it away', async () => {
    const killed = begin('backup', ['--to', home], environment);
    const unfinished = () => readdirSync(home).find((name) => name.endsWith('.unfinished')) ?? '-';
    await vi.waitFor(() => expect(existsSync(join(home, unfinished(), 'data', 'base'))).toBe(true), { timeout: 20_000, interval: 1 });
    killed.kill('SIGKILL');
    await once(killed, 'close');
    const left = join(home, unfinished());

    expect(backupsIn(home)).toEqual([]);
    expect(await backUp('--verify', left)).toMatchObject({ code: 1, said: expect.stringContaining('is no complete backup') });
    const restored = () => restoreBackup({ from: left, to: emptyPlace(), until: null, checkKeys: () => undefined });
    await expect(restored()).rejects.toThrow('is no complete backup');
    // PostgreSQL ended its part with the connection of whoever was killed, and people go on deciding.
    expect(await deciding.register(await world.citizen())).toMatchObject({ __typename: 'RegisterDonorSuccess' });

    expect(await backUp()).toMatchObject({ code: 0, said: expect.stringContaining('backed up') });
    expect(existsSync(left)).toBe(false);
    expect(backupsIn(home)).toHaveLength(1);
    // What is lost with the whole disk is at most so old.
    const { rows } = await superuser.query<{ timeout: string }>(`select setting as timeout from pg_settings where name = 'archive_timeout'`);
    expect(rows).toEqual([{ timeout: '60' }]);
  });
});

describe('a restore that is killed', { timeout: 120_000 }, () => {
  it('is never taken for a register, neither by a start, which would make an empty one in its place, nor by another restore', async () => {
    const place = emptyPlace();
    const killed = begin('restore', ['--from', home, '--to', place], environment);
    await vi.waitFor(() => expect(existsSync(join(place, 'postgres', 'data.restoring', 'base'))).toBe(true), { timeout: 20_000, interval: 1 });
    killed.kill('SIGKILL');
    await once(killed, 'close');
    await expect(startEmbeddedPostgres({ dataFolder: join(place, 'postgres'), database: 'sanxian' })).rejects.toThrow('was cut short');
    expect(await run('restore', ['--from', home, '--to', place], environment)).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') });
  });
});

describe('the folder of backups', { timeout: 120_000 }, () => {
  it('is used by one backup at a time', async () => {
    const outcomes = await Promise.all([backUp(), backUp()]);
    expect(outcomes.map(({ code }) => code).toSorted()).toEqual([0, 1]);
    expect(outcomes.find(({ code }) => code === 1)?.said).toContain('Another backup of this register is under way');
  });

  it('that is away for a while makes no hole: the log waits, and follows when it is back', async () => {
    const before = segmentsIn(archive).length;
    const { failed } = await archiver();
    renameSync(archive, `${archive}.away`);
    await deciding.register(await world.citizen());
    await closeSegment();
    await vi.waitFor(async () => expect((await archiver()).failed).toBeGreaterThan(failed), { timeout: 20_000 });
    renameSync(`${archive}.away`, archive);
    await closeSegment();
    // PostgreSQL waits a minute after three failures in a row, unless its settings are read anew.
    await vi.waitFor(
      async () => {
        await superuser.query('select pg_reload_conf()');
        expect(segmentsIn(archive).length).toBeGreaterThan(before);
      },
      { timeout: 30_000, interval: 1_000 },
    );
    expect((await run('restore', ['--from', home, '--to', emptyPlace()], environment)).said).toMatch(/^ +2 {2}public\.donor$/m);
  });

  it('belongs to one register: another one is refused there', async () => {
    const other = await ownRegister();
    expect(await run('backup', ['--to', home], other.environment)).toMatchObject({ code: 1, said: expect.stringContaining('holds the backups of another register') });
    await other.world.orm.close();
    await other.remove();
  });
});

describe('the drill that an operator runs', { timeout: 120_000 }, () => {
  it('says how long a restore takes and what would have been lost, and leaves nothing behind', async () => {
    const drill = await run('restore-drill', [], environment);
    expect(drill.said).toMatch(/RTO：\d+\.\d s/);
    expect(drill.said).toMatch(/RPO：\d+\.\d s/);
    expect(drill.said).toContain('核验通过');
    expect(drill.code).toBe(0);
    expect(readdirSync(home).filter((name) => name.includes('drill'))).toEqual([]);
  });

  it('fails where there is no backup', async () => {
    expect(await run('restore-drill', ['--from', emptyPlace(), '--without-erased-list'], environment)).toMatchObject({ code: 1, said: expect.stringContaining('is no complete backup') });
  });

  it('and refuses a folder with something in it, and leaves that as it is', async () => {
    const full = emptyPlace();
    mkdirSync(full, { recursive: true });
    writeFileSync(join(full, 'keys.json'), 'somebody’s');
    expect(await run('restore-drill', ['--to', full], environment)).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') });
    expect(readFileSync(join(full, 'keys.json'), 'utf8')).toBe('somebody’s');
  });
});

describe('a restored register that was taken into use', { timeout: 120_000 }, () => {
  it('is backed up into the same folder: the newest backup leads into its history, an older one into the former, and no number is given twice', async () => {
    const older = join(home, backupsIn(home)[0] ?? '-');
    const place = emptyPlace();
    expect(await run('restore', ['--from', home, '--to', place], environment)).toMatchObject({ code: 0 });
    copyFileSync(join(data, 'keys.json'), join(place, 'keys.json'));
    // The former one goes on for a moment, as after an accident.
    const people = await world.orm.em.fork().count(Donor);
    await deciding.register(await world.citizen());
    await closeSegment();

    const database = await startEmbeddedPostgres({ dataFolder: join(place, 'postgres'), database: 'sanxian' });
    const restored = await createWorld(register.keys, database);
    expect(await run('backup', ['--to', home], { ...environment, SANXIAN_DATA: place })).toMatchObject({ code: 0, said: expect.stringContaining('backed up') });
    for (let more = 0; more < 3; more++) await deciding.register(await restored.citizen());
    await restored.orm.close();
    await database.stop();

    const rows = async (...words: string[]) => /^ +(\d+) {2}public\.donor$/m.exec((await run('restore', [...words, '--to', emptyPlace()], { ...environment, SANXIAN_DATA: place })).said)?.[1];
    // Its last words are in no archive yet: they are taken from its own log.
    expect(await rows('--from', home)).toBe(String(people + 3));
    expect(await rows('--from', older)).toBe(String(people + 1));
    expect(readdirSync(archive)).toContain('00000002.history.zst');
  });
});

it('the manifest says what an auditor asks: versions, places in the log, times, whose keys', () => {
  const { manifest } = JSON.parse(readFileSync(join(home, backupsIn(home)[0] ?? '-', 'manifest.json'), 'utf8')) as { manifest: Record<string, unknown> };
  expect(manifest).toMatchObject({ postgres: expect.stringMatching(/^18/), startLsn: expect.stringMatching(/^0\//), stopLsn: expect.stringMatching(/^0\//), keyMark: { index: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect(basename(backupsIn(home)[0] ?? '')).toMatch(/^\d{4}-\d\d-\d\dT/);
});
