import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPlainTransaction } from '../../server/src/audit/audit-log.queries.ts';
import { recordAudit } from '../../server/src/audit/record-audit.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { verifyAudit } from '../../server/src/audit/verify-audit.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { eraseDonor } from '../../server/src/donors/erase-donor.ts';
import { personalValuesOf } from '../../server/src/donors/personal-values.ts';
import { reapplyErasures } from '../../server/src/donors/reapply-erasures.ts';
import { personIndexOf } from '../../server/src/identity/sessions.ts';
import { forgetOutsideOfRecord } from '../../server/src/rights/carry-out-erasure.ts';
import { SealBroken, Vault } from '../../server/src/vault/vault.ts';
import { deciding, ownPage, registration } from '../kit/decisions.ts';
import { plainClient } from '../kit/deeds.ts';
import { wish } from '../kit/wishes.ts';
import { createWorld, NOW, person } from '../kit/world.ts';

const world = await createWorld();
const database = await plainClient(world.databaseUrl);
const gone = person({ fullName: '演示将删除', phone: '13900001234' });
const stays = person({ fullName: '演示会留下' });
const kin = { name: '演示家属', relation: 'CHILD', phone: '13900005678' } as const;
const tools = () => ({ em: world.orm.em.fork(), vault: world.vault, now: () => NOW });
// As after a restart: nothing of anybody is open in memory.
const freshTools = () => ({ ...tools(), vault: new Vault(world.config.keys) });

let goneId = '';
let staysId = '';
let number = '';

/** Every table of the register that tells of people, in the order in which they refer to each other. */
const register = ['donor', 'outbox_event', 'decision', 'national_sync', 'withdrawal_reason', 'processing_consent', 'idempotent_request', 'session', 'audit_entry', 'audit_batch', 'audit_leaf', 'audit_unsealed'];

/** Keeps a copy of the register, and one of the key store, as two backups do. */
async function backup(): Promise<void> {
  await database.query('create schema yesterday; create table yesterday.person_key as table key_store.person_key');
  for (const table of register) await database.query(`create table yesterday.${table} as table ${table}`);
}

/** Puts the copy of the register in the place of what is there, as the owner can whatever the triggers say. */
async function restoreRegister(): Promise<void> {
  const triggers = (state: string) => database.query(register.map((table) => `alter table ${table} ${state} trigger user`).join('; '));
  await database.query('begin');
  await triggers('disable');
  for (const table of register.toReversed()) await database.query(`delete from ${table}`);
  for (const table of register) await database.query(`insert into ${table} overriding system value select * from yesterday.${table}`);
  await triggers('enable');
  await database.query('commit');
}

async function nameOf(id: string, with_ = freshTools()): Promise<string | null> {
  return (await personalValuesOf(with_, await with_.em.findOneOrFail(Donor, { id }))).fullName();
}

async function indexed(identity: typeof gone): Promise<number> {
  const index = personIndexOf(world.vault, identity);
  return world.orm.em.fork().count(Donor, { $or: [{ documentIndex: index }, { documentIndex2: index }] });
}

async function auditFault() {
  await sealBatches(database, { key: world.config.audit.keys.signing, now: () => NOW });
  return (await inPlainTransaction(database, 'SNAPSHOT', () => verifyAudit(database, { keys: world.config.audit.keys.known }))).fault;
}

beforeAll(async () => {
  const citizen = await world.citizen(gone);
  await deciding.register(citizen, { contact: { ...registration().contact, phone: '13900004321', emergencyContact: kin } });
  await wish(citizen, '请为我诵经。');
  const { donor } = await ownPage(citizen);
  await deciding.withdraw(citizen, donor?.version ?? 0);
  await deciding.register(await world.citizen(stays));
  const donors = await world.orm.em.fork().findAll(Donor, { orderBy: { registrationNumber: 'asc' } });
  for (const donor of donors) {
    if ((await nameOf(donor.id)) === gone.fullName) [goneId, number] = [donor.id, donor.registrationNumber];
    else staysId = donor.id;
  }
  await sealBatches(database, { key: world.config.audit.keys.signing, now: () => NOW });
  await backup();

  const { em, ...rest } = tools();
  await eraseDonor({ em, ...rest }, await em.findOneOrFail(Donor, { id: goneId }));
  recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'eraseDonor', requestId: 'test', at: NOW });
  await em.flush();
});
afterAll(() => database.end());

