import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { recordAudit } from '../../server/src/audit/record-audit.ts';
import { flushAtOnce } from '../../server/src/database/at-once.ts';
import { connect, connectionsOf, type Em, type Orm } from '../../server/src/database/orm.ts';
import { isDatabaseUnavailable } from '../../server/src/database/unavailable.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { Decision } from '../../server/src/donors/decision.entity.ts';
import { sameForAll } from '../../server/src/donors/donation-kinds.ts';
import { NationalSync } from '../../server/src/donors/national-sync.entity.ts';
import { Address } from '../kit/address.ts';
import { runtimeAddress } from '../kit/fresh-database.ts';
import { createWorld } from '../kit/world.ts';

const world = await createWorld();
const other = new pg.Client(world.databaseUrl);
await other.connect();
afterAll(() => other.end());

const NOW = new Date('2026-11-27T01:02:03.456Z');
const subject = { actorKind: 'CITIZEN', actorId: null, sessionId: null, operation: 'registerDonor', requestId: 'at-once', at: NOW } as const;

/** Somebody new with a decision, not committed. Everything that a column can hold is in it: bytes, words, JSON, instants, nothing. */
function someoneNew(em: Em, number: string): Donor {
  const bytes = Buffer.from(number.padEnd(32, '\u0000'));
  const donor = em.create(Donor, {
    ...{ registrationNumber: number, documentIndex: bytes, documentIndex2: null, documentType: 'RESIDENT_ID_CARD', sealedDocumentNumber: bytes, sealedFullName: bytes, sealedBirthday: null },
    ...{ sealedPhone: bytes, residenceCode: '330106', familyKnows: 'NOT_STATED', sealedEmergencyContact: null, sealedWish: null, sealedDonorCard: null, latestSequence: 1, registeredAt: NOW, erasedAt: null },
  });
  const decision = em.create(Decision, {
    ...{ donor, sequence: 1, action: 'REGISTERED', state: 'AGREED', choices: sameForAll('AGREE'), channel: 'OPEN_WEB', assuranceLevel: 'ADVANCED_REAL_NAME', confirmedSubmissionHash: null },
    ...{ consentPurpose: 'AGREE', consentVersion: '"1"\\', consentHash: '人', recordedAt: NOW, fingerprint: bytes },
  });
  em.create(NationalSync, { decision, state: 'PENDING', since: NOW, messageId: null, difference: null });
  return donor;
}

async function commit(orm: Orm, number: string): Promise<Donor> {
  const em = orm.em.fork({ clear: true });
  const donor = someoneNew(em, number);
  recordAudit(em, subject);
  await flushAtOnce(em);
  return donor;
}

/** What is on the register of somebody, without what is made anew for each: ids, and the number itself. */
async function kept(number: string): Promise<object[]> {
  const rows: object[] = [];
  const nameless = (table: string) => `to_jsonb(${table}) - '{id,donor_id,decision_id,registration_number,document_index,sealed_document_number,sealed_full_name,sealed_phone,fingerprint}'::text[]`;
  for (const columns of [nameless('donor'), nameless('decision'), nameless('national_sync'), nameless('outbox_event')]) {
    const found = await other.query<{ row: object }>(
      `select ${columns} as row from donor left join decision on decision.donor_id = donor.id left join national_sync on national_sync.decision_id = decision.id left join outbox_event on outbox_event.donor_id = donor.id where registration_number = $1`,
      [number],
    );
    rows.push(...found.rows);
  }
  return rows;
}

