import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it, test } from 'vitest';
import { enterLookUpDoor, throughDoorOf } from '../../server/src/database/door.ts';
import type { Em } from '../../server/src/database/orm.ts';
import { openTables, walls } from '../../server/src/database/walls.ts';
import { Decision } from '../../server/src/donors/decision.entity.ts';
import { Disavowal, DisavowalResolution } from '../../server/src/donors/disavowal.entity.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { QueuedWithdrawal } from '../../server/src/donors/queued-withdrawal.entity.ts';
import { callerOf } from '../../server/src/identity/callers.ts';
import { LookUp } from '../../server/src/lookups/look-up.entity.ts';
import { AfterDeathAccess } from '../../server/src/rights/after-death-access.entity.ts';
import { ProcessingConsent } from '../../server/src/rights/processing-consent.entity.ts';
import { ProcessingRestriction } from '../../server/src/rights/processing-restriction.entity.ts';
import { StaffAccount } from '../../server/src/staff/staff-account.entity.ts';
import { aboutBody, askForVisit } from '../kit/body.ts';
import { issued } from '../kit/cards.ts';
import { deciding, registration } from '../kit/decisions.ts';
import { runtimeAddress } from '../kit/fresh-database.ts';
import { opened, told } from '../kit/family.ts';
import { hospitalOf, type StaffWish } from '../kit/staff.ts';
import { createWorld, NOW, type StaffCaller } from '../kit/world.ts';

const world = await createWorld();
const { vault, orm, config } = world;
const superuser = new pg.Client(world.databaseUrl);
const donors: Donor[] = [];

/** The unit of work with which a request of this caller is answered. */
async function emOf({ token }: StaffCaller): Promise<Em> {
  const em = orm.em.fork();
  return throughDoorOf(await callerOf(token, { em, vault, now: () => NOW, limits: config.session }), em);
}

/** By which the look-up door knows a donor. */
function indexOf({ documentIndex }: Donor): Buffer {
  if (!documentIndex) throw new Error('The donor has no index');
  return documentIndex;
}

const count = async (em: Em, table: string): Promise<number> => Number((await em.execute<{ n: string }[]>(`select count(*) as n from ${table}`))[0]?.n);

/** Two donors, in 西湖区 of Hangzhou and in 鹿城区 of Wenzhou, each with everything that can belong to a donor. */
async function donorIn(residenceCode: string, hospitalKey: string): Promise<void> {
  const citizen = await world.citizen();
  await deciding.register(citizen, { contact: { ...registration().contact, residenceCode } });
  await opened(world, await told(citizen));
  await issued(citizen);
  await deciding.withdraw(citizen, 2);
  const withdrawal = await orm.em.fork().findOneOrFail(Decision, { donor: { residenceCode }, action: 'WITHDRAWN' });
  await citizen.query(`mutation { stateWithdrawalReason(input: { decisionId: "${withdrawal.id}", reason: OTHER }) { __typename } }`);
  const clinician = await world.staff({ role: 'CLINICIAN', divisionCode: residenceCode, hospitalKey });
  const em = orm.em.fork();
  const donor = await em.findOneOrFail(Donor, { residenceCode });
  const requestedBy = await em.findOneOrFail(StaffAccount, { id: clinician.accountId });
  const hospital = await hospitalOf(em, hospitalKey, residenceCode);
  const marks = { nameMark: randomBytes(32), keyMark: randomBytes(32), prefixMark: randomBytes(32), requestKey: randomUUID(), requestDigest: randomBytes(32), drawnForReview: false, choicesDisclosed: false };
  const asked = { ...marks, caseNumber: '演示-1', occasion: 'DEATH_EXPECTED', purpose: 'CLARIFY_WILL', status: 'WAITING' } as const;
  em.create(LookUp, { ...asked, personIndex: indexOf(donor), requestedBy, hospital, areaCode: residenceCode, requestedAt: NOW, expiresAt: NOW });
  const decision = em.getReference(Decision, withdrawal.id);
  const disavowal = em.create(Disavowal, { donor, decision, areaCode: residenceCode, disavowedAt: NOW });
  em.create(DisavowalResolution, { disavowal, outcome: 'DISMISSED', finding: 'PERSON_CONFIRMS', resolvedBy: requestedBy, resolvedAt: NOW, reinstated: null });
  em.create(QueuedWithdrawal, { donor, receiptNumber: hospitalKey, channel: 'OPEN_WEB', assuranceLevel: 'ADVANCED_REAL_NAME', consentVersion: '1', consentHash: '1', queuedAt: NOW, decision: null, settledAt: null });
  em.create(ProcessingConsent, { donor, purpose: 'CONTACT_ME', sequence: 1, given: true, textVersion: '1', textHash: '1', channel: 'OPEN_WEB', statedAt: NOW });
  em.create(AfterDeathAccess, { donor, sequence: 1, setting: 'NEAR_KIN_MAY', channel: 'OPEN_WEB', statedAt: NOW });
  em.create(ProcessingRestriction, { donor, sequence: 1, restricted: false, statedAt: NOW });
  await em.flush();
  const { data } = await citizen.query('mutation { fileDataRequest(input: { kind: COMPLAINT, text: "请说明。" }) { ... on FileDataRequestSuccess { request { id } } } }');
  const requestId = (data as { fileDataRequest: { request: { id: string } } }).fileDataRequest.request.id;
  await (await world.staff({ role: 'REGISTRAR', divisionCode: residenceCode })).query('mutation ($id: ID!) { takeDataRequest(input: { requestId: $id }) { __typename } }', { id: requestId });
  const declared = await aboutBody.declare(citizen, { areaCode: residenceCode });
  const visit = await askForVisit(citizen, { areaCode: residenceCode });
  if (declared.__typename !== 'DeclareBodyDonationSuccess' || visit.__typename !== 'AskForHomeVisitSuccess') throw new Error(`${declared.__typename} ${visit.__typename}`);
  await aboutBody.take(await world.staff({ role: 'REGISTRAR', divisionCode: residenceCode }), declared.bodyDonation.id);
  donors.push(donor);
}

