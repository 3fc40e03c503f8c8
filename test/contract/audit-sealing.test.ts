import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { newSigningKey, configuredAuditKeys } from '../../server/src/audit/audit-keys.ts';
import { inPlainTransaction } from '../../server/src/audit/audit-log.queries.ts';
import { inclusionFault, inclusionProof } from '../../server/src/audit/inclusion-proof.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { verifyAudit } from '../../server/src/audit/verify-audit.ts';
import { bareDatabase } from '../kit/bare-database.ts';
import { commitDeed, plainClient, testAuditKeys, withoutTriggers, writeDeed } from '../kit/deeds.ts';

const MINUTE = 60_000;
const databaseUrl = await bareDatabase();
const clients = await Promise.all([1, 2, 3, 4].map(() => plainClient(databaseUrl)));
const [one, other, writer, late] = clients as [(typeof clients)[0], (typeof clients)[0], (typeof clients)[0], (typeof clients)[0]];
afterAll(() => Promise.all(clients.map((client) => client.end())));

let keys = testAuditKeys();
let time = Date.UTC(2026, 10, 23, 8);
const now = () => new Date(time);
const seal = (client = one, limit = 10_000) => sealBatches(client, { key: keys.signing, now, limit });
const verify = () => inPlainTransaction(one, 'SNAPSHOT', () => verifyAudit(one, { keys: keys.known }));

/** Each test starts from nothing: as the owner of the tables, which the register's own account is not. */
beforeEach(async () => {
  await withoutTriggers(one, () => one.query('truncate donor, decision, audit_entry, audit_leaf, audit_batch, audit_unsealed cascade'));
  keys = testAuditKeys();
});

