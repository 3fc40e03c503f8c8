import pg from 'pg';
import { type Passwords, SUPERUSER } from './cluster.ts';

/** The role the application connects as: owns its database, may make others (tests do), is no superuser. */
const APPLICATION = 'sanxian';

/**
 * Makes sure that the application's role and its database exist, which a first start cut short may not have reached.
 *
 * @returns the address of the database for the application.
 */
export async function openDatabase(socketFolder: string, passwords: Passwords, database: string): Promise<string> {
  const superuser = new pg.Client(address(socketFolder, SUPERUSER, passwords.superuser, 'postgres'));
  await superuser.connect();
  try {
    await makeOnce(superuser, 'SELECT FROM pg_roles WHERE rolname = $1', APPLICATION, (name) =>
      `CREATE ROLE ${name} LOGIN CREATEDB PASSWORD ${pg.escapeLiteral(passwords.application)}`,
    );
    await makeOnce(superuser, 'SELECT FROM pg_database WHERE datname = $1', database, (name) =>
      `CREATE DATABASE ${name} OWNER ${APPLICATION}`,
    );
  } finally {
    await superuser.end();
  }
  return address(socketFolder, APPLICATION, passwords.application, database);
}

async function makeOnce(client: pg.Client, find: string, name: string, make: (quoted: string) => string) {
  const { rowCount } = await client.query(find, [name]);
  if (rowCount === 0) await client.query(make(pg.escapeIdentifier(name)));
}

function address(socketFolder: string, user: string, password: string, database: string): string {
  return `postgresql://${user}:${password}@${encodeURIComponent(socketFolder)}/${encodeURIComponent(database)}`;
}