beforeAll(async () => {
  await superuser.connect();
  await superuser.query(`insert into staff_sign_in values (gen_random_uuid(), $1, '', 'https://desk.example/desk/', now(), null)`, [randomBytes(32)]);
  await donorIn('330106', 'demo-west-lake');
  await donorIn('330302', 'demo-lucheng');
  // For each look-up its first step, a block of who asked, and a package that waits to be fetched by who asked.
  await superuser.query(`insert into look_up_step select gen_random_uuid(), id, 'ASKED', now(), requested_by_id, person_index, '{}' from look_up`);
  await superuser.query(`insert into look_up_block select gen_random_uuid(), requested_by_id, area_code, now() from look_up`);
  await superuser.query(`insert into evidence_issue select gen_random_uuid(), id, gen_random_uuid(), requested_by_id, now(), sha256(''), 'test', gen_random_uuid()::text from look_up`);
  await superuser.query(`insert into former_registration select id, 1, 'former-test', registration_number, '2021-06-01' from donor`);
  await superuser.query(`insert into outbox_delivery select gen_random_uuid(), id, 'demo', donor_id, donor_version, now(), 'WAITING', 0, now() from outbox_event`);
  await superuser.query(`insert into national_message select gen_random_uuid(), id, donor_id, false, now() from decision`);
  await superuser.query(`insert into national_answer select gen_random_uuid(), id::text, id, 'CONFIRMED', null, null, null, now() from national_message`);
  await superuser.query(`insert into partner values (gen_random_uuid(), 'demo', 'PARTNER_APP', 'demo', '["events:read"]', null, '2026-01-01', null, null, now())`);
  await superuser.query(`insert into submission select gen_random_uuid(), 'DJ-' || decision.id, partner.id, 'PAPER_FORM', now(), decode(repeat('00', 32), 'hex'), 'CONFIRMED', now(), '[]' from partner, decision`);
  await superuser.query(`insert into submission_content select id, decode(repeat('00', 32), 'hex'), '\\x00' from submission`);
  await superuser.query(`insert into decision_submission select decision.id, submission.id, hash from decision join submission on receipt_number = 'DJ-' || decision.id`);
  // For each submission a paper of the area in which its donor lives.
  await superuser.query(`update submission set area_code = residence_code from decision_submission as by join decision on decision.id = by.decision_id join donor on donor.id = donor_id where by.submission_id = submission.id`);
  await superuser.query(`insert into paper_scan select submission.id, account.id, submission.area_code, 'image/png', 1, 1, decode(repeat('00', 32), 'hex'), now() from submission, (select id from staff_account limit 1) as account`);
  await superuser.query(`insert into paper_scan_file select id, '\\x00' from paper_scan`);
  await superuser.query(`insert into paper_form select gen_random_uuid(), submission.id, submission.id, submission.area_code, null, '2026-11-20', uploaded_by_id, now() from submission join paper_scan on paper_scan.id = submission.id`);
  await superuser.query(`insert into paper_form_step select gen_random_uuid(), id, 1, 'TYPED', maker_id, null, now() from paper_form`);
  await superuser.query(`insert into health_card_binding (id, donor_id, platform, channel, bound_at, unbound_at) select gen_random_uuid(), id, 'CITY', 'OPEN_WEB', now(), now() from donor`);
  await superuser.query(`insert into health_card_step select gen_random_uuid(), id, 'BOUND', null, bound_at from health_card_binding`);
  await superuser.query(`insert into health_card_answer select gen_random_uuid(), partner.id, 'CITY', donor.id, 'AGREED', '2026-11-23', now() from partner, donor`);
  await superuser.query(`insert into webhook_subject select partner.id, donor.id, gen_random_uuid() from partner, donor`);
  await superuser.query(`insert into kin_statement select id, 'CHILD' from data_request`);
  await superuser.query(`insert into evidence_delivery select issue.id, session.id, '\\x', now() from evidence_issue as issue join staff_session as session on session.account_id = issued_by_id`);
});
afterAll(() => superuser.end());

