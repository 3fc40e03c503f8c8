import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { configuredAuditKeys, newSigningKey, publicKeyText } from '../../server/src/audit/audit-keys.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { updateWitness } from '../../server/src/audit/witness-file.ts';
import { bareDatabase } from '../kit/bare-database.ts';
import { commitDeed, plainClient, withoutTriggers } from '../kit/deeds.ts';

const databaseUrl = await bareDatabase();
const client = await plainClient(databaseUrl);
afterAll(() => client.end());

const signing = newSigningKey('2026');
const keys = configuredAuditKeys(signing, '');
const folder = mkdtempSync(join(tmpdir(), 'sanxian-audit-'));
let time = Date.UTC(2026, 10, 23, 8);
let copy = '';
let copies = 0;

interface Outcome {
  readonly code: number;
  readonly said: string;
}

/** Runs a command of the audit as an inspector does: with a public key, or with nothing but a copy. */
function run(script: string, args: readonly string[] = [], settings: Record<string, string> = { SANXIAN_AUDIT_PUBLIC_KEYS: publicKeyText(keys.signing) }): Promise<Outcome> {
  const environment = { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, SANXIAN_DATA: folder, ...settings };
  return new Promise((done) => {
    const child = execFile(process.execPath, [resolve(import.meta.dirname, '../../scripts', script), ...args], { env: environment }, (_error, stdout, stderr) => done({ code: child.exitCode ?? -1, said: stdout + stderr }));
  });
}

async function sealDeed() {
  time += 60_000;
  const deed = await commitDeed(client, new Date(time));
  await sealBatches(client, { key: keys.signing, now: () => new Date(time) });
  return deed;
}

/** As somebody whom no trigger stops. */
async function tamper(statement: string, values: readonly unknown[] = []): Promise<void> {
  await withoutTriggers(client, () => client.query(statement, [...values]));
}

beforeEach(async () => {
  await tamper('truncate donor, decision, audit_entry, audit_leaf, audit_batch, audit_unsealed cascade');
  copy = join(folder, `witness-${copies++}.jsonl`);
});

describe('pnpm audit:verify', () => {
  it('passes an audit that stands, by public keys from the settings or from the copy alone', async () => {
    await sealDeed();
    await updateWitness(client, keys.known, copy);
    expect(await run('audit-verify.ts')).toMatchObject({ code: 0, said: expect.stringMatching(/核验通过[^]*batches: 1[^]*rows: 2[^]*without a witness/) });
    expect(await run('audit-verify.ts', ['--witness', copy], {})).toMatchObject({ code: 0, said: expect.stringContaining('batches the witness has, too: 1') });
  });

  it('names the first row that was altered, with its table and batch', async () => {
    await sealDeed();
    const { decisionId } = await sealDeed();
    const { entryId } = await sealDeed();
    await tamper(`update decision set state = 'REFUSED' where id = $1`, [decisionId]);
    await tamper(`update audit_entry set operation = 'x' where id = $1`, [entryId]);
    const { code, said } = await run('audit-verify.ts');
    expect(code).toBe(1);
    expect(said).toContain(`ALTERED  table decision  id ${decisionId}  batch 2`);
    expect(said).not.toContain(entryId);
  });

  it('tells from a copy that the newest batches are gone with all their rows, which it could not tell without', async () => {
    await sealDeed();
    await sealDeed();
    await updateWitness(client, keys.known, copy);
    for (const table of ['decision', 'audit_entry']) await tamper(`delete from ${table} where id in (select row_id from audit_leaf where batch = 2 and table_name = '${table}')`);
    await tamper('delete from audit_leaf where batch = 2');
    await tamper('delete from audit_batch where sequence = 2');
    // Whoever forgets the record of whom a decision was is found without a copy, too.
    expect(await run('audit-verify.ts')).toMatchObject({ code: 1, said: expect.stringContaining('ALTERED  table donor') });
    await tamper('delete from donor where not exists (select from decision where donor_id = donor.id)');
    expect(await run('audit-verify.ts')).toMatchObject({ code: 0 });
    expect(await run('audit-verify.ts', ['--witness', copy])).toMatchObject({ code: 1, said: expect.stringContaining('REMOVED  table audit_batch  id 2  batch 2') });
  });

  it('does not pass what it cannot check: no key, no copy, no such option', async () => {
    expect(await run('audit-verify.ts', [], {})).toMatchObject({ code: 2 });
    expect(await run('audit-verify.ts', ['--witness', join(folder, 'none')])).toMatchObject({ code: 2 });
    expect(await run('audit-verify.ts', ['--wittness', copy])).toMatchObject({ code: 2 });
    expect(await run('audit-verify.ts', [], { SANXIAN_AUDIT_PUBLIC_KEYS: 'x' })).toMatchObject({ code: 2, said: expect.stringContaining('SANXIAN_AUDIT_PUBLIC_KEYS') });
  });
});

