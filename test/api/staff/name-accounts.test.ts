import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StaffViewerDocument } from '../../../schema/generated/graphql.ts';
import { endAccount, listAccounts, nameAccount, nameHospital, type NamedAccount, type NamedHospital } from '../../../server/src/staff/change-accounts.ts';
import { StaffAccount } from '../../../server/src/staff/staff-account.entity.ts';
import { createWorld, NOW } from '../../kit/world.ts';

const world = await createWorld();
const database = new pg.Client(world.databaseUrl);
const tools = { orm: world.orm, vault: world.vault, now: NOW, requestId: randomUUID() };
const someone: NamedAccount = { issuer: 'https://idp.example', subject: 's-1', name: '演示协调员', role: 'COORDINATOR', organisation: 'rcs-330106', hospital: '', outsideTransplantChain: false, from: '2026-11-01', to: '' };
const hospital: NamedHospital = { key: 'demo-hospital', name: '演示医院', divisionCode: '330106', source: '演示文件', from: '2026-01-01', to: '' };
const clinician: NamedAccount = { ...someone, subject: 'c-1', role: 'CLINICIAN', organisation: '', hospital: 'demo-hospital', outsideTransplantChain: true };
const found = (subject: string) => world.orm.em.fork().findOne(StaffAccount, { subject }, { populate: ['organisation', 'hospital'] });

beforeAll(async () => {
  await database.connect();
  expect(await nameHospital(tools, hospital)).toEqual([]);
});
afterAll(() => database.end());

describe('the office', () => {
  it('names a person of the Red Cross; naming them again changes what is known and makes no second account', async () => {
    expect(await nameAccount(tools, someone)).toEqual([]);
    const first = await found('s-1');
    expect(first?.fullName(world.vault)).toBe('演示协调员');
    expect(await nameAccount(tools, { ...someone, name: '演示负责人', role: 'MANAGER', organisation: 'rcs-330100' })).toEqual([]);
    const second = await found('s-1');
    expect(second).toMatchObject({ id: first?.id, role: 'MANAGER' });
    expect(second?.fullName(world.vault)).toBe('演示负责人');
    expect(second?.organisation?.unwrap().registryKey).toBe('rcs-330100');
  });

  it('names a clinician of a hospital, with the hospital’s statement', async () => {
    expect(await nameAccount(tools, clinician)).toEqual([]);
    expect((await found('c-1'))?.hospital?.unwrap().name).toBe('演示医院');
  });

  it('corrects a hospital by its key', async () => {
    expect(await nameHospital(tools, { ...hospital, name: '演示第二医院' })).toEqual([]);
    expect((await database.query('select name from hospital where registry_key = $1', [hospital.key])).rows).toEqual([{ name: '演示第二医院' }]);
  });

  it('lists accounts without names', async () => {
    const lines = await listAccounts(tools);
    expect(lines).toContain('https://idp.example\tc-1\tCLINICIAN\tdemo-hospital\t2026-11-01\t');
    expect(lines.join('\n')).not.toContain('演示');
  });

  it('ends an account, and the session that it has opens nothing from the next day on', async () => {
    const caller = await world.staff({ role: 'COORDINATOR' });
    const account = await world.orm.em.fork().findOneOrFail(StaffAccount, { id: caller.accountId });
    expect(await endAccount(tools, { issuer: account.issuer, subject: account.subject, to: '2026-11-22' })).toEqual([]);
    expect((await caller.ask(StaffViewerDocument, {})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('leaves an audit entry for each change and none for what was refused', async () => {
    const { rows } = await database.query<{ operation: string }>(`select distinct operation from audit_entry where actor_kind = 'SYSTEM' order by operation`);
    expect(rows.map(({ operation }) => operation)).toEqual(['endAccount', 'nameAccount', 'nameHospital']);
    const count = async () => (await database.query(`select from audit_entry where actor_kind = 'SYSTEM'`)).rowCount;
    const before = await count();
    expect(await nameAccount(tools, { ...someone, role: 'BOSS' })).toHaveLength(1);
    expect(await count()).toBe(before);
  });
});

describe('what was written wrongly is refused, every fault at once', () => {
  it.each<[string, Partial<NamedAccount>, string]>([
    ['a provider without https', { issuer: 'http://idp.example' }, 'issuer'],
    ['no subject', { subject: ' ' }, 'subject'],
    ['no name', { name: ' ' }, 'name'],
    ['an unknown role', { role: 'coordinator' }, 'role'],
    ['an unknown body', { organisation: 'rcs-999999' }, 'organisation'],
    ['a hospital for staff of the Red Cross', { hospital: 'demo-hospital' }, 'hospital'],
    ['a day that is none', { from: '2026-13-01' }, 'from'],
    ['an end before the beginning', { to: '2026-10-01' }, 'to'],
  ])('%s', async (_what, wrong, field) => {
    const faults = await nameAccount(tools, { ...someone, subject: 'wrong', ...wrong });
    expect(faults.map((fault) => fault.split('：')[0])).toEqual([field]);
    expect(await found('wrong')).toBeNull();
  });

  it('a clinician without a known hospital and without the statement about transplantation', async () => {
    const faults = await nameAccount(tools, { ...clinician, subject: 'wrong', hospital: 'nowhere', outsideTransplantChain: false });
    expect(faults.map((fault) => fault.split('：')[0])).toEqual(['hospital', 'outside-transplant-chain']);
  });

  it('a hospital without key, name, place, source and day', async () => {
    const faults = await nameHospital(tools, { key: 'X', name: '', divisionCode: '999999', source: '', from: '', to: '' });
    expect(faults.map((fault) => fault.split('：')[0])).toEqual(['key', 'name', 'division', 'source', 'from']);
  });

  it('an end without an account, or without a day', async () => {
    expect(await endAccount(tools, { issuer: 'https://idp.example', subject: 'nobody', to: '2026-12-31' })).toHaveLength(1);
    expect(await endAccount(tools, { issuer: 'https://idp.example', subject: 'c-1', to: '' })).toHaveLength(1);
  });
});
