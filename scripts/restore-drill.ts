/**
 * `pnpm restore:drill [--from BACKUPS]`: restores the newest backup with all later log into a folder of its own, checks it, says how long
 * that took (RTO) and what would have been lost if the disk had died just now (RPO), and removes the copy. Once a month, says
 * docs/operations.md. Exit code 0: it could have been used. 1: it could not, and why.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { BackupFault } from '../server/src/database/backup/backup-fault.ts';
import { backupsIn, DRILL, UNFINISHED } from '../server/src/database/backup/backup-home.ts';
import { faultsOfFiles } from '../server/src/database/backup/manifest.ts';
import { restoreBackup } from '../server/src/database/backup/restore-backup.ts';
import { lockFolder } from '../server/src/database/embedded/folder-lock.ts';
import { runningDatabase } from '../server/src/database/embedded/postgres.ts';
import { ERASED_LIST } from '../server/src/vault/erased-list.ts';
import { asCommand, DATABASE, databaseFolderHere, homeOf, keysMustFit, megabytes, progressOf, secondsSince, typed, vaultHere } from './backup-access.ts';
import { erasedLists, figuresAsLines, makeReady } from './restored-register.ts';

const usage = `用法：pnpm restore:drill [--from 备份目录] [--to 临时空目录]
  演练：把最新的备份恢复到临时目录，核对后删除，打印恢复用时（RTO）和可能丢失的时间（RPO）`;

await asCommand(usage, async () => {
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((word) => word !== '--'),
    options: { from: { type: 'string' }, to: { type: 'string' }, 'without-erased-list': { type: 'boolean', default: false } },
  });
  const home = homeOf(values.from, '--from');
  // Before a folder is made there: where the disk is away, it would be made in its place.
  if (backupsIn(home).length === 0) throw new BackupFault(`${home} 里没有完整的备份。磁盘挂载了吗？`, `There is no complete backup in ${home}. Is its disk mounted?`);
  const own = join(home, `${DRILL}${process.pid}${UNFINISHED}`);
  const to = values.to === undefined ? join(own, 'restored') : typed(values.to);
  const vault = vaultHere();
  const lists = erasedLists(home, undefined, values['without-erased-list']);
  // Before anything is done: what is in the folder at the end is removed.
  const isOurs = !existsSync(to);
  if (!isOurs && readdirSync(to).length > 0) throw new BackupFault(`${to} 不是空目录。`, `${to} is not empty.`);
  // A backup that begins meanwhile sweeps away what nobody holds.
  const lock = values.to === undefined ? await lockFolder(own) : null;
  try {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    const url = runningDatabase(databaseFolderHere(), DATABASE);
    const [now, live] = [new Date(), url === null ? null : await lastDeedOf(url)];
    const began = performance.now();
    const restored = await restoreBackup({ from: home, to, until: null, checkKeys: keysMustFit(vault), onProgress: progressOf('正在复制', 'copying') });
    const replayed = secondsSince(began);
    const found = await makeReady(restored.databaseFolder, vault, lists);
    process.stdout.write(
      `演练的备份 · backup: ${restored.from}（${megabytes(restored.manifest.bytes)}）\n${figuresAsLines(found).join('\n')}\n` +
        `RTO：${secondsSince(began)}（恢复 · restored in ${replayed}，其余为核对 · the rest was checking）\nRPO：${url === null ? notCompared(found.lastDeed, now) : rpo(live, found.lastDeed)}\n`,
    );
    const faults = await faultsOfFiles(restored.from, restored.manifest, () => undefined);
    if (faults.length > 0) throw new BackupFault('备份已损坏。', `The backup is damaged:\n${faults.join('\n')}`);
    if (found.audit.fault !== null) throw new BackupFault('恢复出的审计核验不通过。', 'The audit of the restored register does not stand.');
  } finally {
    lock?.release();
    for (const path of lock ? [own] : isOurs ? [to] : [join(to, 'postgres'), join(to, ERASED_LIST)]) rmSync(path, { recursive: true, force: true });
  }
});

/** When the register that is running was last written to; null when it never was. */
async function lastDeedOf(url: string): Promise<Date | null> {
  const client = new pg.Client({ connectionString: url, statement_timeout: 0 });
  await client.connect();
  try {
    const { rows } = await client.query<{ at: Date | null }>('select max(at) as at from audit_entry');
    return rows[0]?.at ?? null;
  } finally {
    await client.end();
  }
}

function notCompared(restored: Date | null, now: Date): string {
  return `没有运行中的登记库可比；恢复到 · no running register to compare with; restored up to ${restored?.toISOString() ?? '–'}，演练始于 · the drill began at ${now.toISOString()}`;
}

function rpo(live: Date | null, restored: Date | null): string {
  const seconds = Math.max(0, ((live?.getTime() ?? 0) - (restored?.getTime() ?? live?.getTime() ?? 0)) / 1_000);
  return `${seconds.toFixed(1)} s（运行中的登记库最后写于 · the running register was last written to at ${live?.toISOString() ?? '–'}）`;
}
