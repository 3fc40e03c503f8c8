import { once } from 'node:events';
import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { backupsIn, homeInUse, sweepUnfinished } from '../../server/src/database/backup/backup-home.ts';
import { readManifest, writeManifest } from '../../server/src/database/backup/manifest.ts';
import { restoreBackup } from '../../server/src/database/backup/restore-backup.ts';
import { ONE_BACKUP } from '../../server/src/database/backup/take-backup.ts';
import { firstHole, packedName, segmentsIn } from '../../server/src/database/backup/wal-archive.ts';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { begin, ownRegister, run } from '../kit/backups.ts';
import { deciding } from '../kit/decisions.ts';

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
const link = join(data, 'postgres', 'archive');
const inUse = () => homeInUse(join(data, 'postgres'));
const unfinishedIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.unfinished'));

async function archiver(): Promise<{ archived: number; failed: number }> {
  const { rows } = await superuser.query<{ archived: string; failed: string }>('select archived_count as archived, failed_count as failed from pg_stat_archiver');
  return { archived: Number(rows[0]?.archived), failed: Number(rows[0]?.failed) };
}

/** Closes the segment that is being written. @returns its name */
async function closeSegment(): Promise<string> {
  await superuser.query(`select pg_logical_emit_message(false, 'test', '')`);
  const { rows } = await superuser.query<{ name: string }>('select pg_walfile_name(pg_switch_wal()) as name');
  return rows[0]?.name ?? '';
}

/** Waits until a segment is kept; PostgreSQL waits a minute after three failures in a row, unless its settings are read anew. */
async function kept(folder: string, segment: string): Promise<void> {
  const look = async () => {
    await superuser.query('select pg_reload_conf()');
    expect(segmentsIn(join(folder, 'wal'))).toContain(segment);
  };
  await vi.waitFor(look, { timeout: 30_000, interval: 1_000 });
}

/** How many people a restore of the newest backup with all its log finds. */
async function peopleIn(folder: string): Promise<number> {
  const { said } = await run('restore', ['--from', folder, '--to', emptyPlace()], environment);
  return Number(/^ +(\d+) {2}public\.donor$/m.exec(said)?.[1] ?? said);
}

beforeAll(async () => {
  await deciding.register(await world.citizen());
  expect((await backUp('--to', home)).said).toContain('backed up');
}, 60_000);

describe('a disk of backups that is not mounted', { timeout: 120_000 }, () => {
  it('is never taken for a new folder, neither by a backup nor by a drill: nothing is written in its place', async () => {
    renameSync(home, `${home}.away`);
    expect(await backUp()).toMatchObject({ code: 1, said: expect.stringContaining('Is the disk mounted') });
    expect(await run('restore-drill', ['--without-erased-list'], environment)).toMatchObject({ code: 1 });
    expect(existsSync(home)).toBe(false);
    // The empty folder over which it is mounted, named by the words that a timer has.
    mkdirSync(home);
    expect(await backUp('--to', home)).toMatchObject({ code: 1, said: expect.stringContaining('Is the disk mounted') });
    expect(readdirSync(home)).toEqual([]);
    rmdirSync(home);
    renameSync(`${home}.away`, home);
    expect(await backUp()).toMatchObject({ code: 0 });
  });
});

describe('a backup into another folder', { timeout: 120_000 }, () => {
  it('that fails leaves the log where it went, and no gigabytes', async () => {
    const other = emptyPlace();
    const failing = begin('backup', ['--to', other], environment);
    await vi.waitFor(() => expect(existsSync(join(other, unfinishedIn(other)[0] ?? '-', 'data', 'base'))).toBe(true), { timeout: 20_000, interval: 1 });
    await superuser.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sanxian backup'`);
    await once(failing, 'close');
    expect(failing.exitCode).toBe(1);
    expect(unfinishedIn(other)).toEqual([]);
    expect(inUse()).toBe(home);
    await deciding.register(await world.citizen());
    await kept(home, await closeSegment());
    expect(firstHole(archive, readManifest(join(home, backupsIn(home)[0] ?? '-')).startSegment, 16 * 1024 * 1024)).toBeNull();
    expect(await peopleIn(home)).toBe(2);
  });

  it('is not made while another one is: each would lead the log away from the other', async () => {
    await superuser.query('select pg_advisory_lock($1)', [ONE_BACKUP]);
    expect(await backUp('--to', emptyPlace())).toMatchObject({ code: 1, said: expect.stringContaining('Another backup of this register is under way') });
    await superuser.query('select pg_advisory_unlock($1)', [ONE_BACKUP]);
  });

  it('that is killed leaves it there, too', async () => {
    const other = emptyPlace();
    const killed = begin('backup', ['--to', other], environment);
    await vi.waitFor(() => expect(existsSync(join(other, unfinishedIn(other)[0] ?? '-', 'data', 'base'))).toBe(true), { timeout: 20_000, interval: 1 });
    killed.kill('SIGKILL');
    await once(killed, 'close');
    expect(inUse()).toBe(home);
  });

  it('takes the log with it, and back again when that disk is away', async () => {
    const other = emptyPlace();
    expect(await backUp('--to', other)).toMatchObject({ code: 0 });
    expect(inUse()).toBe(other);
    await deciding.register(await world.citizen());
    await kept(other, await closeSegment());
    expect(await peopleIn(other)).toBe(await world.orm.em.fork().count(Donor));
    renameSync(other, `${other}.away`);
    expect(await backUp('--to', home)).toMatchObject({ code: 0 });
    expect(inUse()).toBe(home);
  });
});