describe('a person who was erased', () => {
  it('has no key, no sealed value, no index and no session any more; decisions, fingerprints and registration number stay', async () => {
    const donor = await world.orm.em.fork().findOneOrFail(Donor, { id: goneId });
    expect(donor).toMatchObject({ registrationNumber: number, erasedAt: NOW, residenceCode: null, sealedFullName: null, sealedDocumentNumber: null, sealedPhone: null, sealedEmergencyContact: null, sealedWish: null });
    expect(await indexed(gone)).toBe(0);
    const { rows } = await database.query('select from key_store.person_key where person_id = $1', [goneId]);
    expect(rows).toHaveLength(0);
    const left = await database.query("select encode(fingerprint, 'hex') as fingerprint, action from decision where donor_id = $1 order by sequence", [goneId]);
    expect(left.rows.map(({ action }) => action)).toEqual(['REGISTERED', 'WITHDRAWN']);
    const sessions = await database.query('select from session where person_index = $1', [personIndexOf(world.vault, gone)]);
    expect(sessions.rows).toHaveLength(0);
    expect(await auditFault()).toBeNull();
  });

  it('is told of in the audit without a value', async () => {
    const { rows } = await database.query<{ changes: string }>("select changes from audit_entry where operation = 'eraseDonor'");
    const changes = String(rows[0]?.changes);
    for (const told of ['"PersonKey"', '"delete"', '"Session"', '"sealedFullName"']) expect(changes).toContain(told);
    for (const secret of [gone.fullName, gone.documentNumber, personIndexOf(world.vault, gone).toString('hex')]) expect(changes).not.toContain(secret);
  });

  it('is nobody to the register, and can come again as somebody new', async () => {
    const again = await world.citizen(gone);
    expect((await ownPage(again)).state).toBe('SILENT');
    expect(await deciding.register(again)).toMatchObject({ __typename: 'RegisterDonorSuccess', donor: { version: 1 } });
    expect((await ownPage(again)).donor?.registrationNumber).not.toBe(number);
  });

  it('cannot be half there: PostgreSQL keeps no value of somebody who is erased', async () => {
    await expect(database.query("update donor set sealed_phone = 'x' where id = $1", [goneId])).rejects.toThrow(/donor_erased_is_empty/);
    await expect(database.query("update donor set sealed_wish = 'x' where id = $1", [goneId])).rejects.toThrow(/donor_erased_has_no_wish/);
    await expect(database.query('update donor set document_index_2 = $2 where id = $1', [goneId, Buffer.alloc(32)])).rejects.toThrow(/donor_is_indexed/);
    await expect(database.query('delete from key_store.erased_person')).rejects.toMatchObject({ code: '23001' });
  });

  it('can be erased twice without harm', async () => {
    const { em, ...rest } = tools();
    await eraseDonor({ em, ...rest }, await em.findOneOrFail(Donor, { id: goneId }));
    recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'eraseDonor', requestId: 'again', at: NOW });
    await em.flush();
    const { rows } = await database.query("select from audit_entry where request_id = 'again'");
    expect(rows).toHaveLength(0);
  });
});

describe('an older backup of the register, restored beside the key store of today', () => {
  beforeAll(restoreRegister);

  it('brings the erased person’s rows back, but nothing in them can be read: neither their values nor their sessions', async () => {
    const donor = await world.orm.em.fork().findOneOrFail(Donor, { id: goneId });
    expect(donor.sealedFullName).not.toBeNull();
    await expect(nameOf(goneId)).rejects.toThrow(SealBroken);
    const { rows } = await database.query<{ id: string; sealed: string }>('select id, sealed_identity as sealed from session');
    expect(rows.length).toBeGreaterThan(0);
    for (const { id, sealed } of rows) expect(() => world.vault.open(Buffer.from(sealed.slice(2), 'hex'), `session.identity:${id}`)).toThrow(SealBroken);
  });

  it('would give everything away beside the key store of yesterday: so the key store is backed up apart, and kept shorter', async () => {
    await database.query('insert into key_store.person_key select * from yesterday.person_key where person_id = $1', [goneId]);
    expect(await nameOf(goneId)).toBe(gone.fullName);
    await database.query('delete from key_store.person_key where person_id = $1', [goneId]);
    await expect(nameOf(goneId)).rejects.toThrow(SealBroken);
  });

  it('is set right at the next start: the person is absent from the index again, everybody else is there, the audit stands', async () => {
    expect(await indexed(gone)).toBe(1);
    expect(await reapplyErasures(world.orm, world.vault, () => NOW, (tools, donor) => forgetOutsideOfRecord(tools, donor.indexes(), donor))).toBe(1);
    expect(await reapplyErasures(world.orm, world.vault, () => NOW, (tools, donor) => forgetOutsideOfRecord(tools, donor.indexes(), donor))).toBe(0);
    expect(await indexed(gone)).toBe(0);
    expect(await nameOf(goneId)).toBeNull();
    expect(await nameOf(staysId)).toBe(stays.fullName);
    expect(await indexed(stays)).toBe(1);
    expect(await auditFault()).toBeNull();
  });
});
