import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { keepToOwnKeys } from '../../server/src/database/key-mark.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { eraseDonor } from '../../server/src/donors/erase-donor.ts';
import { personIndexOf } from '../../server/src/identity/sessions.ts';
import { start } from '../../server/src/main.ts';
import { ERASED_LIST, readErasedList } from '../../server/src/vault/erased-list.ts';
import { deciding, ownPage } from '../kit/decisions.ts';
import { createWorld, newKeys, NOW, person } from '../kit/world.ts';

const keys = newKeys();
const world = await createWorld(keys);
const dataFolder = mkdtempSync(join(tmpdir(), 'sanxian-erased-'));
const list = join(dataFolder, ERASED_LIST);
const [stays, goes] = [person(), person()];

const donorOf = (identity: typeof stays) => world.orm.em.fork().findOne(Donor, { documentIndex: personIndexOf(world.vault, identity) });

/** A server that starts, and stops in order. */
async function startAndStop(): Promise<void> {
  const server = await start({ databaseUrl: world.database.runtimeUrl, migrationUrl: world.databaseUrl, port: 0, dataFolder, mode: 'test' });
  await server.close();
}

beforeAll(async () => {
  for (const [name, value] of Object.entries({ ...keys, LOG_LEVEL: 'silent' })) vi.stubEnv(name, value);
  await keepToOwnKeys(world.orm, world.vault);
  for (const each of [stays, goes]) await deciding.register(await world.citizen(each));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(dataFolder, { recursive: true });
});

it('a register that knows of no erasure keeps an empty list: that nobody was erased is worth knowing, too', async () => {
  await startAndStop();
  expect(readFileSync(list, 'utf8')).toBe('');
});

it('the name under which somebody would stand in the list is random from its first digit to its last: it tells nobody when they came', async () => {
  // Version 4 of RFC 9562; others begin with a moment or a machine.
  expect((await donorOf(stays))?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
});

it('whoever stands in the list though the database knows nothing of it is erased at the next start, and nobody else', async () => {
  const id = (await donorOf(goes))?.id ?? '';
  writeFileSync(list, `${id} ${NOW.toISOString()}\n`);
  await startAndStop();
  expect(await donorOf(goes)).toBeNull();
  expect((await ownPage(await world.citizen(goes))).state).toBe('SILENT');
  expect((await ownPage(await world.citizen(stays))).state).toBe('AGREED');
  expect(await readErasedList(list)).toEqual([{ personId: id, at: NOW }]);
});

it('an erasure is written outside of the database, once, and lists of several servers say the same', async () => {
  const donor = await donorOf(stays);
  const em = world.orm.em.fork();
  await eraseDonor({ em, vault: world.vault, now: () => NOW }, await em.findOneOrFail(Donor, { id: donor?.id ?? '' }));
  await em.flush();
  await startAndStop();
  await startAndStop();
  expect(await readErasedList(list)).toHaveLength(2);
  rmSync(list);
  await startAndStop();
  expect(await readErasedList(list)).toHaveLength(2);
});

it('a folder that is away is not made, or the list would lie where nobody looks for it', async () => {
  const away = join(dataFolder, 'mount', 'list.txt');
  vi.stubEnv('SANXIAN_ERASED_LIST', away);
  await startAndStop();
  expect(existsSync(away)).toBe(false);
});

it('the folder of backups gets the list, and the empty one in its place while the disk is not mounted gets nothing', async () => {
  const home = join(dataFolder, 'backups');
  for (const folder of [home, join(dataFolder, 'postgres')]) mkdirSync(folder);
  symlinkSync(join(home, 'wal'), join(dataFolder, 'postgres', 'archive'));
  await startAndStop();
  expect(readdirSync(home)).toEqual([]);
  writeFileSync(join(home, 'register.json'), '{}');
  await startAndStop();
  expect(readdirSync(home)).toContain(ERASED_LIST);
});
