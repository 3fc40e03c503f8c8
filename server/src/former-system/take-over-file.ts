// TypeGraphQL asks for it as soon as a refusal is loaded, with or without a schema.
import 'reflect-metadata';
import { Clock } from '../clock.ts';
import { ConfigurationFault } from '../config.ts';
import { keepToOwnKeys } from '../database/key-mark.ts';
import { connect, migrate } from '../database/orm.ts';
import { openRegisterKeys } from '../database/register-keys.ts';
import { loadReferenceData } from '../reference-data.ts';
import { KeyServiceUnavailable } from '../vault/key-encryption.ts';
import { Vault, type VaultKeys } from '../vault/vault.ts';
import { FormerFileFault, lookOver, type FormerFile } from './former-file.ts';
import { importRegistrations, type ImportOptions, type ImportSums } from './import-registrations.ts';

/** What the operator's command lends: the server's own code is compiled for it, so only plain values pass between them. */
export interface TakeOverOptions extends ImportOptions {
  readonly path: string;
  readonly system: string;
  readonly keys: VaultKeys;
  /** Opens the database, for the owner of its tables, once the whole file was read. */
  readonly database: () => Promise<{ readonly url: string; readonly stop: () => Promise<void> }>;
  /** Is told what the file is before anything is written. */
  readonly readThrough: (file: FormerFile) => void;
}

/** What came of it; or, in words for the operator, why it ended before its time. What was committed until then stands. */
export type TakeOver = { readonly fault: string } | { readonly fault: null; readonly file: FormerFile; readonly sums: ImportSums };

/**
 * Takes a file of a former system over into the register: `scripts/import-registrations.ts`. Throws what `database` throws and nothing else:
 * an error of the database repeats what was to be written, and nothing of a person is shown on a terminal.
 */
export async function takeOverFile(options: TakeOverOptions): Promise<TakeOver> {
  const file = await orFault(() => lookOver(options.path));
  if ('fault' in file) return file;
  options.readThrough(file);
  const { url, stop } = await options.database();
  const sums = await orFault(() => intoRegister(url, options, file)).finally(stop);
  return 'fault' in sums ? sums : { fault: null, file, sums };
}

async function orFault<Result>(work: () => Promise<Result>): Promise<Result | { readonly fault: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FormerFileFault || error instanceof ConfigurationFault) return { fault: error.message };
    const what = error instanceof KeyServiceUnavailable ? '密钥服务没有回应' : isFull(error) ? '磁盘已满，报告没有写全' : placeOf(error);
    return { fault: `${what}。已写入的都保留；恢复后用同一个文件重新运行，就接着导入。` };
  }
}

async function intoRegister(url: string, { system, keys, ...options }: TakeOverOptions, file: FormerFile): Promise<ImportSums> {
  const orm = await connect(url);
  try {
    const vault = new Vault(keys);
    // What time it is, is for the database to say (ADR 55).
    const clock = new Clock();
    await clock.ask(orm.em.fork());
    const { now } = clock;
    await migrate(orm);
    await loadReferenceData(orm, now());
    await openRegisterKeys(orm, vault, now());
    // Under another index key nobody is found, and everybody of the file would come in a second time.
    await keepToOwnKeys(orm, vault);
    return await importRegistrations({ orm, vault, now, system }, file, options);
  } finally {
    await orm.close();
  }
}

/** The report is all that a file is opened for. */
function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** Where something went wrong, without its words. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return '导入中断';
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  const [at = ''] = /\n +at .*/.exec(error.stack ?? '') ?? [];
  return `导入中断：${error.name}${code}${at.replace(/\s+/g, ' ')}`;
}
