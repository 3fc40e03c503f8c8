/** Where the register is, for commands of its owner. */
import { resolve } from 'node:path';
import { runningDatabase, startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { root } from './stages.ts';

/**
 * The database of the register for the owner of its tables: that of MIGRATION_DATABASE_URL or DATABASE_URL, else the embedded one, whether a
 * server is running over it or not. @throws DatabaseUnavailable
 */
export async function openDatabase(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const folder = resolve(root, process.env['SANXIAN_DATA'] ?? '.data', 'postgres');
  const url = process.env['MIGRATION_DATABASE_URL'] || process.env['DATABASE_URL'] || runningDatabase(folder, 'sanxian');
  return url ? { url, stop: () => Promise.resolve() } : startEmbeddedPostgres({ dataFolder: folder, database: 'sanxian' });
}
