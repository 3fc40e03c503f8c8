import pg from 'pg';
import type { KeptMark } from '../key-mark.ts';
import { BackupFault } from './backup-fault.ts';
import type { Manifest } from './manifest.ts';

/** What a manifest says about the register itself. */
export type RegisterFacts = Pick<Manifest, 'postgres' | 'major' | 'systemIdentifier' | 'segmentSize' | 'keyMark' | 'schema'>;

/** Asks a running cluster. @throws BackupFault when it cannot be backed up, and why */
export async function describeRegister(client: pg.Client, superuserUrl: string, database: string): Promise<RegisterFacts> {
  const { rows } = await client.query<{ version: string; mode: string; id: string; size: string; spaces: string }>(
    `select current_setting('server_version') as version, current_setting('archive_mode') as mode, system_identifier::text as id,
       (select setting from pg_settings where name = 'wal_segment_size') as size, (select count(*) from pg_tablespace where spcname not like 'pg\\_%') as spaces
     from pg_control_system()`,
  );
  const facts = rows[0] ?? { version: '', mode: 'off', id: '', size: '0', spaces: '0' };
  if (facts.mode !== 'on') throw new BackupFault('数据库是由旧版本启动的，尚不能归档日志。请重新启动一次服务后再备份。', 'The database was started by an older release and keeps no log. Restart the server once, then back it up.');
  if (facts.spaces !== '0') throw new BackupFault('数据库使用了表空间，不支持。', 'The database uses tablespaces, which this backup does not know.');
  return { postgres: facts.version, major: /^\d+/.exec(facts.version)?.[0] ?? '', systemIdentifier: facts.id, segmentSize: Number(facts.size), ...(await readRegister(superuserUrl, database)) };
}

async function readRegister(superuserUrl: string, database: string): Promise<{ readonly keyMark: KeptMark; readonly schema: string }> {
  const url = new URL(superuserUrl);
  url.pathname = `/${database}`;
  const client = new pg.Client(url.href);
  await client.connect();
  try {
    const { rows } = await client.query<{ index: string | null; index2: string | null; sealed: string; schema: string }>(
      `select encode(index_check, 'hex') as index, encode(index_check_2, 'hex') as index2, encode(sealed, 'hex') as sealed,
         (select max(name) from schema_migration) as schema from key_mark`,
    );
    const [mark] = rows;
    if (!mark) throw notYetUsed();
    const { schema, ...keyMark } = mark;
    return { keyMark, schema };
  } catch (error) {
    throw error instanceof pg.DatabaseError && error.code === '42P01' ? notYetUsed() : error;
  } finally {
    await client.end();
  }
}

function notYetUsed(): BackupFault {
  return new BackupFault('登记库还没有启动过，没有可备份的内容。', 'The register was never started: there is nothing to back up.');
}