describe('pnpm audit:export', () => {
  it('writes what a witness keeps, to standard output or to a file', async () => {
    await sealDeed();
    await sealDeed();
    const { code, said } = await run('audit-export.ts');
    expect(code).toBe(0);
    expect(said.trim().split('\n').map((line) => Object.keys(JSON.parse(line) as object)[0])).toEqual(['key', 'root', 'root']);
    expect(await run('audit-export.ts', [copy])).toEqual({ code: 0, said: '' });
    expect(readFileSync(copy, 'utf8')).toBe(said);
  });
});

describe('a witness’s copy', () => {
  const sequences = () => [...readFileSync(copy, 'utf8').matchAll(/"sequence":(\d+)/g)].map(([, sequence]) => Number(sequence));

  it('is added to, and has each root once', async () => {
    await sealDeed();
    await updateWitness(client, keys.known, copy);
    await updateWitness(client, keys.known, copy);
    await sealDeed();
    await sealDeed();
    await updateWitness(client, keys.known, copy);
    expect(sequences()).toEqual([1, 2, 3]);
  });

  it('recovers from a line that a crash cut short', async () => {
    await sealDeed();
    await updateWitness(client, keys.known, copy);
    const whole = readFileSync(copy, 'utf8');
    await sealDeed();
    appendFileSync(copy, '{"root":{"sequence":2,"prev');
    await updateWitness(client, keys.known, copy);
    expect(readFileSync(copy, 'utf8').startsWith(whole)).toBe(true);
    expect(await run('audit-verify.ts', ['--witness', copy])).toMatchObject({ code: 0, said: expect.stringContaining('batches the witness has, too: 2') });
  });

  it('learns of a new key', async () => {
    await sealDeed();
    await updateWitness(client, keys.known, copy);
    await sealDeed();
    const next = configuredAuditKeys(newSigningKey('2027'), publicKeyText(keys.signing));
    await updateWitness(client, next.known, copy);
    expect(readFileSync(copy, 'utf8')).toContain(publicKeyText(next.signing));
    expect(await run('audit-verify.ts', ['--witness', copy], {})).toMatchObject({ code: 0 });
  });

  it('contradicts a database that was rolled back, and is left as it is', async () => {
    await sealDeed();
    await sealDeed();
    await updateWitness(client, keys.known, copy);
    const before = readFileSync(copy, 'utf8');
    await tamper('delete from audit_leaf where batch = 2');
    await tamper('delete from audit_batch where sequence = 2');
    expect(await updateWitness(client, keys.known, copy)).toEqual({ contradicts: true });
    await sealDeed();
    expect(await updateWitness(client, keys.known, copy)).toEqual({ contradicts: true });
    expect(readFileSync(copy, 'utf8')).toBe(before);
  });

  it('that holds another root for a batch is believed', async () => {
    await sealDeed();
    await updateWitness(client, keys.known, copy);
    writeFileSync(copy, readFileSync(copy, 'utf8').replace('"leafCount":2', '"leafCount":3'));
    expect(await run('audit-verify.ts', ['--witness', copy])).toMatchObject({ code: 1, said: expect.stringContaining('REPLACED  table audit_batch  id 1') });
  });
});
