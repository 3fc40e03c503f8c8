/** What the commands about partners share: the database, the files of keys, how faults are told. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { connect, migrate, type Orm } from '../server/src/database/orm.ts';
import { PartnerFault } from '../server/src/partners/partner-fault.ts';
import type { PartnerKey } from '../server/src/partners/partner-key.entity.ts';
import { type PublicKey, publicKeysIn, UnusableKeys } from '../server/src/partners/public-keys.ts';
import { issuerOf } from '../server/src/partners/token-endpoint-on-demand.ts';
import { openDatabase } from './register-access.ts';

/**
 * Runs a command over the register as the owner of its tables: in MIGRATION_DATABASE_URL or DATABASE_URL, else in the
 * embedded database, whether a server is running over it or not. Exit code 0: done. 1: refused, and nothing was written. 2:
 * called wrongly.
 */
export async function runOverRegister(usage: string, work: (orm: Orm) => Promise<string>): Promise<void> {
  try {
    const database = await openDatabase();
    try {
      const orm = await connect(database.url);
      try {
        await migrate(orm);
        process.stdout.write(`${await work(orm)}\n`);
      } finally {
        await orm.close();
      }
    } finally {
      await database.stop();
    }
  } catch (error) {
    const isRefused = error instanceof PartnerFault || error instanceof UnusableKeys;
    process.stderr.write(`${isRefused ? '没有办理 · refused' : '没有办成 · failed'}: ${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exitCode = error instanceof TypeError ? 2 : 1;
  }
}

/** The words of the command line behind the lone `--` of pnpm. */
export function typedWords(): string[] {
  return process.argv.slice(2).filter((word) => word !== '--');
}

/** A setting that was typed or must be typed. @throws TypeError that names it */
export function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new TypeError(`--${name} is missing`);
  return value;
}

/** The public keys of a file; pnpm runs scripts from the project's root, the person who typed the name stood elsewhere. */
export function keysOfFile(path: string): Promise<readonly PublicKey[]> {
  return publicKeysIn(readFileSync(resolve(process.env['INIT_CWD'] ?? '.', path), 'utf8'));
}

/** The addresses that a partner needs. */
export function partnerAddresses(): readonly string[] {
  const publicUrl = process.env['SANXIAN_PUBLIC_URL'] || `http://127.0.0.1:${process.env['PORT'] ?? '4000'}`;
  return [`issuer:          ${issuerOf(publicUrl)}`, `token endpoint:  ${issuerOf(publicUrl)}/token`, `API:             ${publicUrl}/graphql`, `contract:        ${publicUrl}/schema.graphql`, `page:            ${publicUrl}/partner/`];
}

/** A line for each key. */
export function keyLines(keys: readonly PartnerKey[]): readonly string[] {
  return keys.map(({ thumbprint, jwk, addedAt, endsAt }) => `kid ${thumbprint}  ${jwk.alg}  自 · since ${addedAt.toISOString()}${endsAt ? `  止 · ends ${endsAt.toISOString()}` : ''}`);
}