describe('a unit of work that is committed with one message', () => {
  it('leaves what the mapper would have left, to the last value, and tells its entities what the database made', async () => {
    const em = world.orm.em.fork({ clear: true });
    const flushed = someoneNew(em, 'flushed');
    recordAudit(em, subject);
    await em.flush();
    const donor = await commit(world.orm, 'at-once');
    expect(await kept('at-once')).toEqual(await kept('flushed'));
    expect((await kept('at-once')).every((row) => Object.keys(row).length > 0)).toBe(true);
    expect([donor.version, donor.openDisavowals]).toEqual([flushed.version, flushed.openDisavowals]);
    const audited = await other.query(`select jsonb_path_query_array(changes, '$[*].entity') as entities, jsonb_path_query_array(changes, '$[*].fields') as fields from audit_entry where request_id = 'at-once'`);
    expect(audited.rows).toHaveLength(2);
    expect(audited.rows[0]).toEqual(audited.rows[1]);
  });

  it('changes what the mapper would have changed, and nothing when somebody else was first', async () => {
    const change = async (number: string, flush: (em: Em) => Promise<void>, meanwhile: () => Promise<unknown> = () => Promise.resolve()) => {
      const em = world.orm.em.fork({ clear: true });
      const donor = await em.findOneOrFail(Donor, { registrationNumber: number });
      em.assign(donor, { residenceCode: null, sealedWish: Buffer.from([0, 1, 255]), withdrawalQueued: true });
      const decision = await em.findOneOrFail(Decision, { donor });
      em.assign(await em.findOneOrFail(NationalSync, { decision }), { state: 'CONFIRMED', since: new Date(NOW.getTime() + 1) });
      recordAudit(em, subject);
      await meanwhile();
      await flush(em);
      return donor;
    };
    for (const number of ['changed', 'changed at once']) await commit(world.orm, number);
    const donor = await change('changed', (em) => em.flush());
    const atOnce = await change('changed at once', flushAtOnce);
    expect([atOnce.version, donor.version]).toEqual([2, 2]);
    expect(await kept('changed at once')).toEqual(await kept('changed'));
    await commit(world.orm, 'overtaken');
    const overtaken = change('overtaken', flushAtOnce, () => other.query(`update donor set version = version + 1, family_knows = 'YES' where registration_number = 'overtaken'`));
    await expect(overtaken).rejects.toMatchObject({ name: 'OptimisticLockError' });
    const { rows } = await other.query(`select version, family_knows, sealed_wish, withdrawal_queued from donor where registration_number = 'overtaken'`);
    expect(rows).toEqual([{ version: 2, family_knows: 'YES', sealed_wish: null, withdrawal_queued: false }]);
  });

  it('keeps nothing when one of its rows cannot be, says so as the mapper does, and spoils no connection', async () => {
    await commit(world.orm, 'twice');
    const count = async () => (await other.query('select (select count(*) from donor) as donors, (select count(*) from audit_entry) as entries, (select count(*) from outbox_event) as events')).rows;
    const before = await count();
    await expect(commit(world.orm, 'twice')).rejects.toMatchObject({ name: 'UniqueConstraintViolationException', code: '23505' });
    expect(await count()).toEqual(before);
    await commit(world.orm, 'thrice');
    expect(await kept('thrice')).toEqual(await kept('twice'));
  });

  it('goes on when a migration has changed a table under what was prepared before', async () => {
    for (let time = 0; time < 3; time++) await commit(world.orm, `before-${time}`);
    await other.query('alter table donor alter column version type bigint');
    for (let time = 0; time < 3; time++) await commit(world.orm, `after-${time}`);
    expect(await kept('after-2')).toEqual(await kept('before-2'));
    await other.query('alter table donor alter column version type int');
  });

  it('keeps nothing when a rule that is judged at the commit is broken, after every row was taken', async () => {
    await other.query(`create function refuse_late() returns trigger language plpgsql as $$ begin if new.registration_number = 'late' then raise exception using errcode = '23505'; end if; return null; end $$`);
    await other.query('create constraint trigger refuse_late after insert on donor deferrable initially deferred for each row execute function refuse_late()');
    await expect(commit(world.orm, 'late')).rejects.toMatchObject({ code: '23505' });
    expect(await kept('late')).toEqual([]);
    await commit(world.orm, 'in time');
    await other.query('drop function refuse_late cascade');
  });

  it.each(['begin', 'begin; select 1 / 0'])('is never acknowledged in a transaction that somebody left open (%s), and frees itself of it', async (left) => {
    const orm = await connect(runtimeAddress(world.databaseUrl));
    const connection = await (await orm.em.getConnection().getNativeClient()).connect();
    await connection.query(left).catch(() => undefined);
    connection.release();
    await expect(commit(orm, `within ${left}`)).rejects.toThrow(/transaction/);
    expect(await kept(`within ${left}`)).toEqual([]);
    await commit(orm, `behind ${left}`);
    expect(await kept(`behind ${left}`)).not.toEqual([]);
    await orm.close();
  });

  it('never gives two statements one name, whatever was sent first', async () => {
    const texts = new Map<string, Set<string>>();
    for (const order of [[null, undefined], [undefined, null]]) {
      const orm = await connect(runtimeAddress(world.databaseUrl));
      for (const documentIndex2 of order) {
        const em = orm.em.fork({ clear: true });
        Object.assign(someoneNew(em, `named ${order.indexOf(documentIndex2)} ${String(order[0])}`), { documentIndex2 });
        recordAudit(em, subject);
        await flushAtOnce(em);
      }
      for (const { name, statement } of await orm.em.execute<{ name: string; statement: string }[]>('select name, statement from pg_prepared_statements')) texts.set(name, (texts.get(name) ?? new Set()).add(statement));
      await orm.close();
    }
    const donors = [...texts.keys()].filter((name) => name.startsWith('insert-donor-'));
    expect(donors).toHaveLength(2);
    expect([...texts.values()].filter(({ size }) => size > 1)).toEqual([]);
  });
});

describe('one whose database is not there', { timeout: 40_000 }, () => {
  it('fails as such when it falls silent or breaks off, costs no connection, and is done by the next', async () => {
    const url = new URL(world.databaseUrl);
    const address = await Address.open(`${decodeURIComponent(url.hostname)}/.s.PGSQL.5432`);
    const orm = await connect(`postgresql://${url.username}:${url.password}@127.0.0.1:${address.port}${url.pathname}`);
    await commit(orm, 'well');
    address.forget();
    expect(isDatabaseUnavailable(await commit(orm, 'silent').catch((error: unknown) => error))).toBe(true);
    await commit(orm, 'well again');
    await other.query('begin; lock table donor in access exclusive mode');
    const waiting = commit(orm, 'broken').catch((error: unknown) => error);
    await expect.poll(async () => (await other.query(`select from pg_locks where not granted and relation = 'donor'::regclass`)).rowCount).toBe(1);
    address.cut();
    expect(isDatabaseUnavailable(await waiting)).toBe(true);
    await other.query('rollback');
    await commit(orm, 'well at last');
    expect((await connectionsOf(orm)).totalCount).toBe(1);
    await address.close();
    await orm.close();
  });
});
