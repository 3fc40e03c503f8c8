/**
 * `pnpm keys:rotate -- kek | values | index | finish-index`: replaces keys while servers go on answering (docs/operations.md).
 * Run it as the owner of the tables (MIGRATION_DATABASE_URL, else DATABASE_URL, else the embedded database) with the settings of
 * the servers. It may be stopped at any moment and started again. Exit code 0: done. 1: something is left, and why.
 */
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { connect } from '../server/src/database/orm.ts';
import { runningDatabase, startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { keepToOwnKeys } from '../server/src/database/key-mark.ts';
import { openRegisterKeys } from '../server/src/database/register-keys.ts';
import { clearFormerIndex, fillOtherIndex } from '../server/src/database/rotation/rebuild-index.ts';
import { resealValues, retireKeys } from '../server/src/database/rotation/reseal-values.ts';
import { rewrapKeys } from '../server/src/database/rotation/rewrap-keys.ts';
import { faultsOfKeySettings, vaultKeysOf } from '../server/src/vault/key-settings.ts';
import { Vault } from '../server/src/vault/vault.ts';
import { keySettingsHere } from './key-settings.ts';
import { root } from './stages.ts';

const usage = `用法：pnpm keys:rotate -- 步骤
  kek            用当前的密钥加密密钥重新包裹所有数据密钥（只改密钥表）
  values         把旧方式封存的内容改用个人数据密钥和当前算法；加 --new-data-keys 则每人换一把新数据密钥
                 （中断后接着做：--made-before 加上次开始时打印的时刻）
  index          按第二个索引密钥登记每个人（服务照常运行；见 docs/operations.md 的次序）
  finish-index   所有服务都只用新索引密钥之后，清除旧索引`;

/** Requests take seconds at most; whatever was read before a new data key was there is written within this time. */
const GRACE = 60_000;

let lastShown = 0;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  allowPositionals: true,
  options: { 'new-data-keys': { type: 'boolean' }, 'made-before': { type: 'string' } },
});

type Steps = Readonly<Record<string, (client: pg.Client, vault: Vault) => Promise<number>>>;

const steps: Steps = {
  async kek(client, vault) {
    // Whatever an old key of the ring sealed directly, so that it can be taken out of the settings afterwards.
    told(await resealValues(client, vault, { now: () => new Date(), keysMadeBefore: null }, progress), '人的内容重新封存 · people whose values were sealed anew');
    return told(await rewrapKeys(client, vault, progress), '把数据密钥重新包裹 · data keys closed anew');
  },
  async values(client, vault) {
    const before = values['new-data-keys'] || values['made-before'] ? new Date(values['made-before'] ?? Date.now()) : null;
    if (before) process.stdout.write(`--made-before ${before.toISOString()}\n`);
    told(await resealValues(client, vault, { now: () => new Date(), keysMadeBefore: before }, progress), '人的内容重新封存 · people whose values were sealed anew');
    if (before) await wait(GRACE);
    return told(await retireKeys(client, vault, new Date(Date.now() - GRACE + 1_000), progress), '人的旧数据密钥已销毁 · people whose replaced keys were destroyed');
  },
  async index(client, vault) {
    const { done, unplaced } = await fillOtherIndex(client, vault, progress);
    told(done, '人已写入新索引 · people entered in the other index');
    if (unplaced === 0) return 0;
    process.stdout.write(`${unplaced} 人无法写入：登记早于保存护照持有人生日之时，旧密钥须保留 · people cannot be entered: registered by passport before the birthday was kept; the former key must stay\n`);
    return 1;
  },
  async 'finish-index'(client, vault) {
    return told(await clearFormerIndex(client, vault, progress), '人的旧索引已清除 · people taken out of the former index');
  },
};

const step = steps[positionals[0] ?? ''];
if (!step || positionals.length > 1) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await run(step);
  } catch (error) {
    process.stderr.write(`没有完成，可以再次运行 · not finished, run it again: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function run(doStep: NonNullable<typeof step>): Promise<number> {
  const set = keySettingsHere();
  const faults = faultsOfKeySettings(set, false);
  if (faults.length > 0) throw new Error(faults.join('; '));
  const vault = new Vault(vaultKeysOf(set, dataFolder()));
  const { url, stop } = await database();
  const orm = await connect(url);
  // A register of millions takes its time.
  const client = new pg.Client({ connectionString: url, statement_timeout: 0, application_name: 'sanxian keys:rotate' });
  try {
    await openRegisterKeys(orm, vault, new Date());
    await keepToOwnKeys(orm, vault);
    await client.connect();
    return await doStep(client, vault);
  } finally {
    await client.end();
    await orm.close();
    await stop();
  }
}

async function database(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const folder = resolve(dataFolder(), 'postgres');
  const url = process.env['MIGRATION_DATABASE_URL'] || process.env['DATABASE_URL'] || runningDatabase(folder, 'sanxian');
  return url ? { url, stop: () => Promise.resolve() } : startEmbeddedPostgres({ dataFolder: folder, database: 'sanxian' });
}

function dataFolder(): string {
  return resolve(root, process.env['SANXIAN_DATA'] ?? '.data');
}

function told(count: number, what: string): number {
  process.stdout.write(`${count} ${what}\n`);
  return 0;
}

function progress(what: string, done: number): void {
  if (Date.now() - lastShown < 1_000) return;
  lastShown = Date.now();
  process.stdout.write(`… ${what}: ${done}\n`);
}
