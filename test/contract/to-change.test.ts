import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import type { Em } from '../../server/src/database/orm.ts';
import { ownRecord, type OwnRecord } from '../../server/src/donors/donor.queries.ts';
import type { Citizen } from '../../server/src/identity/actor.ts';
import { deciding } from '../kit/decisions.ts';
import { createWorld } from '../kit/world.ts';

const world = await createWorld();
const other = new pg.Client(world.databaseUrl);
await other.connect();
afterAll(() => other.end());

/** Somebody's record as one command reads it, to change it. */
async function read(): Promise<OwnRecord & { readonly em: Em }> {
  const { rows } = await other.query<{ personIndex: Buffer }>('select document_index as "personIndex" from donor');
  const em = world.orm.em.fork({ clear: true });
  const record = await ownRecord(em, { personIndex: rows[0]?.personIndex, indexSlot: 1 } as Citizen);
  if (!record) throw new Error('Nobody is on the register');
  return { em, ...record };
}

/** What a unit of work would write. */
function changesOf(em: Em): object[] {
  em.getUnitOfWork().computeChangeSets();
  return em.getUnitOfWork().getChangeSets().map(({ meta, type, payload }) => ({ entity: meta.className, type, payload }));
}

it('writes of a record that was read by a line what was changed and nothing else, and only over the version that was read', async () => {
  await deciding.register(await world.citizen());
  const { em, donor, latest } = await read();
  expect(latest.donor.unwrap()).toBe(donor);
  expect(changesOf(em)).toEqual([]);
  // The same bytes in another place of memory are no change.
  donor.sealedFullName = donor.sealedFullName && Buffer.from(donor.sealedFullName);
  expect(changesOf(em)).toEqual([]);
  const late = await read();
  donor.residenceCode = '330102';
  expect(changesOf(em)).toEqual([{ entity: 'Donor', type: 'update', payload: { residenceCode: '330102' } }]);
  await em.flush();
  late.donor.residenceCode = '330103';
  await expect(late.em.flush()).rejects.toMatchObject({ name: 'OptimisticLockError' });
  expect((await read()).donor).toMatchObject({ residenceCode: '330102', version: 2 });
});
