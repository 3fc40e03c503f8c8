import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { recordAudit } from '../../server/src/audit/record-audit.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { backupsIn } from '../../server/src/database/backup/backup-home.ts';
import { filesBelow, readManifest } from '../../server/src/database/backup/manifest.ts';
import { restoreBackup } from '../../server/src/database/backup/restore-backup.ts';
import { segmentsIn } from '../../server/src/database/backup/wal-archive.ts';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { eraseDonor } from '../../server/src/donors/erase-donor.ts';
import { Session } from '../../server/src/identity/session.entity.ts';
import { personIndexOf } from '../../server/src/identity/sessions.ts';
import { start } from '../../server/src/main.ts';
import { ERASED_LIST, updateErasedList } from '../../server/src/vault/erased-list.ts';
import { digests, ownRegister, run } from '../kit/backups.ts';
import { deciding, ownPage } from '../kit/decisions.ts';
import { plainClient } from '../kit/deeds.ts';
import { createWorld, newKeys, NOW, person } from '../kit/world.ts';

const register = await ownRegister();
const { data, home, scratch, keys, live, world, environment, emptyPlace } = register;
const superuser = new pg.Client(register.superuserUrl.replace(/\/postgres$/, '/sanxian'));
await superuser.connect();
const sealer = await plainClient(live.url);

const stays = person({ fullName: '演示会留下' });
const later = person({ fullName: '演示后来的' });
const goneBefore = person({ fullName: '演示先删除' });
const goneAfter = person({ fullName: '演示后删除' });

/** The moment before the accident, and everything that stood in the register then. */
let until = '';
let before: Record<string, string> = {};

const seal = () => sealBatches(sealer, { key: world.config.audit.keys.signing, now: () => NOW });

async function erase(identity: typeof stays): Promise<void> {
  const em = world.orm.em.fork();
  await eraseDonor({ em, vault: world.vault, now: () => NOW }, await em.findOneOrFail(Donor, { documentIndex: personIndexOf(world.vault, identity) }));
  recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'eraseDonor', requestId: 'drill', at: NOW });
  await em.flush();
}

/** The only backup of the home, in its folder. */
const backup = () => join(home, backupsIn(home)[0] ?? '-');

const restore = (...words: string[]) => run('restore', ['--from', home, ...words], environment);

/** Does something with a restored database at work. */
async function opened<Result>(databaseFolder: string, work: (database: Awaited<ReturnType<typeof startEmbeddedPostgres>>) => Promise<Result>): Promise<Result> {
  const database = await startEmbeddedPostgres({ dataFolder: databaseFolder, database: 'sanxian', isRestore: true });
  try {
    return await work(database);
  } finally {
    await database.stop();
  }
}

beforeAll(async () => {
  const [first, second] = [await world.citizen(stays), await world.citizen(goneAfter)];
  for (const each of [first, second, await world.citizen(goneBefore)]) await deciding.register(each);
  await deciding.edit(first, 1);
  await erase(goneBefore);
  await seal();
  expect(await run('backup', ['--to', home], environment)).toMatchObject({ code: 0, said: expect.stringMatching(/backed up[^]*on the same disk/) });

  // Life goes on after the backup.
  await deciding.reaffirm(first, 2);
  await deciding.register(await world.citizen(later));
  await seal();
  before = await digests(live.url);
  const { rows } = await superuser.query<{ at: Date }>(`select date_trunc('milliseconds', clock_timestamp()) + interval '1 ms' as at`);
  until = rows[0]?.at.toISOString() ?? '';
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(new Date(until).getTime()));

  // After the moment: somebody is erased, and then comes the accident that no trigger stops.
  await erase(goneAfter);
  // As a server does every minute.
  for (const place of [data, home]) await updateErasedList(world.orm.em.fork(), join(place, ERASED_LIST));
  await superuser.query('set session_replication_role = replica');
  for (const table of Object.keys(before)) await superuser.query(`delete from ${table}`);
});
afterAll(async () => {
  await Promise.all([superuser.end(), sealer.end()]);
  await register.remove();
});