describe('sealing', () => {
  it('makes leaves of every new row and signs their root, in batches of a limited size', async () => {
    for (let deed = 0; deed < 5; deed++) await commitDeed(writer, now());
    const roots = await seal(one, 4);
    expect(roots.map(({ sequence, leafCount, totalCount, complete }) => [sequence, leafCount, totalCount, complete])).toEqual([
      [1, 4, 4, false],
      [2, 4, 8, false],
      [3, 2, 10, true],
    ]);
    expect(await seal()).toEqual([]);
    expect(await verify()).toMatchObject({ fault: null, batches: 3, rows: 10, waiting: 0 });
  });

  it('seals a transaction that commits late, in a later batch', async () => {
    await late.query('begin');
    const deed = await writeDeed(late, now());
    await commitDeed(writer, now());
    expect((await seal()).map(({ leafCount }) => leafCount)).toEqual([2]);
    time += MINUTE;
    await late.query('commit');
    expect((await seal()).map(({ leafCount }) => leafCount)).toEqual([2]);
    expect(await verify()).toMatchObject({ fault: null, rows: 4 });
    expect(await inclusionProof(one, 'decision', deed.decisionId)).toMatchObject({ root: { sequence: 2 } });
  });

  it('keeps no writer waiting', async () => {
    await commitDeed(writer, now());
    await inPlainTransaction(one, 'WRITE', async () => {
      await one.query('select pg_advisory_xact_lock(20261124)');
      await one.query('delete from audit_unsealed');
      await writer.query(`set lock_timeout = '1ms'`);
      await commitDeed(writer, now());
    });
    await writer.query('reset lock_timeout');
    expect(await seal(other)).toHaveLength(1);
  });

  it('is done by one of two servers at a time, without a gap and without a double', async () => {
    const writing = (async () => {
      for (let deed = 0; deed < 60; deed++) await commitDeed(writer, now());
    })();
    const sealing = async (client: typeof one) => {
      for (let round = 0; round < 60; round++) await seal(client, 3);
    };
    await Promise.all([writing, sealing(one), sealing(other)]);
    await seal();
    expect(await verify()).toMatchObject({ fault: null, rows: 120, waiting: 0 });
    const { rows } = await one.query<{ count: string }>('select count(*) from audit_leaf');
    expect(rows[0]?.count).toBe('120');
  });

  it('seals nothing while another server seals', async () => {
    await commitDeed(writer, now());
    await inPlainTransaction(one, 'WRITE', async () => {
      await one.query('select pg_advisory_xact_lock(20261124)');
      expect(await seal(other)).toEqual([]);
    });
    expect(await seal(other)).toHaveLength(1);
  });

  it('seals an empty batch after a quiet hour, and none before', async () => {
    await commitDeed(writer, now());
    await seal();
    time += 59 * MINUTE;
    expect(await seal()).toEqual([]);
    time += MINUTE;
    expect(await seal()).toMatchObject([{ sequence: 2, leafCount: 0 }]);
    expect(await verify()).toMatchObject({ fault: null, batches: 2 });
  });

  it('goes on with a new key, and the old batches stay provable by the old public key', async () => {
    const first = await commitDeed(writer, now());
    await seal();
    const former = keys;
    const next = testAuditKeys('next');
    keys = { signing: next.signing, known: new Map([...former.known, ...next.known]) };
    await commitDeed(writer, now());
    await seal();
    expect(await verify()).toMatchObject({ fault: null, batches: 2 });
    expect((await one.query<{ key_id: string }>('select key_id from audit_batch order by sequence')).rows.map(({ key_id }) => key_id)).toEqual(['test', 'next']);
    const proof = await inPlainTransaction(one, 'SNAPSHOT', () => inclusionProof(one, 'audit_entry', first.entryId));
    expect(proof && inclusionFault(proof, former.known)).toBeNull();
  });

  it('survives being killed at any moment: every committed row is sealed once', async () => {
    const signing = newSigningKey('killed');
    keys = configuredAuditKeys(signing, '');
    const committed: string[] = [];
    for (let kill = 0; kill < 6; kill++) {
      const server = spawn(process.execPath, [resolve(import.meta.dirname, '../kit/sealing.fixture.ts'), databaseUrl, signing], { stdio: ['ignore', 'pipe', 'inherit'] });
      const stopAt = committed.length + 15 + kill * 7;
      for await (const id of createInterface({ input: server.stdout })) {
        if (committed.push(id) === stopAt) server.kill('SIGKILL');
      }
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    }
    time = Date.now();
    // The database may take a moment to notice that its client is gone, and to let go of the lock.
    await expect.poll(() => seal().then(verify)).toMatchObject({ fault: null, waiting: 0 });
    const { rows } = await one.query<{ count: string }>(`select count(*) from audit_leaf where table_name = 'decision' and row_id = any($1::uuid[])`, [committed]);
    expect(rows[0]?.count).toBe(String(committed.length));
  }, 60_000);
});

describe('an inclusion proof', () => {
  it('shows with the public keys alone that a row was sealed as it stands', async () => {
    const deeds = [];
    for (let deed = 0; deed < 6; deed++) deeds.push(await commitDeed(writer, now()));
    await seal();
    for (const { decisionId, entryId } of deeds) {
      for (const [table, id] of [['decision', decisionId], ['audit_entry', entryId]] as const) {
        const proof = await inPlainTransaction(one, 'SNAPSHOT', () => inclusionProof(one, table, id));
        expect(proof).toMatchObject({ root: { sequence: 1, leafCount: 12 } });
        expect(proof?.row).toContain(id);
        if (!proof) return;
        expect(inclusionFault(proof, keys.known)).toBeNull();
        expect(inclusionFault({ ...proof, row: proof.row.replace('REGISTERED', 'EDITED').replace('registerDonor', 'x') }, keys.known)).toBe('NOT_IN_BATCH');
        expect(inclusionFault({ ...proof, root: { ...proof.root, sealedAt: 0 } }, keys.known)).toBe('WRONG_SIGNATURE');
        expect(inclusionFault(proof, testAuditKeys().known)).toBe('WRONG_SIGNATURE');
        expect(inclusionFault(proof, new Map())).toBe('UNKNOWN_KEY');
      }
    }
  });

  it('is not given for a row that still waits, or is not there', async () => {
    const { decisionId, donorId } = await commitDeed(writer, now());
    expect(await inclusionProof(one, 'decision', decisionId)).toBeNull();
    expect(await inclusionProof(one, 'decision', donorId)).toBeNull();
  });
});
