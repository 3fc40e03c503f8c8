import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileDataRequestDocument, SuggestOrganisationCorrectionDocument } from '../../schema/generated/graphql.ts';
import { keepRetention } from '../../server/src/retention/keep-retention.ts';
import { runRetention } from '../../server/src/retention/run-retention.ts';
import { createLog } from '../../server/src/log.ts';
import { issued } from '../kit/cards.ts';
import { deciding } from '../kit/decisions.ts';
import { coordinators, ethicsLookUp } from '../kit/evidence.ts';
import { opened, ownMessages, told } from '../kit/family.ts';
import { aboutParent, filedNearKin } from '../kit/near-kin.ts';
import { createWorld, NOW, person } from '../kit/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const world = await createWorld();
const database = new pg.Client(world.databaseUrl);
beforeAll(() => database.connect());
afterAll(() => database.end());

const logged: string[] = [];
const log = createLog('info', { write: (line: string) => void logged.push(line) });
/** One round at a moment so long after the clock of the world. */
const roundAfter = (milliseconds: number, batch?: number) => runRetention(world.orm, world.config, { now: () => new Date(NOW.getTime() + milliseconds), log, ...(batch ? { batch } : {}) });
const count = async (what: string): Promise<number> => Number((await database.query<{ n: string }>(`select count(*) as n from ${what}`)).rows[0]?.n);
const clear = () => database.query('delete from idempotent_request; delete from session');
const auditOf = async () => (await database.query<{ id: string; changes: { entity: string; change: string; count: number; id: string }[] }>("select id, changes from audit_entry where operation = 'forgetOldRows' and actor_kind = 'SYSTEM'")).rows;

/** A rule holds when a minute before its time nothing is gone, and on time it is. */
async function goesExactlyAfter(milliseconds: number, kept: string): Promise<void> {
  const before = await count(kept);
  expect(before, kept).toBeGreaterThan(0);
  await roundAfter(milliseconds - MINUTE);
  expect(await count(kept), `${kept}, a minute before`).toBe(before);
  await roundAfter(milliseconds);
  expect(await count(kept), `${kept}, on time`).toBe(0);
}

