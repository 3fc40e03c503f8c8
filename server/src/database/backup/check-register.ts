import pg from 'pg';
import type { AuditPublicKeys } from '../../audit/audit-keys.ts';
import { inPlainTransaction, plainText } from '../../audit/audit-log.queries.ts';
import { type Verification, verifyAudit } from '../../audit/verify-audit.ts';
import { migrations } from '../migrations/list.ts';

/** What a register holds, as a restore tells it. */
export interface RegisterFigures {
  /** Rows by table, the fullest first; empty tables are left out. */
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  /** When the latest decision was recorded; null when there is none. */
  readonly lastDecision: Date | null;
  /** When the latest deed of anybody was put on record. */
  readonly lastDeed: Date | null;
  readonly audit: Verification;
}

/** Reads a register at one moment and checks its audit, as its owner. It may take minutes for millions. */
export async function checkRegister(ownerUrl: string, keys: AuditPublicKeys): Promise<RegisterFigures> {
  const client = new pg.Client({ ...plainText, connectionString: ownerUrl, statement_timeout: 0 });
  await client.connect();
  try {
    return await inPlainTransaction(client, 'SNAPSHOT', async () => {
      const tables = await rowsByTable(client);
      const [last] = await ask(client, 'select (select max(recorded_at) from decision) as decision, (select max(at) from audit_entry) as deed', []);
      return {
        tables,
        lastDecision: instant(last?.['decision']),
        lastDeed: instant(last?.['deed']),
        audit: await verifyAudit(client, { keys }),
      };
    });
  } finally {
    await client.end();
  }
}

/** How far the schema of a register has come. */
export interface MigrationFigures {
  /** What this release has and the register has not. */
  readonly pending: readonly string[];
  /** What the register has and this release does not know: it is too old for it. */
  readonly unknown: readonly string[];
}

/** Compares the schema of a register with this release. */
export async function migrationsOf(ownerUrl: string): Promise<MigrationFigures> {
  const client = new pg.Client({ ...plainText, connectionString: ownerUrl });
  await client.connect();
  try {
    const done = (await ask(client, 'select name from schema_migration', [])).map(({ name }) => name ?? '');
    const known = migrations.map(({ name }) => name);
    // A migration that was broken off has left the marks of its steps: it is pending.
    return { pending: known.filter((name) => !done.includes(name)), unknown: done.filter((name) => !known.includes(name.replace(/#\d+$/, ''))) };
  } finally {
    await client.end();
  }
}

async function rowsByTable(client: pg.Client): Promise<RegisterFigures['tables']> {
  const tables: { table: string; rows: number }[] = [];
  for (const table of await registerTables(client)) {
    const [counted] = await ask(client, `select count(*) as rows from ${table}`, []);
    if (counted?.['rows'] !== '0') tables.push({ table, rows: Number(counted?.['rows']) });
  }
  return tables.toSorted((one, other) => other.rows - one.rows);
}

/** The tables of the register and of its key store, quoted. */
export async function registerTables(client: Pick<pg.ClientBase, 'query'>): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'key_store') order by 1`);
  return rows.map(({ name }) => name);
}

function instant(text: string | null | undefined): Date | null {
  return text ? new Date(`${text.replace(' ', 'T').replace(/[+-]\d\d$/, '')}Z`) : null;
}

async function ask(client: pg.Client, text: string, values: readonly unknown[]): Promise<Record<string, string | null>[]> {
  const { rows } = await client.query<Record<string, string | null>>(text, [...values]);
  return rows;
}