describe('every table', () => {
  it('has a wall, or a reason to have none', async () => {
    const { rows } = await superuser.query<{ name: string }>('select tablename as name from pg_tables where schemaname = current_schema()');
    expect([...Object.keys(walls), ...Object.keys(openTables)].sort()).toEqual(rows.map(({ name }) => name).sort());
  });

  it('that has a wall is guarded by it, and by nothing else', async () => {
    const { rows } = await superuser.query<{ name: string; policies: string[] }>(
      `select relname as name, array_agg(polname::text) as policies from pg_class join pg_policy on polrelid = pg_class.oid where relrowsecurity group by relname`,
    );
    expect(rows.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(Object.keys(walls).sort().map((name) => ({ name, policies: ['wall'] })));
  });
});

describe('a connection of the servers', () => {
  const ask = async (options: string | undefined, sql: string) => {
    const client = new pg.Client({ connectionString: runtimeAddress(world.databaseUrl), ...(options === undefined ? {} : { options }) });
    await client.connect();
    return client.query(sql).finally(() => client.end());
  };

  it('is one of a role that the walls hold for', async () => {
    expect(inject('testServer').runtimeUrl).not.toBeNull();
    const { rows } = await ask(undefined, 'select rolsuper or rolbypassrls as free from pg_roles where rolname = current_user');
    expect(rows).toEqual([{ free: false }]);
  });

  it.each(Object.keys(walls))('without a door is told so and sees no row of %s', async (table) => {
    await expect(ask(undefined, `select * from ${table}`)).rejects.toMatchObject({ code: '42704' });
  });

  it.each(['', 'other', 'STAFF'])('with the unknown door "%s" sees nothing', async (door) => {
    for (const table of Object.keys(walls)) expect((await ask(`-c sanxian.door=${door}`, `select * from ${table}`)).rowCount, table).toBe(0);
  });

  it('that names itself staff and has no scope sees nothing', async () => {
    await expect(ask('-c sanxian.door=staff', 'select * from donor')).rejects.toMatchObject({ code: '42704' });
    expect((await ask('-c sanxian.door=staff -c sanxian.scope=', 'select * from donor')).rowCount).toBe(0);
  });
});

/** What each caller reaches of the tables when nothing but PostgreSQL limits the question: both donors' rows are 2 of each. */
const reached: readonly (readonly [string, StaffWish, { donors: readonly string[]; lookUps: number }])[] = [
  ['a registrar of the county', { role: 'REGISTRAR', divisionCode: '330106' }, { donors: ['330106'], lookUps: 1 }],
  ['a coordinator of the county', { role: 'COORDINATOR', divisionCode: '330106' }, { donors: ['330106'], lookUps: 1 }],
  ['a manager of the city above', { role: 'MANAGER', divisionCode: '330100' }, { donors: ['330106'], lookUps: 1 }],
  ['an auditor of the province', { role: 'AUDITOR', divisionCode: '330000' }, { donors: ['330106', '330302'], lookUps: 2 }],
  ['a coordinator of the city beside', { role: 'COORDINATOR', divisionCode: '330200' }, { donors: [], lookUps: 0 }],
  ['a registrar of another county of the city', { role: 'REGISTRAR', divisionCode: '330102' }, { donors: [], lookUps: 0 }],
  ['a clinician of the hospital', { role: 'CLINICIAN', divisionCode: '330106', hospitalKey: 'demo-west-lake' }, { donors: [], lookUps: 1 }],
  ['a clinician of another hospital of the county', { role: 'CLINICIAN', divisionCode: '330106', hospitalKey: 'demo-other' }, { donors: [], lookUps: 0 }],
];

describe.each(reached)('%s', (_who, wish, expected) => {
  it('reaches the rows of their own area or hospital and no other, though the question names no area', async () => {
    const em = await emOf(await world.staff(wish));
    expect((await em.find(Donor, {}, { orderBy: { residenceCode: 'asc' } })).map(({ residenceCode }) => residenceCode)).toEqual(expected.donors);
    expect(await count(em, 'look_up')).toBe(expected.lookUps);
    // Each donor registered and withdrew, and said why.
    expect(await count(em, 'decision')).toBe(2 * expected.donors.length);
    expect(await count(em, 'national_sync')).toBe(2 * expected.donors.length);
    expect(await count(em, 'withdrawal_reason')).toBe(expected.donors.length);
    for (const table of ['disavowal', 'disavowal_resolution', 'queued_withdrawal', 'data_request', 'kin_statement', 'body_donation', 'body_declaration', 'body_donation_step', 'home_visit', 'home_visit_step', 'processing_consent', 'after_death_access', 'processing_restriction']) {
      expect(await count(em, table), table).toBe(expected.donors.length);
    }
    expect(await count(em, 'data_request_step')).toBe(2 * expected.donors.length);
    // Their request was read, and their wish about the body.
    expect(await count(em, 'data_disclosure')).toBe(2 * expected.donors.length);
    // Of what was sent and scanned, staff of the area; each donor decided twice.
    for (const table of ['submission_content', 'paper_scan', 'paper_scan_file', 'paper_form', 'paper_form_step']) expect(await count(em, table), table).toBe(wish.role === 'CLINICIAN' ? 0 : 2 * expected.donors.length);
    expect(await count(em, 'session')).toBe(0);
    expect(await count(em, 'outbox_delivery')).toBe(0);
    for (const table of ['webhook_subject', 'national_message', 'national_answer']) expect(await count(em, table), table).toBe(0);
    expect(await count(em, 'webhook_subject')).toBe(0);
    for (const table of ['health_card_binding', 'health_card_step', 'health_card_answer']) expect(await count(em, table), table).toBe(0);
    expect(await count(em, 'outbox_event')).toBe(wish.role === 'CLINICIAN' ? 0 : 3 * expected.donors.length);
    expect(await count(em, 'former_registration')).toBe(wish.role === 'CLINICIAN' ? 0 : expected.donors.length);
    expect(await count(em, 'idempotent_request')).toBe(0);
    expect(await count(em, 'staff_session')).toBe(1);
    // That packages were issued is known to staff of the area; what waits is fetched by its own session and no other.
    expect(await count(em, 'evidence_issue')).toBe(wish.role === 'CLINICIAN' ? 0 : expected.lookUps);
    expect(await count(em, 'evidence_delivery')).toBe(0);
  });

  it('reaches exactly one person in the look-up door, wherever that person lives', async () => {
    const caller = await world.staff(wish);
    for (const donor of donors) {
      const em = await emOf(caller);
      enterLookUpDoor(em, indexOf(donor));
      expect((await em.find(Donor, {})).map(({ id }) => id)).toEqual([donor.id]);
      expect(await count(em, 'decision')).toBe(2);
    }
    const em = await emOf(caller);
    enterLookUpDoor(em, randomBytes(32));
    expect(await count(em, 'donor')).toBe(0);
  });

  it('keeps these walls in what they write and in every fork, and leaves no door open behind them', async () => {
    const em = (await emOf(await world.staff(wish))).fork({ clear: true });
    expect(await em.nativeUpdate(Donor, {}, { familyKnows: 'YES' })).toBe(expected.donors.length);
    const [, other] = donors;
    const decision = await orm.em.fork().findOneOrFail(Decision, { donor: other?.id ?? null, sequence: 1 });
    if (other && !expected.donors.includes('330302')) {
      em.create(Decision, { ...decision, id: undefined, donor: other.id, sequence: 9 } as never);
      await expect(em.flush()).rejects.toMatchObject({ code: '42501' });
    }
    expect(await count(orm.em.fork(), 'donor')).toBe(2);
  });
});

test('a donor without a residence lies in nobody’s area but the province’s', async () => {
  await superuser.query('update donor set residence_code = null where id = $1', [donors[1]?.id]);
  const seen = async (divisionCode: string) => count(await emOf(await world.staff({ role: 'MANAGER', divisionCode })), 'donor');
  expect([await seen('330302'), await seen('330300'), await seen('330000')]).toEqual([0, 0, 2]);
});
