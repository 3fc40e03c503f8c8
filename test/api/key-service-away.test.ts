import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { startKeyServiceStub } from '../../server/src/nonprod/key-service/key-service-stub.ts';
import { EditDecisionDocument, MyDecisionDocument, RegisterDonorDocument, WithdrawDecisionDocument } from '../../schema/generated/graphql.ts';
import { Caller } from '../kit/caller.ts';
import { choicesOf, consentTo, deciding, ownPage, queueWithdrawal, registration, XIHU } from '../kit/decisions.ts';
import { AT_ONCE, lookingUp, questionAbout } from '../kit/look-ups.ts';
import { createWorld, newKeys, person } from '../kit/world.ts';

const stub = await startKeyServiceStub();
const settings = { ...newKeys(), SANXIAN_KMS_URL: stub.url, SANXIAN_KMS_KEY: stub.keyName, SANXIAN_KMS_TOKEN: stub.token, SANXIAN_KMS_TIMEOUT: '200' };
const world = await createWorld(settings);
const database = new pg.Client(world.databaseUrl);

/** The same register after a restart: no key is open in its memory. */
const restarted = () => createWorld(settings, world.database);
const kin = { name: '演示家属', relation: 'CHILD', phone: '13900005678' } as const;

async function count(table: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return rows[0]?.count ?? -1;
}

async function registered(special: Partial<VerifiedIdentity> = {}): Promise<Caller> {
  const citizen = await world.citizen(special);
  await deciding.register(citizen, { contact: { ...registration().contact, emergencyContact: kin } });
  return citizen;
}

/** A withdrawal as a page sends it that shows nothing sealed. */
const withdrawing = `mutation ($input: WithdrawDecisionInput!) { withdrawDecision(input: $input) { __typename ... on WithdrawDecisionSuccess { decision { state sequence fingerprint } donor { version } } } }`;
const withdrawal = (expectedVersion: number) => ({ input: { idempotencyKey: randomUUID(), expectedVersion, consent: consentTo('WITHDRAW') } });

beforeAll(() => database.connect());
afterAll(async () => {
  stub.behave('AT_WORK');
  await stub.close();
  await database.end();
});

describe('with a key service', () => {
  it('a citizen registers, reads and changes as ever, and reading again asks the service nothing', async () => {
    const citizen = await registered();
    const { donor } = await ownPage(citizen);
    expect(donor?.contact.emergencyContact).toMatchObject({ relation: 'CHILD' });
    const asked = stub.asked();
    for (let times = 0; times < 5; times++) await ownPage(citizen);
    expect(stub.asked()).toBe(asked);
    const { rows } = await database.query<{ key_id: string }>('select distinct key_id from key_store.person_key union select key_id from key_store.register_key');
    expect(rows.map(({ key_id: id }) => id)).toEqual(['transit/sanxian:v1']);
  });
});

describe('while the key service is away', () => {
  afterAll(() => {
    stub.behave('AT_WORK');
    world.provider.isDown = false;
  });

  it('a look-up fails alike for whoever is registered and whoever is not, and writes nothing about either', async () => {
    const about = person();
    await deciding.register(await world.citizen(about));
    const clinician = await world.staff({ role: 'CLINICIAN' });
    const server = await restarted();
    // The register's own key is open before the service goes away.
    await ownPage(new Caller(server.http, (await world.citizen()).token));
    const asker = new Caller(server.http, clinician.token);
    const before = await count('look_up');
    stub.behave('SEALED');
    for (const asked of [questionAbout(about, AT_ONCE), questionAbout(about, { ...AT_ONCE, fullName: '演示他人' }), questionAbout(person(), AT_ONCE)]) {
      await expect(lookingUp.ask(asker, asked)).rejects.toThrow('SERVICE_UNAVAILABLE');
    }
    expect(await count('look_up')).toBe(before);
    stub.behave('AT_WORK');
    expect(await lookingUp.ask(asker, questionAbout(about, AT_ONCE))).toMatchObject({ answer: { finding: 'AGREED' } });
  });

  it('asks the service once for a hit, a wrong name and a miss, whoever was here a moment ago', async () => {
    const about = person();
    const citizen = await world.citizen(about);
    await deciding.register(citizen);
    const clinician = await world.staff({ role: 'CLINICIAN' });
    await lookingUp.ask(clinician, questionAbout(person(), AT_ONCE));
    for (const asked of [questionAbout(about, AT_ONCE), questionAbout(about, { ...AT_ONCE, fullName: '演示他人' }), questionAbout(person(), AT_ONCE)]) {
      await ownPage(citizen);
      const before = stub.asked();
      await lookingUp.ask(clinician, asked);
      expect(stub.asked() - before).toBe(1);
    }
  });

  it('whoever is signed in can still withdraw at a server that has just started, also when their sign-in is older and cannot be renewed', async () => {
    const citizen = await registered();
    const cold = await restarted();
    cold.wait(3 * 60_000);
    stub.behave('SEALED');
    cold.provider.isDown = true;
    const here = new Caller(cold.http, citizen.token);
    expect(await queueWithdrawal(here, 1)).toMatchObject({ __typename: 'QueueWithdrawalSuccess' });
    stub.behave('AT_WORK');
    cold.provider.isDown = false;
  });
});

