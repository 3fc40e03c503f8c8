/**
 * Names and ends accounts of staff and clinicians, and hospitals: `pnpm staff:account -- add|end|hospital|list …` (docs/staff.md).
 * Run it with the settings of the server: the same database, the same keys. The embedded database must not be in use then.
 * Exit code 0: done. 1: nothing was written. 2: called wrongly.
 */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, type Mode } from '../server/src/config.ts';
import { DatabaseUnavailable } from '../server/src/database/embedded/database-unavailable.ts';
import { startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { keepToOwnKeys } from '../server/src/database/key-mark.ts';
import { connect, migrate } from '../server/src/database/orm.ts';
import { loadReferenceData } from '../server/src/reference-data.ts';
import { endAccount, listAccounts, nameAccount, nameHospital, type AccountTools, type Faults } from '../server/src/staff/change-accounts.ts';
import { Vault } from '../server/src/vault/vault.ts';
import { root } from './stages.ts';

const usage = `用法：
  pnpm staff:account -- add --issuer 地址 --subject 标识 --name 姓名 --role 角色 --organisation 机构编号 --from 日期 [--to 日期]
  pnpm staff:account -- add … --role CLINICIAN --hospital 医院编号 --outside-transplant-chain --from 日期 [--to 日期]
  pnpm staff:account -- end --issuer 地址 --subject 标识 --to 最后一天
  pnpm staff:account -- hospital --key 编号 --name 名称 --division 区划代码 --source 依据 --from 日期 [--to 日期]
  pnpm staff:account -- list
说明见 docs/staff.md
`;

const text = { type: 'string', default: '' } as const;
const names = ['issuer', 'subject', 'name', 'role', 'organisation', 'hospital', 'from', 'to', 'key', 'division', 'source'] as const;
const options = { ...(Object.fromEntries(names.map((name) => [name, text])) as Record<(typeof names)[number], typeof text>), 'outside-transplant-chain': { type: 'boolean', default: false } } as const;

const asked = read();
const deeds: Readonly<Record<string, (tools: AccountTools) => Promise<Faults>>> = {
  add: (tools) => nameAccount(tools, { ...asked.values, outsideTransplantChain: asked.values['outside-transplant-chain'] === true }),
  end: (tools) => endAccount(tools, asked.values),
  hospital: (tools) => nameHospital(tools, { ...asked.values, divisionCode: asked.values.division }),
  list: async (tools) => {
    for (const line of await listAccounts(tools)) process.stdout.write(`${line}\n`);
    return [];
  },
};
const deed = deeds[asked.positionals[0] ?? ''];
if (deed && asked.positionals.length === 1) process.exitCode = await run(deed);
else {
  process.stderr.write(usage);
  process.exitCode = 2;
}

function read(): { readonly values: Record<(typeof names)[number], string> & { 'outside-transplant-chain'?: boolean }; readonly positionals: readonly string[] } {
  try {
    return parseArgs({ args: process.argv.slice(2).filter((word) => word !== '--'), options, allowPositionals: true });
  } catch {
    return { values: Object.fromEntries(names.map((name) => [name, ''])) as Record<(typeof names)[number], string>, positionals: [] };
  }
}

async function run(work: (tools: AccountTools) => Promise<Faults>): Promise<number> {
  const dataFolder = resolve(root, process.env['SANXIAN_DATA'] ?? '.data');
  const database = await openDatabase(dataFolder);
  if (!database) return 1;
  const orm = await connect(database.url);
  try {
    const mode = (process.env['NODE_ENV'] ?? 'development') as Mode;
    const vault = new Vault(readConfig({ mode, databaseUrl: database.url, dataFolder, ownUrl: '' }).keys);
    const now = new Date();
    await migrate(orm);
    await keepToOwnKeys(orm, vault);
    await loadReferenceData(orm, now);
    const faults = await work({ orm, vault, now, requestId: randomUUID() });
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    if (faults.length === 0) process.stdout.write('完成\n');
    return faults.length === 0 ? 0 : 1;
  } finally {
    await orm.close();
    await database.stop();
  }
}

async function openDatabase(dataFolder: string): Promise<{ readonly url: string; readonly stop: () => Promise<void> } | null> {
  // Migrating is the owner's.
  const url = process.env['MIGRATION_DATABASE_URL'] || process.env['DATABASE_URL'];
  if (url) return { url, stop: () => Promise.resolve() };
  try {
    return await startEmbeddedPostgres({ dataFolder: resolve(dataFolder, 'postgres'), database: 'sanxian' });
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    process.stderr.write(`${error.message}\n`);
    return null;
  }
}
