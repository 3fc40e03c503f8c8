import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Passwords, SUPERUSER } from './cluster.ts';

/** The role that owns the database: makes its tables, may make other databases (tests do), is no superuser. */
const OWNER = 'sanxian';

/** The role that a server works as: owns nothing, and is given what it needs by the owner (`runtime-role.ts`). */
const RUNTIME = 'sanxian_runtime';

/** The addresses of a database, for its owner and for a server at work. */
export interface DatabaseAddresses {
  readonly url: string;
  readonly runtimeUrl: string;
}

/**
 * Makes sure that both roles and the database exist, which a first start cut short may not have reached. The runtime
 * role gets a new random password at each start, so that none needs to be kept.
 */
export async function openDatabase(socketFolder: string, passwords: Passwords, database: string): Promise<DatabaseAddresses> {
  const runtimePassword = randomBytes(24).toString('base64url');
  const superuser = new pg.Client(superuserAddress(socketFolder, passwords));
  await superuser.connect();
  try {
    await makeOnce(superuser, 'SELECT FROM pg_roles WHERE rolname = $1', OWNER, (name) =>
      `CREATE ROLE ${name} LOGIN CREATEDB PASSWORD ${pg.escapeLiteral(passwords.application)}`,
    );
    await makeOnce(superuser, 'SELECT FROM pg_roles WHERE rolname = $1', RUNTIME, (name) => `CREATE ROLE ${name} LOGIN`);
    // The owner may end connections of servers, for example to drop or rename a database; not the other way round.
    await superuser.query(`GRANT ${RUNTIME} TO ${OWNER}`);
    await superuser.query(`ALTER ROLE ${RUNTIME} PASSWORD ${pg.escapeLiteral(runtimePassword)}`);
    await makeOnce(superuser, 'SELECT FROM pg_database WHERE datname = $1', database, (name) =>
      `CREATE DATABASE ${name} OWNER ${OWNER}`,
    );
  } finally {
    await superuser.end();
  }
  return { url: ownerAddress(socketFolder, passwords, database), runtimeUrl: address(socketFolder, RUNTIME, runtimePassword, database) };
}

/** The address of a database for its owner. */
export function ownerAddress(socketFolder: string, passwords: Passwords, database: string): string {
  return address(socketFolder, OWNER, passwords.application, database);
}

/** The address of the cluster for its superuser, who alone may back it up. */
export function superuserAddress(socketFolder: string, { superuser }: Passwords): string {
  return address(socketFolder, SUPERUSER, superuser, 'postgres');
}

/** Gives the superuser and the owner of a restored cluster new passwords: the former ones are in no backup. */
export async function setPasswords(socketFolder: string, passwords: Passwords): Promise<void> {
  const superuser = new pg.Client(address(socketFolder, SUPERUSER, '', 'postgres'));
  await superuser.connect();
  try {
    await superuser.query(`ALTER ROLE ${SUPERUSER} PASSWORD ${pg.escapeLiteral(passwords.superuser)}`);
    await superuser.query(`ALTER ROLE ${OWNER} PASSWORD ${pg.escapeLiteral(passwords.application)}`);
  } finally {
    await superuser.end();
  }
}

async function makeOnce(client: pg.Client, find: string, name: string, make: (quoted: string) => string) {
  const { rowCount } = await client.query(find, [name]);
  if (rowCount === 0) await client.query(make(pg.escapeIdentifier(name)));
}

function address(socketFolder: string, user: string, password: string, database: string): string {
  return `postgresql://${user}:${password}@${encodeURIComponent(socketFolder)}/${encodeURIComponent(database)}`;
}
