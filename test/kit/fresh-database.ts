import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import './postgres.ts';

/** What a fresh database starts from: prepared once per run and copied for each test file. */
export interface Template {
  /** Tells templates apart: lower-case letters and `_`. */
  readonly name: string;
  /** Fills the empty database at `url` (migrations, reference data) and closes its connections. */
  readonly prepare: (url: string) => Promise<void>;
}

/**
 * Gives the calling test file a database of its own, a copy of the template, and drops it after the file's last test.
 * Call it at the top of a file or in `beforeAll`.
 *
 * @returns the address of the database.
 */
export async function freshDatabase(template: Template): Promise<string> {
  const { url, drop } = await copyOf(template);
  afterAll(drop);
  return url;
}

/** A copy of a template that its taker drops. */
export interface DatabaseCopy {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** Makes a copy of the template: 30 ms once the template is prepared, so that even a single test can have its own. */
export async function copyOf(template: Template): Promise<DatabaseCopy> {
  const { adminUrl, run } = inject('testServer');
  const name = `sanxian_test_${run}_${randomUUID().slice(0, 8)}`;
  await asAdmin(adminUrl, async (admin) => {
    const source = await templateDatabase(admin, adminUrl, run, template);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${source}`);
  });
  return {
    url: onDatabase(adminUrl, name),
    drop: () =>
      asAdmin(adminUrl, async (admin) => {
        // Not WITH (FORCE): it refuses when PostgreSQL's own cleaning is in there, which a plain DROP sends away and waits for.
        await admin.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND backend_type = $2', [name, 'client backend']);
        await admin.query(`DROP DATABASE IF EXISTS ${name}`);
      }),
  };
}

/** The address by which a server at work connects to a database of `freshDatabase`; the owner's when there is no other role. */
export function runtimeAddress(databaseUrl: string): string {
  const { runtimeUrl } = inject('testServer');
  return runtimeUrl === null ? databaseUrl : onDatabase(runtimeUrl, new URL(databaseUrl).pathname.slice(1));
}

/** Makes the template on the first call of a run; other test processes wait for it. Its name appears when it is complete. */
async function templateDatabase(admin: pg.Client, adminUrl: string, run: string, template: Template): Promise<string> {
  const name = `sanxian_test_${run}_template_${template.name}`;
  await admin.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
  try {
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount !== 0) return name;
    const unfinished = `sanxian_test_${run}_${randomUUID().slice(0, 8)}`;
    await admin.query(`CREATE DATABASE ${unfinished}`);
    await template.prepare(onDatabase(adminUrl, unfinished));
    await admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
    return name;
  } finally {
    await admin.query('SELECT pg_advisory_unlock(hashtext($1))', [name]);
  }
}

async function asAdmin<T>(adminUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function onDatabase(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
