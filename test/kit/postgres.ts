import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';

/** Where tests make their databases. */
export interface TestServer {
  /** An account that may make databases, on its own database. */
  readonly adminUrl: string;
  /** A role that owns nothing, as a server works with; null on a server that is not ours to make roles on. */
  readonly runtimeUrl: string | null;
  /** Names this run in the names of its databases, so that runs on one server never meet. */
  readonly run: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** How every test database is called; what follows is the run, which starts with the time it began. */
const PREFIX = 'sanxian_test_';
const ABANDONED_AFTER = 6 * 60 * 60 * 1000;

interface Started {
  readonly server: TestServer;
  readonly stop: () => Promise<void>;
}

/** Vitest loads this file once for each project, in one process: what they share must lie outside of it. */
const shared = globalThis as { sanxianTestServer?: Promise<Started> };

/**
 * Vitest's global setup: one real PostgreSQL for the whole run, whichever projects ask for it.
 *
 * It is the embedded one over a temporary folder, unless TEST_DATABASE_URL names another (15 or newer; the account must
 * be allowed to make databases). The embedded one does not wait for the disk (`fsync` off): a run that is cut off is
 * started again, never recovered. Its keeper deletes the folder even when vitest is killed.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.sanxianTestServer ??= startOnce();
  const { server, stop } = await shared.sanxianTestServer;
  project.provide('testServer', server);
  return stop;
}

async function startOnce(): Promise<Started> {
  const run = `${Date.now().toString(36)}_${process.pid}`;
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') {
    await dropDatabases(given, isAbandoned);
    const stop = () => dropDatabases(given, (name) => name.startsWith(`${PREFIX}${run}_`));
    return { server: { adminUrl: given, runtimeUrl: null, run }, stop };
  }
  const dataFolder = mkdtempSync(join(tmpdir(), 'sanxian-test-'));
  const { url, runtimeUrl, stop } = await startEmbeddedPostgres({ dataFolder, database: 'sanxian', forgetful: true });
  return { server: { adminUrl: url, runtimeUrl, run }, stop };
}

/** Databases of a run that was killed, on a server that outlives runs. */
function isAbandoned(name: string): boolean {
  const began = Number.parseInt(name.slice(PREFIX.length), 36);
  return Date.now() - began > ABANDONED_AFTER;
}

async function dropDatabases(adminUrl: string, unwanted: (name: string) => boolean): Promise<void> {
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  try {
    const { rows } = await admin.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE datname LIKE 'sanxian\\_test\\_%' AND pg_has_role(datdba, 'USAGE')",
    );
    for (const { datname } of rows.filter((row) => unwanted(row.datname))) {
      await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(datname)} WITH (FORCE)`);
    }
  } finally {
    await admin.end();
  }
}
