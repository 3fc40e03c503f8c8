import { afterAll, describe, expect, it } from 'vitest';
import { inPlainTransaction } from '../../server/src/audit/audit-log.queries.ts';
import { inclusionFault, inclusionProof } from '../../server/src/audit/inclusion-proof.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { verifyAudit } from '../../server/src/audit/verify-audit.ts';
import { deciding } from '../kit/decisions.ts';
import { plainClient } from '../kit/deeds.ts';
import { runtimeAddress } from '../kit/fresh-database.ts';
import { createWorld, NOW } from '../kit/world.ts';

const world = await createWorld();
const { keys } = world.config.audit;
const server = await plainClient(runtimeAddress(world.databaseUrl));
const owner = await plainClient(world.databaseUrl);
afterAll(() => Promise.all([server.end(), owner.end()]));

const verify = () => inPlainTransaction(owner, 'SNAPSHOT', () => verifyAudit(owner, { keys: keys.known }));

describe('what citizens do over the API', () => {
  it('is sealed by the role of a server, whole and provable: every decision with the audit entry that tells of it', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    await deciding.edit(citizen, 1);
    await deciding.refuse(citizen, 2);
    await deciding.reaffirm(citizen, 3, 'REFUSE');
    await deciding.withdraw(citizen, 4);
    const waiting = await verify();
    expect(waiting).toMatchObject({ fault: null, rows: 0 });
    // The directory that ships with a release is loaded by nobody's deed; a sign-in and five decisions are deeds.
    expect(waiting.waiting).toBe(6 + 5);

    await sealBatches(server, { key: keys.signing, now: () => NOW });
    expect(await verify()).toMatchObject({ fault: null, rows: 6 + 5, waiting: 0 });
    const { rows } = await owner.query<{ id: string }>('select id from decision');
    for (const { id } of rows) {
      const proof = await inPlainTransaction(owner, 'SNAPSHOT', () => inclusionProof(owner, 'decision', id));
      expect(proof && inclusionFault(proof, keys.known)).toBeNull();
    }
  });

  it('stays checkable while it goes on: what waits is in order, too', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    expect(await verify()).toMatchObject({ fault: null, rows: 11, waiting: 3 });
  });

  it('cannot be imitated beside the register: a decision that no audit entry tells of is found before it is sealed and after', async () => {
    const { rows } = await owner.query<{ id: string }>(
      `insert into decision select (jsonb_populate_record(original, jsonb_build_object('id', gen_random_uuid(), 'sequence', 99))).* from decision as original limit 1 returning id`,
    );
    const added = { kind: 'ADDED', table: 'decision', id: rows[0]?.id };
    expect((await verify()).fault).toMatchObject({ ...added, batch: null });
    await sealBatches(server, { key: keys.signing, now: () => NOW });
    expect((await verify()).fault).toMatchObject({ ...added, batch: 2 });
  });
});
