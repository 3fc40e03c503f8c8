import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepDemoApart } from '../../server/src/database/demo-mark.ts';
import { keepToOwnKeys } from '../../server/src/database/key-mark.ts';
import { Vault, type VaultKeys } from '../../server/src/vault/vault.ts';
import { aboutBody, askForVisit, EXECUTOR } from '../kit/body.ts';
import { deciding, registration } from '../kit/decisions.ts';
import { createWorld, NOW, person } from '../kit/world.ts';

const world = await createWorld();
const database = new pg.Client(world.databaseUrl);
const canary = person({ fullName: '金丝雀演示', phone: '13900001234', documentNumber: '33010619800517002X' });
const idempotencyKey = 'register-once-0001';
const kin = { name: '演示家属', relation: 'CHILD', phone: '13900005678' } as const;

beforeAll(async () => {
  await database.connect();
  const citizen = await world.citizen(canary);
  await deciding.register(citizen, { idempotencyKey, contact: { ...registration().contact, phone: '13900004321', emergencyContact: kin } });
  await deciding.withdraw(citizen, 1);
  const declared = await aboutBody.declare(citizen, { executor: { ...EXECUTOR, name: '金丝雀执行' } });
  await askForVisit(citizen, { address: '金丝雀路 1 号', helperName: '金丝雀帮手' });
  const staff = await world.staff({ role: 'REGISTRAR' });
  if (declared.__typename === 'DeclareBodyDonationSuccess') {
    await aboutBody.take(staff, declared.bodyDonation.id);
    await aboutBody.update(staff, declared.bodyDonation.id, { note: '金丝雀附言' });
  }
});
afterAll(() => database.end());

describe('the database at rest', () => {
  it('holds no name, number or phone in any column of any table, as text or as bytes', async () => {
    const { rows: tables } = await database.query<{ name: string }>("select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')");
    expect(tables.length).toBeGreaterThan(10);
    for (const table of ['public.donor', 'public.session', 'key_store.person_key', 'key_store.erased_person']) expect(tables.map(({ name }) => name)).toContain(table);
    for (const { name } of tables) {
      const { rows } = await database.query<Record<string, unknown>>(`select * from ${name}`);
      const text = rows.map((row) => Object.values(row).map((value) => (Buffer.isBuffer(value) ? value.toString('utf8') : JSON.stringify(value))).join(' ')).join('\n');
      for (const secret of [canary.fullName, canary.documentNumber, canary.phone ?? '', canary.providerUserId, '13900004321', kin.name, kin.phone, '金丝雀执行', EXECUTOR.phone, '金丝雀路', '金丝雀帮手', '金丝雀附言']) expect(text).not.toContain(secret);
    }
  });

  it('refuses to change or remove a decision or an audit entry, whoever asks', async () => {
    for (const statement of [
      "update decision set state = 'AGREED'",
      'delete from decision',
      'truncate decision cascade',
      "update audit_entry set operation = 'x'",
      'delete from audit_entry',
      'truncate audit_entry',
    ]) {
      await expect(database.query(statement)).rejects.toMatchObject({ code: '23001' });
    }
  });

  it('has one audit entry for each deed, with the fields that changed and no value', async () => {
    const { rows } = await database.query<{ operation: string; actor_kind: string; changes: { entity: string; id: string; change: string; fields: string[] }[] }>(
      'select operation, actor_kind, changes from audit_entry order by at, operation',
    );
    expect(rows.map(({ operation, actor_kind }) => `${actor_kind} ${operation}`).sort()).toEqual(['ANONYMOUS signIn', 'CITIZEN askForHomeVisit', 'CITIZEN declareBodyDonation', 'CITIZEN registerDonor', 'CITIZEN withdrawDecision', 'STAFF takeBodyDonation', 'STAFF updateBodyDonation']);
    const registered = rows.find(({ operation }) => operation === 'registerDonor')?.changes ?? [];
    expect(registered.map(({ entity, change }) => `${change} ${entity}`).sort()).toEqual(['create Decision', 'create Donor', 'create IdempotentRequest', 'create NationalSync', 'create PersonKey']);
    expect(registered.find(({ entity }) => entity === 'Donor')?.fields).toContain('sealedFullName');
    // What an inspector finds the row by: its id, or the key under which the request came.
    for (const { entity, id } of registered) expect(id, entity).toMatch(entity === 'IdempotentRequest' ? /^register-once-0001$/ : /^[0-9a-f-]{36}$/);
  });
});

describe('a database that was used with keys', () => {
  const { keys } = world.config;
  const other = () => randomBytes(32);
  const started = (special: Partial<VaultKeys>) => keepToOwnKeys(world.orm, new Vault({ ...keys, ...special }));

  it('is used again with the same, also when a new sealing key stands before the old one', async () => {
    await started({});
    await started({});
    await started({ activeId: 'new', encryption: new Map([['new', other()], ...keys.encryption]) });
  });

  it('is refused with any other: nobody would be found, and who refused could be enrolled again', async () => {
    await started({});
    await expect(started({ index: other() })).rejects.toThrow(/SANXIAN_INDEX_KEY/);
    await expect(started({ activeId: 'new', encryption: new Map([['new', other()]]) })).rejects.toThrow(/SANXIAN_KEYS/);
    await expect(started({ encryption: new Map([[keys.activeId, other()]]) })).rejects.toThrow(/SANXIAN_KEYS/);
  });
});

describe('a database that ever ran with the simulator', () => {
  it('is refused by production for good', async () => {
    const demo = { ...world.config, simulator: { serviceCode: '', servicePassword: '', accessKey: '', secretKey: '', appId: '' } };
    const production = { ...world.config, mode: 'production' } as const;
    await keepDemoApart(world.orm, production, NOW);
    await keepDemoApart(world.orm, demo, NOW);
    await expect(keepDemoApart(world.orm, production, NOW)).rejects.toThrow(/演示数据/);
  });
});