describe.each([['answers that it is sealed', 'SEALED'], ['does not answer at all', 'SILENT']] as const)('while the key service %s', (_how, mood) => {
  it('what needs a sealed value is refused as unavailable, in the citizen’s words, and nothing is written', async () => {
    const citizen = await registered();
    const newcomer = await world.citizen();
    const server = await restarted();
    // The register's own key is open; those of people are not.
    await ownPage(new Caller(server.http, newcomer.token));
    const before = [await count('donor'), await count('decision'), await count('audit_entry'), await count('key_store.person_key')];
    stub.behave(mood);
    const read = await new Caller(server.http, citizen.token).ask(MyDecisionDocument, {});
    const register = await new Caller(server.http, newcomer.token).ask(RegisterDonorDocument, { input: registration() });
    const contact = { phone: '13900004321', residenceCode: XIHU, familyKnows: 'YES', emergencyContact: null, keepEmergencyContact: true } as const;
    const edit = await new Caller(server.http, citizen.token).ask(EditDecisionDocument, {
      input: { idempotencyKey: randomUUID(), expectedVersion: 1, choices: choicesOf('AGREE'), contact, consent: consentTo('AGREE') },
    });
    stub.behave('AT_WORK');
    for (const { errors } of [read, register, edit]) expect(errors?.map(({ extensions, message }) => [extensions.code, message])).toContainEqual(['SERVICE_UNAVAILABLE', '服务暂时不可用，请稍后再试。']);
    expect(read.data?.viewer?.donor ?? null).toBeNull();
    expect([await count('donor'), await count('decision'), await count('audit_entry'), await count('key_store.person_key')]).toEqual(before);
    expect(server.logged.join('')).toContain('KeyServiceUnavailable');
    // It needs no restart to go on.
    expect((await ownPage(new Caller(server.http, citizen.token))).donor?.version).toBe(1);
  });

  it('a withdrawal is accepted and stands, even by a server that has never reached the service', async () => {
    const citizen = await registered();
    const server = await restarted();
    stub.behave(mood);
    const { data, errors } = await new Caller(server.http, citizen.token).query(withdrawing, withdrawal(1));
    stub.behave('AT_WORK');
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ withdrawDecision: { __typename: 'WithdrawDecisionSuccess', decision: { state: 'WITHDRAWN', sequence: 2 }, donor: { version: 2 } } });
    expect((await ownPage(citizen)).state).toBe('WITHDRAWN');
  });

  it('a withdrawal by the page of today is kept, too: the retry with the same key gets its receipt when the service is back', async () => {
    const citizen = await registered();
    const server = await restarted();
    const variables = withdrawal(1);
    stub.behave(mood);
    await new Caller(server.http, citizen.token).ask(WithdrawDecisionDocument, variables);
    stub.behave('AT_WORK');
    const again = await new Caller(server.http, citizen.token).run(WithdrawDecisionDocument, variables);
    expect(again.withdrawDecision).toMatchObject({ __typename: 'WithdrawDecisionSuccess', decision: { sequence: 2 } });
  });

  it('nobody who is signed in too weakly withdraws by it', async () => {
    const citizen = await registered();
    const server = await restarted();
    await database.query("update session set assurance_level = 'BASIC_REAL_NAME'");
    stub.behave(mood);
    const { data } = await new Caller(server.http, citizen.token).query(withdrawing, withdrawal(1));
    stub.behave('AT_WORK');
    await database.query("update session set assurance_level = 'ADVANCED_REAL_NAME'");
    expect(data?.['withdrawDecision'] ?? null).toBeNull();
    expect((await ownPage(citizen)).state).toBe('AGREED');
  });
});
