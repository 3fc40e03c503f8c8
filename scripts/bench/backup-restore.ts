/**
 * `node scripts/bench/backup-restore.ts [--people 100000]`: how long a backup and a restore take while the database is at work, with
 * 100,000 changes after the backup to replay. Made-up rows in a database of its own that is thrown away.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { archiveOf } from '../../server/src/database/backup/backup-home.ts';
import { closeSegment } from '../../server/src/database/backup/close-segment.ts';
import { faultsOfFiles } from '../../server/src/database/backup/manifest.ts';
import { restoreBackup } from '../../server/src/database/backup/restore-backup.ts';
import { takeBackup } from '../../server/src/database/backup/take-backup.ts';
import { segmentsIn } from '../../server/src/database/backup/wal-archive.ts';
import { runningCluster, startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { keepToOwnKeys } from '../../server/src/database/key-mark.ts';
import { connect, migrate } from '../../server/src/database/orm.ts';
import { configuredKeys } from '../../server/src/vault/local-keys.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { populate } from './population.ts';

const { values } = parseArgs({ options: { people: { type: 'string', default: '100000' } } });
const people = Number(values.people);
const CHANGES = 100_000;
const key = () => randomBytes(32).toString('base64');

const folder = mkdtempSync(join(tmpdir(), 'sanxian-restore-'));
const [data, home, target] = ['data', 'home', 'target'].map((name) => join(folder, name)) as [string, string, string];
const database = await startEmbeddedPostgres({ dataFolder: join(data, 'postgres'), database: 'sanxian' });
const pool = new pg.Pool({ connectionString: database.url, statement_timeout: 0 });
const superuserUrl = runningCluster(join(data, 'postgres')) ?? '';

try {
  const vault = new Vault(configuredKeys(`bench:${key()}`, key()));
  const orm = await connect(database.url);
  await migrate(orm);
  await keepToOwnKeys(orm, vault);
  await orm.close();
  await populate(pool, vault, { donors: people, sessions: 1 });
  const { rows } = await pool.query<{ size: string }>('select pg_database_size(current_database()) as size');
  console.log(`${people} people, database ${(Number(rows[0]?.size) / 1e6).toFixed(0)} MB`);

  const { folder: backup, manifest } = await timed('backup', () => takeBackup({ dataFolder: data, superuserUrl, database: 'sanxian', home, keepDays: 7, now: () => new Date() }));
  console.log(`  ${manifest.files.length} files, ${(manifest.bytes / 1e6).toFixed(0)} MB`);
  await timed('backup --verify', () => faultsOfFiles(backup, manifest, () => undefined));
  await timed(`${CHANGES} changes`, () => pool.query('update donor set version = version + 1 where id in (select id from donor limit $1)', [CHANGES]));
  await timed('the log arrives', () => closeSegment(superuserUrl, home));
  console.log(`  ${segmentsIn(archiveOf(home)).length} segments`);
  const restored = await timed('restore, log replayed', () => restoreBackup({ from: home, to: target, until: null, checkKeys: () => undefined }));
  const again = await timed('first start', () => startEmbeddedPostgres({ dataFolder: restored.databaseFolder, database: 'sanxian', isRestore: true }));
  const client = new pg.Client({ connectionString: again.url, statement_timeout: 0 });
  await client.connect();
  const counted = await timed('every donor counted', () => client.query<{ all: string; changed: string }>('select count(*) as all, (select sum(version - latest_sequence) from donor) as changed from donor'));
  console.log(`  ${counted.rows[0]?.all} people, ${counted.rows[0]?.changed} changes`);
  await client.end();
  await again.stop();
} finally {
  await pool.end();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  const result = await work();
  console.log(`${what}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  return result;
}
