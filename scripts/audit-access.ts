/** How the audit's commands reach the database and the public keys: the same for checking and for exporting. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { type AuditPublicKeys, configuredAuditKeys, configuredPublicKeys, readLocalAuditKeys } from '../server/src/audit/audit-keys.ts';
import { inPlainTransaction, type PlainConnection, plainText } from '../server/src/audit/audit-log.queries.ts';
import { runningDatabase, startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { root } from './stages.ts';

const dataFolder = (): string => resolve(root, process.env['SANXIAN_DATA'] ?? '.data');

/** Where the person who typed a file's name stood: pnpm runs scripts from the project's root. */
export function typedPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path);
}

/**
 * The public keys of this installation: of SANXIAN_AUDIT_KEY and SANXIAN_AUDIT_PUBLIC_KEYS, else those kept beside local
 * data; empty when there are none.
 * @throws Error that names the setting when one is unusable.
 */
export function publicKeysHere(): AuditPublicKeys {
  const [signing, others] = [process.env['SANXIAN_AUDIT_KEY'] ?? '', process.env['SANXIAN_AUDIT_PUBLIC_KEYS'] ?? ''];
  if (signing !== '') return configuredAuditKeys(signing, others).known;
  if (others !== '') return configuredPublicKeys(others);
  return existsSync(join(dataFolder(), 'audit-keys.json')) ? readLocalAuditKeys(dataFolder()).known : new Map();
}

/**
 * Reads the audit as it is at one moment: in DATABASE_URL, else in the embedded database, whether a server is running over
 * it or not. Nothing can be written on this connection.
 */
export async function readAudit<Result>(work: (connection: PlainConnection) => Promise<Result>): Promise<Result> {
  const { url, stop } = await database();
  // A register of millions takes its time.
  const client = new pg.Client({ ...plainText, connectionString: url, statement_timeout: 0 });
  try {
    await client.connect();
    return await inPlainTransaction(client, 'SNAPSHOT', () => work(client));
  } finally {
    await client.end();
    await stop();
  }
}

async function database(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const folder = join(dataFolder(), 'postgres');
  const url = process.env['DATABASE_URL'] || runningDatabase(folder, 'sanxian');
  return url ? { url, stop: () => Promise.resolve() } : startEmbeddedPostgres({ dataFolder: folder, database: 'sanxian' });
}
