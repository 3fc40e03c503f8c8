import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { plainText } from '../../server/src/audit/audit-log.queries.ts';
import { registerTables } from '../../server/src/database/backup/check-register.ts';
import { runningCluster, startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { keepToOwnKeys } from '../../server/src/database/key-mark.ts';
import { bringUp, createWorld, newKeys } from './world.ts';

const root = resolve(import.meta.dirname, '../..');

/** What a command came to. */
export interface Outcome {
  readonly code: number | null;
  readonly said: string;
}

/** Starts one of the commands as an operator does, in a process of its own. */
export function begin(script: 'backup' | 'restore' | 'restore-drill', words: readonly string[], environment: Readonly<Record<string, string>>) {
  return spawn(process.execPath, [`scripts/${script}.ts`, ...words], { cwd: root, env: { PATH: process.env['PATH'] ?? '', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs one of the commands to its end. */
export async function run(script: 'backup' | 'restore' | 'restore-drill', words: readonly string[], environment: Readonly<Record<string, string>>): Promise<Outcome> {
  const command = begin(script, words, environment);
  const [said, told] = await Promise.all([text(command.stdout), text(command.stderr), once(command, 'close')]);
  return { code: command.exitCode, said: `${said}${told}` };
}

/** A register of its own over an embedded database that keeps what it writes, with keys beside it, a home for backups and scratch space. */
export async function ownRegister() {
  const folder = (name: string) => mkdtempSync(join(realpathSync(tmpdir()), `sanxian-drill-${name}-`));
  const [data, home, scratch] = [folder('data'), folder('home'), folder('scratch')];
  const keys = newKeys();
  const [keyId = '', key = ''] = keys.SANXIAN_KEYS.split(':');
  writeFileSync(join(data, 'keys.json'), JSON.stringify({ activeId: keyId, encryption: { [keyId]: key }, index: keys.SANXIAN_INDEX_KEY }));
  const live = await startEmbeddedPostgres({ dataFolder: join(data, 'postgres'), database: 'sanxian' });
  await bringUp(live);
  const world = await createWorld(keys, live);
  await keepToOwnKeys(world.orm, world.vault);
  const superuserUrl = runningCluster(join(data, 'postgres')) ?? '';
  let places = 0;
  return {
    data,
    home,
    keys,
    live,
    world,
    superuserUrl,
    /** As an operator's shell: the keys lie in the data folder. */
    environment: { SANXIAN_DATA: data, SANXIAN_AUDIT_KEY: keys.SANXIAN_AUDIT_KEY },
    /** A folder that is not there yet. */
    emptyPlace: () => join(scratch, String((places += 1))),
    scratch,
    async remove() {
      await live.stop();
      for (const each of [data, home, scratch]) rmSync(each, { recursive: true, force: true });
    },
  };
}

/** A digest of everything that stands in each table of a register; two that are equal hold the same. */
export async function digests(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ ...plainText, connectionString: url });
  await client.connect();
  try {
    const found: Record<string, string> = {};
    for (const table of await registerTables(client)) {
      const { rows } = await client.query<{ rows: string; digest: string }>(`select count(*) as rows, md5(coalesce(string_agg(row::text, e'\\n' order by row::text collate "C"), '')) as digest from ${table} as row`);
      found[table] = `${rows[0]?.rows} ${rows[0]?.digest}`;
    }
    return found;
  } finally {
    await client.end();
  }
}