describe('what is kept for a time', () => {
  it('ends for the identity in a session seven days after somebody signed out, not a minute before', async () => {
    await clear();
    const citizen = await world.citizen();
    await citizen.query('mutation { signOut { signedOutAt } }');
    await goesExactlyAfter(7 * DAY, 'session where sealed_identity is not null');
    expect(await count('session')).toBe(1);
  });

  it('ends for the identity in a session that nobody ended seven days after it ran out by itself', async () => {
    await clear();
    await world.citizen();
    await goesExactlyAfter(15 * MINUTE + 7 * DAY, 'session where sealed_identity is not null');
  });

  it('ends for a whole session a year after its end', async () => {
    await clear();
    const citizen = await world.citizen();
    await citizen.query('mutation { signOut { signedOutAt } }');
    await goesExactlyAfter(365 * DAY, 'session');
  });

  it('never ends for a session that lives', async () => {
    await clear();
    const citizen = await world.citizen();
    await roundAfter(14 * MINUTE);
    expect((await citizen.query('{ viewer { state } }')).data).toEqual({ viewer: { state: 'SILENT' } });
  });

  it('ends for the key of a retry after 72 hours; a retry after that is refused by the version, and nothing is decided twice', async () => {
    await clear();
    const citizen = await world.citizen();
    const idempotencyKey = randomUUID();
    await deciding.register(citizen, { idempotencyKey });
    expect((await deciding.register(citizen, { idempotencyKey })).__typename).toBe('RegisterDonorSuccess');
    await goesExactlyAfter(72 * HOUR, 'idempotent_request');
    expect((await deciding.register(citizen, { idempotencyKey })).__typename).toBe('DonorAlreadyRegistered');
  });

  it('ends for the free text of a correction after a year, while what it says of the office stays', async () => {
    const { rows } = await database.query<{ id: string }>('select id from organisation limit 1');
    await world.anonymous().run(SuggestOrganisationCorrectionDocument, { input: { organisationId: rows[0]?.id ?? '', phone: '0571-12345678', note: '金丝雀备注' } });
    await goesExactlyAfter(365 * DAY, 'organisation_correction where note is not null');
    expect(await count("organisation_correction where phone = '0571-12345678'")).toBe(1);
  });

  it('ends for what a request says, and who its sender was, three years after it was closed; an open one is never forgotten', async () => {
    for (const isClosed of [true, false]) {
      const citizen = await world.citizen();
      const { fileDataRequest } = await citizen.run(FileDataRequestDocument, { input: { kind: 'COMPLAINT', text: '金丝雀投诉' } });
      if (fileDataRequest.__typename !== 'FileDataRequestSuccess') throw new Error(fileDataRequest.__typename);
      if (isClosed) await citizen.query('mutation ($id: ID!) { withdrawDataRequest(input: { requestId: $id }) { __typename } }', { id: fileDataRequest.request.id });
    }
    await goesExactlyAfter(Date.parse('2029-11-23T08:00:00Z') - NOW.getTime(), 'data_request where closed_at is not null and coalesce(sealed_text, person_index) is not null');
    expect(await count('data_request where closed_at is null and sealed_text is not null and person_index is not null')).toBe(1);
  });

  it('ends for who took a copy without having a record three years after they took it, while that it was taken stays', async () => {
    const citizen = await world.citizen();
    await citizen.query('mutation { exportMyData { __typename } }');
    await goesExactlyAfter(Date.parse('2029-11-23T08:00:00Z') - NOW.getTime(), "data_disclosure where kind = 'EXPORTED_BY_OWNER' and person_index is not null");
    expect(await count("data_disclosure where kind = 'EXPORTED_BY_OWNER'")).toBe(1);
  });

  it('ends for an attempt of staff to sign in a day after it ran out', async () => {
    await database.query("insert into staff_sign_in (id, attempt_hash, sealed_secrets, return_url, expires_at) values (gen_random_uuid(), $1, 'x', '/desk/', $2)", [randomBytes(32), NOW]);
    await goesExactlyAfter(DAY, 'staff_sign_in');
  });

  it('ends for an evidence package that nobody fetched as soon as it ran out, while that it was issued stays', async () => {
    await ethicsLookUp(world, person(), await coordinators(world));
    await database.query(`insert into evidence_issue select gen_random_uuid(), id, gen_random_uuid(), requested_by_id, now(), sha256(''), 'test', gen_random_uuid()::text from look_up`);
    await database.query(`insert into evidence_delivery select issue.id, session.id, '\\x', $1 from evidence_issue as issue join staff_session as session on session.account_id = issued_by_id`, [new Date(NOW.getTime() + 5 * MINUTE)]);
    await goesExactlyAfter(5 * MINUTE, 'evidence_delivery');
    expect(await count('evidence_issue')).toBe(1);
  });

  it('ends for whom a message to the family was for, and for what opened it, a year after its last day, while that it was opened stays', async () => {
    await clear();
    const maker = person();
    const citizen = await world.citizen(maker);
    await deciding.register(citizen);
    await opened(world, await told(citizen));
    await goesExactlyAfter((30 + 365) * DAY, 'family_message where num_nonnulls(link_digest, code_digest, sealed_label) > 0');
    expect([await count('family_message'), await count('family_message_step')]).toEqual([1, 1]);
    expect(await ownMessages(await world.citizen(maker))).toMatchObject([{ label: null, state: 'EXPIRED', timesOpened: 1 }]);
  });

  it('ends for the signed text of a card with the card, and for whose it was a year later, while the lists go on counting it', async () => {
    await clear();
    const owner = await world.citizen();
    await deciding.register(owner);
    await issued(owner);
    await goesExactlyAfter(365 * DAY, 'donor where sealed_donor_card is not null');
    await clear();
    const citizen = await world.citizen();
    await deciding.register(citizen);
    await issued(citizen);
    await deciding.withdraw(citizen, 2);
    await goesExactlyAfter((365 + 365) * DAY, 'donor_card where num_nonnulls(donor_id, decision_id, request_digest, card_number) > 0');
    expect([await count('donor_card'), await count("donor_card where revoked_at is not null and rid <> ''")]).toEqual([2, 1]);
  });

  it('ends for whom a near relative asked about three years after the request was closed; which papers were seen stays', async () => {
    await clear();
    const citizen = await world.citizen();
    const requestId = await filedNearKin(citizen, aboutParent(person()));
    await citizen.query('mutation ($id: ID!) { withdrawDataRequest(input: { requestId: $id }) { __typename } }', { id: requestId });
    await goesExactlyAfter(Date.parse('2029-11-23T08:00:00Z') - NOW.getTime(), 'kin_statement where sealed_statement is not null');
    expect(await count('kin_statement')).toBe(1);
  });

  it('ends for it at once in an older copy of the register, where its maker is erased', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    const { id } = await told(citizen);
    // As a restored copy has them: the person is erased again at the start, their messages by the next round.
    await database.query('update donor set document_index = null, document_index_2 = null, sealed_full_name = null, sealed_document_number = null, sealed_birthday = null, sealed_phone = null, sealed_emergency_contact = null, residence_code = null, erased_at = now() where id = (select donor_id from family_message where id = $1)', [id]);
    await roundAfter(MINUTE);
    expect(await count(`family_message where id = '${id}' and num_nonnulls(link_digest, code_digest, sealed_label) = 0`)).toBe(1);
  });

  it('never ends for a decision, a consent or an audit entry', async () => {
    await clear();
    const citizen = await world.citizen();
    await deciding.register(citizen);
    const before = [await count('decision'), await count('donor'), await count("audit_entry where operation <> 'forgetOldRows'")];
    await roundAfter(100 * 365 * DAY);
    expect([await count('decision'), await count('donor'), await count("audit_entry where operation <> 'forgetOldRows'")]).toEqual(before);
  });
});