describe('a register from which everything was deleted', { timeout: 120_000 }, () => {
  it('is empty, whatever its triggers say: there is something to restore', async () => {
    const now = await digests(live.url);
    expect(Object.values(now).filter((digest) => !digest.startsWith('0 '))).toEqual([]);
    expect(Object.keys(before).length).toBeGreaterThan(60);
    expect(before['public.donor']).toMatch(/^4 /);
  });

  it('comes back to the moment before, every table the same to the letter', async () => {
    // The command asks the register for its last segment; here it is asked for by hand.
    await superuser.query('select pg_switch_wal()');
    await vi.waitFor(() => expect(segmentsIn(join(home, 'wal')).length).toBeGreaterThan(2), { timeout: 10_000 });
    const { databaseFolder } = await restoreBackup({ from: home, to: emptyPlace(), until: new Date(until), checkKeys: () => undefined });
    await opened(databaseFolder, async (database) => {
      expect(await digests(database.url)).toEqual(before);
      // Whoever was erased after that moment is back, too: what the list of erasures is for.
      const restored = await createWorld(keys, database);
      expect(await restored.orm.em.fork().count(Session, { endedAt: null })).toBeGreaterThan(0);
      expect((await ownPage(await restored.citizen(goneAfter))).state).toBe('AGREED');
      await restored.orm.close();
    });
  });

  it('is checked by the command, which erases again who was erased after that moment, and serves its people', async () => {
    const to = emptyPlace();
    const { code, said } = await restore('--to', to, '--until', until);
    expect(said).toContain('核验通过');
    expect(said).toMatch(/people erased again: 1\n/);
    expect(said).toMatch(/^ +4 {2}public\.donor$/m);
    expect(code).toBe(0);
    await opened(join(to, 'postgres'), async (database) => {
      const restored = await createWorld(keys, database);
      // Who had signed out since would be signed in again: nobody is.
      expect(await restored.orm.em.fork().count(Session, { endedAt: null })).toBe(0);
      expect(await ownPage(await restored.citizen(stays))).toMatchObject({ state: 'AGREED', donor: { version: 3 } });
      expect((await ownPage(await restored.citizen(later))).state).toBe('AGREED');
      for (const gone of [goneBefore, goneAfter]) expect((await ownPage(await restored.citizen(gone))).state).toBe('SILENT');
      for (const [name, value] of Object.entries({ ...keys, LOG_LEVEL: 'silent' })) vi.stubEnv(name, value);
      const server = await start({ databaseUrl: database.runtimeUrl, migrationUrl: database.url, port: 0, dataFolder: to, mode: 'test' });
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      await server.close();
      vi.unstubAllEnvs();
      await restored.orm.close();
    });
  });

  it('is not restored by the command without a list of erasures, unless somebody answers for there being none', async () => {
    const lists = [data, home].map((place) => join(place, ERASED_LIST));
    for (const path of lists) renameSync(path, `${path}.away`);
    const to = emptyPlace();
    const refused = await restore('--to', to, '--until', until);
    // Far enough to see that it is not the list that stops it.
    const taken = await restore('--to', data, '--without-erased-list');
    for (const path of lists) renameSync(`${path}.away`, path);
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('There is no list of erasures') });
    expect(taken).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') });
    expect(existsSync(to)).toBe(false);
  });

  it('lacks what was written after the backup when there is no archived log: the drill sees what it looks for', async () => {
    const { databaseFolder } = await restoreBackup({ from: backup(), to: emptyPlace(), until: null, withArchive: false, checkKeys: () => undefined });
    const found = await opened(databaseFolder, ({ url }) => digests(url));
    expect(found).not.toEqual(before);
    expect(found['public.donor']).toMatch(/^3 /);
  });
});