describe('the link to the log', { timeout: 120_000 }, () => {
  it('that is lost makes PostgreSQL wait with its log, and not throw it away', async () => {
    const { failed } = await archiver();
    unlinkSync(link);
    await deciding.register(await world.citizen());
    const segment = await closeSegment();
    await vi.waitFor(async () => expect((await archiver()).failed).toBeGreaterThan(failed), { timeout: 20_000 });
    expect(await backUp('--to', home)).toMatchObject({ code: 0 });
    await kept(home, segment);
  });

  it('is followed by nobody within the folder of backups: one that lies there is refused', async () => {
    const victim = emptyPlace();
    renameSync(archive, victim);
    symlinkSync(victim, archive);
    expect(await backUp()).toMatchObject({ code: 1, said: expect.stringContaining('wal is a link') });
    unlinkSync(archive);
    renameSync(victim, archive);
    expect(lstatSync(archive).isDirectory()).toBe(true);
  });
});

describe('a drill', { timeout: 120_000 }, () => {
  it('keeps its folder while a backup sweeps up', async () => {
    const drill = begin('restore-drill', [], environment);
    const under = () => unfinishedIn(home).flatMap((name) => readdirSync(join(home, name), { recursive: true }).map(String));
    await vi.waitFor(() => expect(under().some((path) => path.endsWith('data.restoring'))).toBe(true), { timeout: 20_000, interval: 1 });
    sweepUnfinished(home);
    await once(drill, 'close');
    expect(drill.exitCode).toBe(0);
    expect(unfinishedIn(home)).toEqual([]);
  });
});

describe('a drill whose folder is removed while it works', { timeout: 60_000 }, () => {
  it('fails, and does not wait for ever', async () => {
    const place = emptyPlace();
    const drill = begin('restore-drill', ['--to', place], environment);
    await vi.waitFor(() => expect(existsSync(join(place, 'postgres', 'data', 'postmaster.pid'))).toBe(true), { timeout: 30_000, interval: 1 });
    rmSync(place, { recursive: true, maxRetries: 10 });
    await once(drill, 'close');
    expect(drill.exitCode).toBe(1);
  });
});

describe('a restore', { timeout: 120_000 }, () => {
  it('that is killed in its last step, when the database opens already, is no register: nobody was erased again yet', async () => {
    const place = emptyPlace();
    const killed = begin('restore', ['--from', home, '--to', place], environment);
    let said = '';
    for await (const chunk of killed.stdout) if ((said += String(chunk)).includes('replayed up to')) break;
    killed.kill('SIGKILL');
    await once(killed, 'close');
    expect(said).toContain('replayed up to');
    expect(existsSync(join(place, 'postgres', 'data', 'recovery.signal'))).toBe(false);
    await expect(startEmbeddedPostgres({ dataFolder: join(place, 'postgres'), database: 'sanxian' })).rejects.toThrow('was cut short');
  });

  it('of a newer release is refused before anything is copied', async () => {
    const [newer, place] = [emptyPlace(), emptyPlace()];
    mkdirSync(newer);
    writeManifest(newer, { ...readManifest(join(home, backupsIn(home)[0] ?? '-')), schema: '9999-01-01-of-the-future' });
    const restored = restoreBackup({ from: newer, to: place, until: null, withArchive: false, checkKeys: () => undefined });
    await expect(restored).rejects.toThrow('is of a newer release (9999-01-01-of-the-future)');
    expect(existsSync(place)).toBe(false);
  });

  it('leaves alone what another one, begun in the same moment, puts there', async () => {
    const place = emptyPlace();
    const other = join(place, 'postgres', 'data.restoring');
    const late = restoreBackup({
      from: home,
      to: place,
      until: null,
      checkKeys: () => {
        mkdirSync(other, { recursive: true });
      },
    });
    await expect(late).rejects.toThrow('is not empty');
    expect(existsSync(other)).toBe(true);
  });
});

describe('a register whose disk was set back by a snapshot', { timeout: 120_000 }, () => {
  it('is not backed up over the log of what it was, whose segments would pass for its own; into an empty folder it is', async () => {
    const { rows } = await superuser.query<{ next: string }>(`select pg_walfile_name(pg_current_wal_insert_lsn() + 2 * 16 * 1024 * 1024::bigint) as next`);
    const ahead = join(archive, packedName(rows[0]?.next ?? ''));
    copyFileSync(join(archive, packedName(segmentsIn(archive).at(-1) ?? '')), ahead);
    expect(await backUp()).toMatchObject({ code: 1, said: expect.stringContaining('set back by a snapshot') });
    const other = emptyPlace();
    expect(await backUp('--to', other)).toMatchObject({ code: 0 });
    expect(inUse()).toBe(other);
    expect(await peopleIn(other)).toBe(await world.orm.em.fork().count(Donor));
  });
});