describe('forgetting', () => {
  it('leaves an audit entry of the system for each batch, with counts and no row named', async () => {
    await clear();
    for (let people = 0; people < 5; people += 1) await world.citizen();
    const before = new Set((await auditOf()).map(({ id }) => id));
    expect(await roundAfter(20 * DAY, 2)).toBe(5);
    const changes = (await auditOf()).filter(({ id }) => !before.has(id)).flatMap((entry) => entry.changes);
    expect(changes.map(({ entity, change, count: rows, id }) => `${change} ${rows} ${entity}${id}`).toSorted()).toEqual(['update 1 Session', 'update 2 Session', 'update 2 Session']);
    expect(await roundAfter(20 * DAY, 2)).toBe(0);
    expect(await auditOf()).toHaveLength(before.size + 3);
  });

  it('is done by one server at a time: while another is at it, nothing happens', async () => {
    await clear();
    await world.citizen();
    const other = new pg.Client(world.databaseUrl);
    await other.connect();
    await other.query('begin; select pg_advisory_xact_lock(20261125)');
    expect(await roundAfter(20 * DAY)).toBe(0);
    await other.query('rollback');
    await other.end();
    expect(await roundAfter(20 * DAY)).toBe(1);
  });

  it('goes on by itself, and a round that fails is told in the log without ending the server', async () => {
    await clear();
    await world.citizen();
    const broken = keepRetention({ orm: world.orm, config: { ...world.config, retention: { ...world.config.retention, sessionIdentityDays: Number.NaN } }, now: () => NOW, log });
    await broken.stop();
    expect(logged.some((line) => line.includes('retentionFailed'))).toBe(true);
    const keeper = keepRetention({ orm: world.orm, config: world.config, now: () => new Date(NOW.getTime() + 20 * DAY), log });
    await keeper.stop();
    expect(await count('session where sealed_identity is not null')).toBe(0);
  });
});

describe('a request that nobody answers in time', () => {
  it('raises an alarm in the log once, the moment after its time, without a word of what it says', async () => {
    const citizen = await world.citizen();
    const { fileDataRequest } = await citizen.run(FileDataRequestDocument, { input: { kind: 'COMPLAINT', text: '金丝雀投诉' } });
    if (fileDataRequest.__typename !== 'FileDataRequestSuccess') throw new Error(fileDataRequest.__typename);
    const alarms = () => logged.filter((line) => line.includes('dataRequestOverdue') && line.includes(fileDataRequest.request.receiptNumber)).length;
    await roundAfter(15 * DAY);
    expect(alarms()).toBe(0);
    await roundAfter(15 * DAY + 1);
    await roundAfter(16 * DAY);
    expect(alarms()).toBe(1);
    expect(logged.join('')).not.toContain('金丝雀');
  });
});
