/** Starts a restored register once, erases again who was erased since, ends every session, and says what it holds: for `pnpm restore` and its drill. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { reapplyBodyErasures } from '../server/src/body-donation/erase-body-donation.ts';
import { BackupFault } from '../server/src/database/backup/backup-fault.ts';
import { checkRegister, migrationsOf, type RegisterFigures } from '../server/src/database/backup/check-register.ts';
import { endRestore } from '../server/src/database/embedded/cluster.ts';
import { startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { keepToOwnKeys } from '../server/src/database/key-mark.ts';
import { connect, migrate } from '../server/src/database/orm.ts';
import { openRegisterKeys } from '../server/src/database/register-keys.ts';
import { reapplyErasures } from '../server/src/donors/reapply-erasures.ts';
import { forgetOutsideOfRecord } from '../server/src/rights/carry-out-erasure.ts';
import { adoptErasedLists, ERASED_LIST, foreignLineOf, updateErasedList } from '../server/src/vault/erased-list.ts';
import type { Vault } from '../server/src/vault/vault.ts';
import { publicKeysHere } from './audit-access.ts';
import { DATABASE, dataFolderHere } from './backup-access.ts';

/** What was found and done. */
export interface RestoredRegister extends RegisterFigures {
  /** Erasures that the lists know and the copy had forgotten, and how many people were erased again by them. */
  readonly adopted: number;
  readonly erasedAgain: number;
  readonly migrated: readonly string[];
}

/**
 * The lists of erasures for a restore: beside the backups, beside the keys, and as named.
 * @throws BackupFault when there is none: nobody could say who must stay erased.
 */
export function erasedLists(home: string, named: string | undefined, without: boolean): string[] {
  const lists = [join(home, ERASED_LIST), process.env['SANXIAN_ERASED_LIST'] || join(dataFolderHere(), ERASED_LIST), ...(named === undefined ? [] : [named])].filter(existsSync);
  if (named !== undefined && !lists.includes(named)) throw new BackupFault(`没有 ${named}。`, `There is no ${named}.`);
  for (const list of lists) {
    const line = foreignLineOf(list);
    if (line !== null) throw new BackupFault(`${list} 的第 ${line} 行不是已删除人员名单的内容。`, `Line ${line} of ${list} does not belong into a list of erasures.`);
  }
  return lists.length > 0 || without ? lists : noLists();
}

/** A register in which nobody was erased has an empty list or none; who says so answers for it. */
function noLists(): never {
  throw new BackupFault(
    `没有找到已删除人员名单 ${ERASED_LIST}：较早的备份会让已经删除的人重新出现（个人信息保护法第47条）。请用 --erased 指定名单；确知没有人被删除过，才可用 --without-erased-list。`,
    `There is no list of erasures (${ERASED_LIST}): an older backup would give the erased back. Name the list with --erased; only if nobody was ever erased, say --without-erased-list.`,
  );
}

/**
 * Opens the database in `databaseFolder`, makes it ready, checks it and stops it. Until that is done no other start opens it.
 * @throws BackupFault, ConfigurationFault
 */
export async function makeReady(databaseFolder: string, vault: Vault, lists: readonly string[]): Promise<RestoredRegister> {
  const found = await readied(databaseFolder, vault, lists);
  endRestore(databaseFolder);
  return found;
}

async function readied(databaseFolder: string, vault: Vault, lists: readonly string[]): Promise<RestoredRegister> {
  const database = await startEmbeddedPostgres({ dataFolder: databaseFolder, database: DATABASE, isRestore: true });
  const now = () => new Date();
  try {
    const { pending, unknown } = await migrationsOf(database.url);
    if (unknown.length > 0) throw new BackupFault(`备份来自更新的版本（${unknown.join(', ')}），请用那个版本恢复。`, `The backup is of a newer release (${unknown.join(', ')}): restore it with that one.`);
    const orm = await connect(database.url);
    try {
      await migrate(orm);
      await openRegisterKeys(orm, vault, now());
      await keepToOwnKeys(orm, vault);
      const adopted = await adoptErasedLists(orm.em.fork(), lists);
      const people = await reapplyErasures(orm, vault, now, (tools, donor) => forgetOutsideOfRecord(tools, donor.indexes(), donor));
      const erasedAgain = people + (await reapplyBodyErasures(orm, vault, now));
      await updateErasedList(orm.em.fork(), join(databaseFolder, '..', ERASED_LIST));
      await statements(database.url, ENDS_SESSIONS);
      if (erasedAgain > 0) await statements(database.url, [SWEEPS]);
      return { ...(await checkRegister(database.url, publicKeysHere())), adopted, erasedAgain, migrated: pending };
    } finally {
      await orm.close();
    }
  } finally {
    await database.stop();
  }
}

/** Who signed out since, or was signed out, would be signed in again. */
const ENDS_SESSIONS = ["update session set ended_at = now(), end_reason = 'REPLACED' where ended_at is null", 'update staff_session set ended_at = now() where ended_at is null'];
/** What was erased leaves the files of the tables, too, and not only their rows. */
const SWEEPS = 'vacuum key_store.person_key, donor, session, idempotent_request, body_donation';

async function statements(ownerUrl: string, texts: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, statement_timeout: 0 });
  await client.connect();
  try {
    for (const text of texts) await client.query(text);
  } finally {
    await client.end();
  }
}

/** The figures as lines for the person at the keyboard. */
export function figuresAsLines({ tables, lastDecision, lastDeed, audit, adopted, erasedAgain, migrated }: RestoredRegister): string[] {
  const at = (instant: Date | null) => instant?.toISOString() ?? '–';
  return [
    `最近一次决定 · latest decision: ${at(lastDecision)}`,
    `最近一次操作 · latest deed on record: ${at(lastDeed)}`,
    `审计 · audit: ${audit.fault === null ? '核验通过 · all stands as it was sealed' : `核验不通过 · TAMPERED WITH: ${audit.fault.kind} ${audit.fault.table} ${audit.fault.id}`}；批次 · batches ${audit.batches}, 行 · rows ${audit.rows}, 待封存 · waiting ${audit.waiting}`,
    `已删除人员 · erasures taken from the list: ${adopted}；重新删除 · people erased again: ${erasedAgain}`,
    `升级 · migrations run: ${migrated.length === 0 ? '–' : migrated.join(', ')}`,
    '各表行数 · rows by table:',
    ...tables.map(({ table, rows }) => `  ${String(rows).padStart(10)}  ${table}`),
  ];
}
