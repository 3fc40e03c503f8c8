import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPlainTransaction, writePlainly } from '../../server/src/audit/audit-log.queries.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { verifyAudit, type VerificationOptions } from '../../server/src/audit/verify-audit.ts';
import { witnessLines, type WitnessLine } from '../../server/src/audit/witness-file.ts';
import { bareDatabase } from '../kit/bare-database.ts';
import { commitBodyDeclaration, commitDeed, commitLook, plainClient, testAuditKeys, writeEvidenceIssue } from '../kit/deeds.ts';
import { seeded, tamperings } from '../kit/tamperings.ts';

const BATCHES = 8;
const DEEDS = 8;
const LOOKS = 2;
const DECLARATIONS = 1;
const TAMPERINGS = 1_000;

const client = await plainClient(await bareDatabase());
afterAll(() => client.end());

const keys = testAuditKeys();
const start = Date.UTC(2026, 10, 23, 8);
const witness: WitnessLine[] = [];
const verify = (options: Partial<VerificationOptions> = {}) => verifyAudit(client, { keys: keys.known, witness, ...options });

/** An hour of work, then every trigger, key and constraint is taken away: what remains is all that a superuser is stopped by. */
beforeAll(async () => {
  for (const constraint of ['look_up_id', 'issued_by_id']) await client.query(`alter table evidence_issue drop constraint evidence_issue_${constraint}_fkey`);
  for (let batch = 0; batch < BATCHES; batch++) {
    const at = start + batch * 30 * 60_000;
    for (let deed = 0; deed < DEEDS; deed++) await commitDeed(client, new Date(at + deed * 1_000));
    for (let look = 0; look < LOOKS; look++) await commitLook(client, new Date(at + 10_000 + look * 1_000));
    await writeEvidenceIssue(client, new Date(at + 9_000));
    for (let said = 0; said < DECLARATIONS; said++) await commitBodyDeclaration(client, new Date(at + 12_000 + said * 1_000));
    await sealBatches(client, { key: keys.signing, now: () => new Date(at + 20_000) });
  }
  for await (const line of inOneTransaction()) witness.push(JSON.parse(line) as WitnessLine);
  const { rows } = await client.query<{ table: string; name: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name from pg_constraint
     where contype in ('f', 'u', 'p', 'c') and (conrelid::regclass::text in ('decision', 'look_up', 'look_up_step', 'body_declaration', 'audit_entry', 'evidence_issue', 'audit_leaf', 'audit_batch') or confrelid = 'decision'::regclass)
     order by contype = 'p'`,
  );
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${name} cascade`);
  for (const table of ['decision', 'look_up', 'look_up_step', 'body_declaration', 'audit_entry', 'evidence_issue', 'audit_leaf', 'audit_batch']) await client.query(`alter table ${table} disable trigger user`);
});

async function* inOneTransaction() {
  await client.query('begin');
  await writePlainly(client);
  yield* witnessLines(client, keys.known);
  await client.query('commit');
}

describe('the audit', () => {
  it('passes untouched, with and without its witness', async () => {
    const whole = { fault: null, batches: BATCHES, rows: BATCHES * (DEEDS * 2 + LOOKS * 3 + DECLARATIONS * 2 + 2), waiting: 0 };
    expect(await inPlainTransaction(client, 'SNAPSHOT', () => verify())).toEqual({ ...whole, witnessed: BATCHES, sealedUntil: new Date(start + 210 * 60_000 + 20_000) });
    expect(await inPlainTransaction(client, 'SNAPSHOT', () => verify({ witness: null }))).toMatchObject({ ...whole, witnessed: 0 });
  });

  it(`shows each of ${TAMPERINGS} random tamperings by somebody whom the database stops from nothing, and names the row`, async () => {
    const seed = Date.now() % 1_000_000;
    const random = seeded(seed);
    const kinds = tamperings(keys.signing);
    const found = new Map<string, number>();
    for (let attempt = 0; attempt < TAMPERINGS; attempt++) {
      await client.query('begin');
      await writePlainly(client);
      const tampering = await kinds[attempt % kinds.length]?.(client, random);
      const { fault } = await verify();
      await client.query('rollback');
      const context = `seed ${seed}, attempt ${attempt}: ${tampering?.what ?? ''}; said ${JSON.stringify(fault)}`;
      expect(fault, context).not.toBeNull();
      if (tampering && tampering.touched.length > 0) expect(tampering.touched, context).toContain(fault?.id);
      if (tampering && tampering.kinds.length > 0) expect(tampering.kinds, context).toContain(fault?.kind);
      found.set(fault?.kind ?? '', (found.get(fault?.kind ?? '') ?? 0) + 1);
    }
    expect([...found.keys()].toSorted()).toEqual(['ADDED', 'ALTERED', 'BACK_DATED', 'REMOVED', 'REORDERED', 'REPLACED', 'SWAPPED']);
    expect([...found.values()].reduce((sum, count) => sum + count, 0)).toBe(TAMPERINGS);
    expect(await inPlainTransaction(client, 'SNAPSHOT', () => verify())).toMatchObject({ fault: null });
  }, 120_000);
});
