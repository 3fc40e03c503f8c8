import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { archiveOf } from './backup-home.ts';
import { packedName } from './wal-archive.ts';

/** How long the segment may take into the archive, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Has a running register send everything up to now into its archive, so that a restore loses nothing that it still knows.
 * @returns false when it did not arrive in time
 */
export async function closeSegment(superuserUrl: string, home: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: superuserUrl, application_name: 'sanxian restore' });
  await client.connect();
  try {
    // Something to close, also when nothing was written since the last time.
    await client.query(`select pg_logical_emit_message(false, 'sanxian', '')`);
    const { rows } = await client.query<{ segment: string }>('select pg_walfile_name(pg_switch_wal()) as segment');
    const path = join(archiveOf(home), packedName(rows[0]?.segment ?? ''));
    for (let waited = 0; waited < PATIENCE && !existsSync(path); waited += 50) await sleep(50);
    return existsSync(path);
  } finally {
    await client.end();
  }
}