describe('a backup', { timeout: 120_000 }, () => {
  it('holds no key, no password and no name: neither in its files nor in the log', async () => {
    const passwords = Object.values(JSON.parse(readFileSync(join(data, 'postgres', 'passwords.json'), 'utf8')) as Record<string, string>);
    const [, , auditKey = ''] = keys.SANXIAN_AUDIT_KEY.split(':');
    const [, key = ''] = keys.SANXIAN_KEYS.split(':');
    const asBytes = [key, keys.SANXIAN_INDEX_KEY, auditKey].map((each) => Buffer.from(each, 'base64'));
    const asTexts = [key, keys.SANXIAN_INDEX_KEY, auditKey, ...passwords, stays.fullName, goneAfter.fullName, stays.documentNumber].map((each) => Buffer.from(each));
    // What is in the register must be found by the same look, or the look is worth nothing.
    const there = Buffer.from('浙江省红十字会');
    let seen = 0;
    for (const path of await filesBelow(home)) {
      const content = readFileSync(join(home, path));
      const plain = path.endsWith('.zst') ? zstdDecompressSync(content) : content;
      for (const secret of [...asBytes, ...asTexts]) expect(plain.includes(secret), path).toBe(false);
      if (plain.includes(there)) seen += 1;
    }
    expect(seen).toBeGreaterThan(0);
  });

  it('is found whole by its manifest; one flipped byte is found by it, and refused by a restore, which leaves nothing behind', async () => {
    expect(await run('backup', ['--verify', backup()], environment)).toMatchObject({ code: 0 });
    const { files } = readManifest(backup());
    const victim = files.find(({ path, size }) => path.startsWith('data/base/') && size > 8_192)?.path ?? '-';
    const path = join(backup(), victim);
    const whole = readFileSync(path);
    const flipped = Buffer.from(whole);
    flipped[5_000] = (flipped[5_000] ?? 0) ^ 1;
    writeFileSync(path, flipped);
    expect(await run('backup', ['--verify', backup()], environment)).toMatchObject({ code: 1, said: expect.stringContaining(`another content: ${victim}`) });
    const to = emptyPlace();
    expect(await restore('--to', to)).toMatchObject({ code: 1, said: expect.stringContaining(`is damaged: ${victim}`) });
    expect(readdirSync(to)).toEqual([]);
    writeFileSync(path, whole);
  });

  it('with a manifest that was altered is none', () => {
    const path = join(backup(), 'manifest.json');
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.replace('"form":1', '"form":1,"x":1'));
    expect(backupsIn(home)).toEqual([]);
    writeFileSync(path, whole);
  });

  it('is refused under other keys, before anything is copied', async () => {
    const { SANXIAN_KEYS, SANXIAN_INDEX_KEY } = newKeys();
    const to = emptyPlace();
    expect(await run('restore', ['--from', home, '--to', to], { ...environment, SANXIAN_KEYS, SANXIAN_INDEX_KEY })).toMatchObject({ code: 1, said: expect.stringContaining('belongs to other keys') });
    expect(await run('restore', ['--from', home, '--to', to], { ...environment, SANXIAN_KEYS, SANXIAN_INDEX_KEY: keys.SANXIAN_INDEX_KEY })).toMatchObject({ code: 1, said: expect.stringContaining('belongs to other keys') });
    expect(await run('restore', ['--from', home, '--to', to], { ...environment, SANXIAN_DATA: scratch })).toMatchObject({ code: 1, said: expect.stringContaining('no backup ever holds them') });
    expect(existsSync(to)).toBe(false);
  });

  it('is restored into an empty folder only, to a moment that it and the log reach', async () => {
    expect(await restore('--to', data)).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') });
    expect(await restore('--to', emptyPlace(), '--until', '2026-11-26 17:30')).toMatchObject({ code: 1, said: expect.stringContaining('needs its zone') });
    expect(await restore('--to', emptyPlace(), '--until', '2020-01-01T00:00:00Z')).toMatchObject({ code: 1, said: expect.stringContaining('later than the moment') });
    const to = emptyPlace();
    expect(await restore('--to', to, '--until', new Date().toISOString())).toMatchObject({ code: 1, said: expect.stringMatching(/The log ends before the moment[^]*last transaction is of \d{4}/) });
    expect(readdirSync(to)).toEqual([]);
  });

  it('with a hole or a damaged segment in its log is never opened as if that were its end', async () => {
    const segment = join(home, 'wal', `${segmentsIn(join(home, 'wal')).find((name) => name > readManifest(backup()).stopSegment)}.zst`);
    const whole = readFileSync(segment);
    const flipped = Buffer.from(whole);
    flipped[whole.length - 20] = (flipped[whole.length - 20] ?? 0) ^ 1;
    writeFileSync(segment, flipped);
    expect(await restore('--to', emptyPlace())).toMatchObject({ code: 1, said: expect.stringContaining('A segment of the archived log is damaged') });
    rmSync(segment);
    expect(await restore('--to', emptyPlace())).toMatchObject({ code: 1, said: expect.stringContaining('The log lacks') });
    writeFileSync(segment, whole);
  });

  it('of a PostgreSQL of one’s own is left to its own tools, and none is made beside the keys', async () => {
    expect(await run('backup', ['--to', home], { ...environment, DATABASE_URL: live.url })).toMatchObject({ code: 1, said: expect.stringContaining('pgBackRest') });
    expect(await run('backup', ['--to', join(data, 'backups')], environment)).toMatchObject({ code: 1, said: expect.stringContaining('beside its keys') });
  });
});
