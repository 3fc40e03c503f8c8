/** What the commands for backups share: where the register is, whose keys are at hand, how progress is told. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BackupFault } from '../server/src/database/backup/backup-fault.ts';
import { homeInUse } from '../server/src/database/backup/backup-home.ts';
import type { Manifest } from '../server/src/database/backup/manifest.ts';
import { DatabaseUnavailable } from '../server/src/database/embedded/database-unavailable.ts';
import { runningCluster, startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { fitsMark } from '../server/src/database/key-mark.ts';
import { ConfigurationFault } from '../server/src/config.ts';
import { faultsOfKeySettings, vaultKeysOf } from '../server/src/vault/key-settings.ts';
import { Vault, type VaultKeys } from '../server/src/vault/vault.ts';
import { keySettingsHere } from './key-settings.ts';
import { root } from './stages.ts';

/** The name of the register's database in the embedded cluster. */
export const DATABASE = 'sanxian';

/** The data folder of this installation. */
export function dataFolderHere(): string {
  return resolve(root, process.env['SANXIAN_DATA'] ?? '.data');
}

/** The folder of the embedded database in it. */
export function databaseFolderHere(): string {
  return join(dataFolderHere(), 'postgres');
}

/** Where a path that somebody typed leads: pnpm runs scripts from the project's root. */
export function typed(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path);
}

/** The folder of backups: as typed, else the one to which this register's log goes. @throws BackupFault when there is none */
export function homeOf(given: string | undefined, option: string): string {
  const home = given === undefined ? homeInUse(databaseFolderHere()) : typed(given);
  if (home === null) throw new BackupFault(`请用 ${option} 指定备份目录，最好在另一块磁盘上。`, `Name the folder of backups with ${option}, best on another disk.`);
  return home;
}

/** @throws BackupFault where the register lies in a PostgreSQL of the operator's own, whose tools know it better than we do. */
export function refuseOwnPostgres(): void {
  if ((process.env['DATABASE_URL'] ?? '') === '') return;
  throw new BackupFault(
    '登记库在您自己的 PostgreSQL 里（DATABASE_URL），这个命令只备份内置数据库。请使用 pgBackRest、Barman 或 pg_basebackup，见 docs/operations.md。',
    'The register lies in a PostgreSQL of your own (DATABASE_URL); this command backs up the embedded one only. Use pgBackRest, Barman or pg_basebackup: docs/operations.md.',
  );
}

/** The superuser's address of the embedded database, which is started when no server has it open. */
export async function openCluster(): Promise<{ readonly superuserUrl: string; readonly stop: () => Promise<void> }> {
  const folder = databaseFolderHere();
  if (!existsSync(join(folder, 'data'))) throw new BackupFault(`${folder} 里没有数据库。`, `There is no database in ${folder}.`);
  const running = runningCluster(folder);
  if (running !== null) return { superuserUrl: running, stop: () => Promise.resolve() };
  const { stop } = await startEmbeddedPostgres({ dataFolder: folder, database: DATABASE });
  return { superuserUrl: runningCluster(folder) ?? '', stop };
}

/** The keys of this installation; unlike a first start it makes none. @throws BackupFault when there are none */
export function vaultHere(): Vault {
  return new Vault(vaultKeysHere());
}

/** The same before a vault is made of them. @throws BackupFault when there are none */
export function vaultKeysHere(): VaultKeys {
  const set = keySettingsHere();
  const faults = faultsOfKeySettings(set, false);
  if (faults.length > 0) throw new BackupFault(`密钥设置不可用：${faults.join('; ')}`, `Unusable keys: ${faults.join('; ')}`);
  const configured = set.SANXIAN_KEYS !== '' || set.SANXIAN_INDEX_KEY !== '';
  if (!configured && !existsSync(join(dataFolderHere(), 'keys.json'))) {
    throw new BackupFault(
      `没有密钥：备份里从不包含密钥。请设置 SANXIAN_KEYS 和 SANXIAN_INDEX_KEY，或把另行保存的 keys.json 放回 ${dataFolderHere()}。`,
      `There are no keys: no backup ever holds them. Set SANXIAN_KEYS and SANXIAN_INDEX_KEY, or put the keys.json that you kept elsewhere back into ${dataFolderHere()}.`,
    );
  }
  return vaultKeysOf(set, dataFolderHere());
}

/** @throws BackupFault when a backup was made under other keys than these. */
export function keysMustFit(vault: Vault): (manifest: Manifest) => void {
  return ({ keyMark }) => {
    if (fitsMark(vault, keyMark)) return;
    throw new BackupFault('这份备份用的是别的密钥：用现在的密钥打不开，也找不到任何人。请用备份当时的密钥。', 'This backup belongs to other keys: under these nothing could be opened and nobody found. Use the keys of its time.');
  };
}

/** The number that PostgreSQL gave to the cluster in this installation, read from its control file; null when there is none. */
export function systemIdentifierHere(): string | null {
  const control = join(databaseFolderHere(), 'data', 'global', 'pg_control');
  return existsSync(control) ? readFileSync(control).readBigUInt64LE(0).toString() : null;
}

/** Tells how far something is, at most once a second. */
export function progressOf(chinese: string, english: string): (done: number, all: number) => void {
  let shown = Date.now();
  return (done, all) => {
    if (Date.now() - shown < 1_000) return;
    shown = Date.now();
    process.stdout.write(`… ${chinese} · ${english}: ${Math.floor((100 * done) / Math.max(1, all))} %\n`);
  };
}

/** Runs a command: what a person can mend is told in words and ends with 1, a wrong way of calling it with 2. */
export async function asCommand(usage: string, work: () => Promise<void>): Promise<void> {
  // Whoever reads may go; the backup must not end with them.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    await work();
  } catch (error) {
    const isCall = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    const isTold = error instanceof BackupFault || error instanceof DatabaseUnavailable || error instanceof ConfigurationFault;
    process.stderr.write(`${isCall ? usage : isFull(error) ? '磁盘已满，没有完成。\nThe disk is full: this was not done.' : isTold ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = isCall ? 2 : 1;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** Bytes as people read them. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

/** Seconds since a moment of `performance.now()`. */
export function secondsSince(began: number): string {
  return `${((performance.now() - began) / 1_000).toFixed(1)} s`;
}
