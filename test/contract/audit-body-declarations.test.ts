import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPlainTransaction, writePlainly } from '../../server/src/audit/audit-log.queries.ts';
import { inclusionFault, inclusionProof } from '../../server/src/audit/inclusion-proof.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { verifyAudit } from '../../server/src/audit/verify-audit.ts';
import { sealDeclarationsToo } from '../../server/src/database/migrations/2026-11-26-30-sealed-body-declarations.ts';
import { bareDatabase } from '../kit/bare-database.ts';
import { aboutBody } from '../kit/body.ts';
import { commitBodyDeclaration, commitDeed, plainClient, testAuditKeys, withoutTriggers } from '../kit/deeds.ts';
import { runtimeAddress } from '../kit/fresh-database.ts';
import { createWorld, NOW } from '../kit/world.ts';

const DAY = 86_400_000;
const start = Date.UTC(2026, 10, 23, 8);
const FORGED = '00000000-0000-4000-8000-00000000f0f0';

describe('what citizens say about their body over the API', () => {
  it('is sealed like a decision: whole, provable, and by the role of a server', async () => {
    const world = await createWorld();
    const { keys } = world.config.audit;
    const [server, owner] = [await plainClient(runtimeAddress(world.databaseUrl)), await plainClient(world.databaseUrl)];
    const citizen = await world.citizen();
    expect((await aboutBody.declare(citizen)).__typename).toBe('DeclareBodyDonationSuccess');
    await sealBatches(server, { key: keys.signing, now: () => NOW });
    expect(await inPlainTransaction(owner, 'SNAPSHOT', () => verifyAudit(owner, { keys: keys.known }))).toMatchObject({ fault: null, rows: 3, waiting: 0 });
    const { rows } = await owner.query<{ id: string }>('select id from body_declaration');
    expect(rows).toHaveLength(1);
    for (const { id } of rows) {
      const proof = await inPlainTransaction(owner, 'SNAPSHOT', () => inclusionProof(owner, 'body_declaration', id));
      expect(proof && inclusionFault(proof, keys.known)).toBeNull();
    }
    await Promise.all([server.end(), owner.end()]);
  });
});

describe('declarations from before they were sealed', async () => {
  const client = await plainClient(await bareDatabase());
  afterAll(() => client.end());
  const keys = testAuditKeys();
  const seal = (at: number) => sealBatches(client, { key: keys.signing, now: () => new Date(at) });
  const verify = () => inPlainTransaction(client, 'SNAPSHOT', () => verifyAudit(client, { keys: keys.known }));
  const faultAfter = async (statement: string, values: readonly unknown[] = []) => {
    await client.query('begin');
    await writePlainly(client);
    await withoutTriggers(client, () => client.query(statement, [...values]));
    const { fault } = await verifyAudit(client, { keys: keys.known });
    await client.query('rollback');
    return fault;
  };
  const old: Awaited<ReturnType<typeof commitBodyDeclaration>>[] = [];
  const idOf = (place: number) => old[place]?.declarationId ?? '';

  /** The former release: three days of declarations whose entries are sealed while nothing queues the declarations. Then this release comes. */
  beforeAll(async () => {
    await client.query('drop trigger body_declaration_is_sealed on body_declaration');
    for (let day = 0; day < 3; day++) {
      old.push(await commitBodyDeclaration(client, new Date(start + day * DAY)));
      await seal(start + day * DAY + 20_000);
    }
    for (const statement of sealDeclarationsToo) await client.query(statement);
    await commitDeed(client, new Date(start + 3 * DAY));
    await commitBodyDeclaration(client, new Date(start + 3 * DAY));
  });

  /** What somebody with every right on the database could do, and what is said of it while the row waits and once it is sealed. */
  const tamperings = [
    ['taken out', 'delete from body_declaration where id = $1', 'REMOVED', 'REMOVED'],
    ['dated back by a day', `update body_declaration set recorded_at = recorded_at - interval '1 day' where id = $1`, 'BACK_DATED', 'BACK_DATED'],
    ['dated forward by a day', `update body_declaration set recorded_at = recorded_at + interval '1 day' where id = $1`, 'BACK_DATED', 'ALTERED'],
  ] as const;

  it('stand while they wait: the entry of their own day says when they came to be, and every batch from before is valid', async () => {
    expect(await verify()).toMatchObject({ fault: null, batches: 3, rows: 3, waiting: 3 + 2 + 2 });
    for (const [what, statement, kind] of tamperings) expect(await faultAfter(statement, [idOf(1)]), what).toMatchObject({ kind, table: 'body_declaration', id: idOf(1) });
  });

  it('are sealed late, and every tampering with them is found from then on', async () => {
    await seal(start + 3 * DAY + 20_000);
    expect(await verify()).toMatchObject({ fault: null, batches: 4, rows: 3 + 7, waiting: 0 });
    for (const [what, statement, , kind] of tamperings) expect(await faultAfter(statement, [idOf(1)]), what).toMatchObject({ kind, table: 'body_declaration', id: idOf(1), batch: 4 });
    for (const change of ["wish = 'REFUSE', use = null, ashes = null, keep_confidential = null, inform_family = null, sealed_details = null", "sealed_details = '\\x00'", 'keep_confidential = not keep_confidential', "fingerprint = sha256('')"]) {
      expect(await faultAfter(`update body_declaration set ${change} where id = $1`, [idOf(0)]), change).toMatchObject({ table: 'body_declaration', id: idOf(0), batch: 4 });
    }
  });

  it('cannot be hidden by the record they belong to: one that says another wish or points at none is found, and so is that of a decision', async () => {
    const { rows } = await client.query<{ body: string; donor: string }>('select (select body_donation_id from body_declaration where id = $1) as body, (select id from donor limit 1) as donor', [idOf(0)]);
    for (const change of ["wish = 'REFUSE', status = 'NOTED'", 'latest_sequence = 7']) {
      expect(await faultAfter(`update body_donation set ${change} where id = $1`, [rows[0]?.body]), change).toMatchObject({ kind: 'ALTERED', table: 'body_donation', id: rows[0]?.body });
    }
    expect(await faultAfter('update donor set latest_sequence = 7 where id = $1', [rows[0]?.donor])).toMatchObject({ kind: 'ALTERED', table: 'donor', id: rows[0]?.donor });
  });

  it('cannot be made up afterwards: one that no entry of its day tells of is found, queued or not', async () => {
    const forged = `insert into body_declaration select (jsonb_populate_record(original, jsonb_build_object('id', '${FORGED}', 'sequence', 99))).* from body_declaration as original where id = $1`;
    expect(await faultAfter(forged, [idOf(0)])).toMatchObject({ kind: 'ADDED', table: 'body_declaration', id: FORGED });
    const queued = `with forged as (${forged} returning id) insert into audit_unsealed (table_name, row_id) select 'body_declaration', id from forged`;
    expect(await faultAfter(queued, [idOf(0)])).toMatchObject({ kind: 'BACK_DATED', table: 'body_declaration', id: FORGED });
  });
});
