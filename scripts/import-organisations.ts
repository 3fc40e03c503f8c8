/**
 * Takes a directory file into the register: `pnpm import:organisations -- offices.csv [--dry-run]` (docs/directory.md).
 * The database is that of DATABASE_URL, else the embedded one in the data folder, which must not be in use then.
 * Exit code 0: taken, or a trial without rejected rows. 1: nothing was written. 2: called wrongly.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { DatabaseUnavailable } from '../server/src/database/embedded/database-unavailable.ts';
import { startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { connect, migrate } from '../server/src/database/orm.ts';
import { importOrganisations } from '../server/src/organisations/import-organisations.ts';
import { reportText } from '../server/src/organisations/import-report.ts';
import { loadReferenceData } from '../server/src/reference-data.ts';
import { root } from './stages.ts';

const usage = '用法：pnpm import:organisations -- 文件.csv [--dry-run]\n  --dry-run  只报告会发生什么，不写入';

const options = process.argv.slice(2).filter((word) => word.startsWith('--') && word !== '--');
const files = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const [file] = files;

if (!file || files.length > 1 || options.some((option) => option !== '--dry-run')) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await importFile(file, options.includes('--dry-run'));
}

async function importFile(path: string, dryRun: boolean): Promise<number> {
  // pnpm runs scripts from the project's root; the person who typed the name stood elsewhere.
  const bytes = readBytes(resolve(process.env['INIT_CWD'] ?? '.', path));
  if (!bytes) {
    process.stderr.write(`读不到文件：${path}\n`);
    return 1;
  }
  const database = await openDatabase();
  if (!database) return 1;
  try {
    const orm = await connect(database.url);
    try {
      const now = new Date();
      await migrate(orm);
      await loadReferenceData(orm, now);
      const report = await importOrganisations(orm, bytes, { now, dryRun, requestId: randomUUID() });
      process.stdout.write(`机构名录导入：${basename(path)}\n${reportText(report)}\n`);
      return report.fault !== null || report.rejected.length > 0 ? 1 : 0;
    } finally {
      await orm.close();
    }
  } finally {
    await database.stop();
  }
}

function readBytes(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

async function openDatabase(): Promise<{ readonly url: string; readonly stop: () => Promise<void> } | null> {
  // Migrating is the owner's.
  const url = process.env['MIGRATION_DATABASE_URL'] || process.env['DATABASE_URL'];
  if (url) return { url, stop: () => Promise.resolve() };
  const dataFolder = resolve(root, process.env['SANXIAN_DATA'] ?? '.data');
  try {
    return await startEmbeddedPostgres({ dataFolder: resolve(dataFolder, 'postgres'), database: 'sanxian' });
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    process.stderr.write(`${error.message}\n`);
    return null;
  }
}
