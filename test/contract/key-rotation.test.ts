import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { keepToOwnKeys } from '../../server/src/database/key-mark.ts';
import { connect } from '../../server/src/database/orm.ts';
import { clearFormerIndex, fillOtherIndex } from '../../server/src/database/rotation/rebuild-index.ts';
import { resealValues, retireKeys } from '../../server/src/database/rotation/reseal-values.ts';
import { rewrapKeys } from '../../server/src/database/rotation/rewrap-keys.ts';
import { formerPlaceOf, type SealedField } from '../../server/src/donors/donor.entity.ts';
import { personKeyVersionOf } from '../../server/src/vault/data-key.ts';
import { personIndexOf } from '../../server/src/identity/sessions.ts';
import { suiteOf } from '../../server/src/vault/sealed-value.ts';
import { SealBroken, Vault } from '../../server/src/vault/vault.ts';
import { inPlainTransaction } from '../../server/src/audit/audit-log.queries.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { verifyAudit } from '../../server/src/audit/verify-audit.ts';
import { EditDecisionDocument } from '../../schema/generated/graphql.ts';
import { plainClient, testAuditKeys } from '../kit/deeds.ts';
import { asked, lookingUp, ownLookUps, questionAbout, twoClinicians } from '../kit/look-ups.ts';
import { aboutBody, ownBody } from '../kit/body.ts';
import { Caller } from '../kit/caller.ts';
import { choicesOf, consentTo, deciding, ownPage, registration, XIHU } from '../kit/decisions.ts';
import { createWorld, newKeys, NOW, person, type World } from '../kit/world.ts';

const key = () => randomBytes(32).toString('base64');
const nothing = () => undefined;
const killed = () => {
  throw new Error('killed');
};
const kin = { name: '演示家属', relation: 'CHILD', phone: '13900005678' } as const;
const soon = new Date(NOW.getTime() + 120_000);

/** A register with some people on it, its owner's connection, and servers with other settings over the same database. */
async function register(people = 6, settings = newKeys()) {
  const world = await createWorld(settings);
  const owner = new pg.Client(world.databaseUrl);
  await owner.connect();
  afterAll(() => owner.end());
  const orm = await connect(world.databaseUrl);
  afterAll(() => orm.close());
  await keepToOwnKeys(orm, world.vault);
  const citizens: Caller[] = [];
  const identities = Array.from({ length: people }, (_, each) => person(each % 4 === 0 ? { documentType: 'PASSPORT', documentNumber: `E${randomBytes(4).readUInt32BE()}` } : {}));
  for (const identity of identities) {
    const citizen = await world.citizen(identity);
    await deciding.register(citizen, { contact: { ...registration().contact, emergencyContact: kin } });
    citizens.push(citizen);
  }
  return { world, settings, owner, orm, citizens, identities, server: (other: Partial<Record<string, string>>) => createWorld({ ...settings, ...other }, world.database) };
}

/** The version that each citizen's record has come to. */
const versions = new WeakMap<Caller, number>();

/** Citizens who read, change and come new all the time, on any of the servers; each answer that is not as it should be is kept. */
function traffic(worlds: () => readonly World[], citizens: readonly Caller[]) {
  const faults: string[] = [];
  let [going, requests] = [true, 0];
  const contact = () => ({ phone: `1370000${String(1000 + (requests % 9000))}`, residenceCode: XIHU, familyKnows: 'YES', emergencyContact: null, keepEmergencyContact: true }) as const;
  const one = async (citizen: Caller, http: World['http']) => {
    const here = new Caller(http, citizen.token);
    const input = { idempotencyKey: randomBytes(12).toString('hex'), expectedVersion: versions.get(citizen) ?? 1, choices: choicesOf('AGREE'), contact: contact(), consent: consentTo('AGREE') };
    const { editDecision } = await here.run(EditDecisionDocument, { input });
    if (editDecision.__typename !== 'EditDecisionSuccess') return faults.push(editDecision.__typename);
    versions.set(citizen, input.expectedVersion + 1);
    const again = await here.run(EditDecisionDocument, { input });
    if (again.editDecision.__typename !== 'EditDecisionSuccess') faults.push(`retry ${again.editDecision.__typename}`);
    const { donor } = await ownPage(here);
    if (donor?.contact.maskedPhone?.slice(-4) !== input.contact.phone.slice(-4) || donor.contact.emergencyContact?.relation !== 'CHILD') faults.push('another contact');
    requests += 3;
  };
  const run = async () => {
    for (let at = 0; going || requests < 20; at++) {
      const [world, citizen] = [worlds()[at % worlds().length], citizens[at % citizens.length]];
      if (!world || !citizen) throw new Error('nobody there');
      await one(citizen, world.http).catch((error: unknown) => faults.push(String(error)));
      const newcomer = await world.citizen();
      const { __typename } = await deciding.register(newcomer);
      if (__typename !== 'RegisterDonorSuccess') faults.push(__typename);
      requests += 2;
    }
  };
  const running = run();
  return {
    /** Stops; what went wrong, and how much was asked. */
    async end() {
      going = false;
      await running;
      return { faults, requests };
    },
  };
}

async function keyIds(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ key_id: string }>('select distinct key_id from key_store.person_key order by key_id');
  return rows.map(({ key_id: id }) => id);
}

describe('a new key-encryption key', () => {
  it('closes every data key anew while citizens go on, can be interrupted, and the old one is needed for nothing any more', async () => {
    const { world, settings, owner, orm, citizens, server } = await register();
    const both = { SANXIAN_KEYS: `new:${key()},${settings.SANXIAN_KEYS}` };
    const next = await server(both);
    const going = traffic(() => [next], citizens);
    const sealedBefore = await owner.query('select id, sealed_full_name from donor where registered_at <= $1 order by id', [NOW]);
    // A kill after the first batch: the second run goes on where the first ended.
    await expect(rewrapKeys(owner, next.vault, killed, 2)).rejects.toThrow('killed');
    await rewrapKeys(owner, next.vault, nothing, 2);
    await resealValues(owner, next.vault, { now: () => NOW, keysMadeBefore: null }, nothing);
    const { faults, requests } = await going.end();
    expect([faults, requests >= 20]).toEqual([[], true]);
    expect(await keyIds(owner)).toEqual(['new']);
    expect(await rewrapKeys(owner, next.vault, nothing, 2)).toBe(0);
    // Only the key store was touched.
    const sealed = await owner.query<{ id: string; sealed_full_name: Buffer }>('select id, sealed_full_name from donor order by id');
    for (const row of sealedBefore.rows as typeof sealed.rows) expect(sealed.rows.find(({ id }) => id === row.id)?.sealed_full_name.equals(row.sealed_full_name)).toBe(true);

    const newOnly = await server({ SANXIAN_KEYS: both.SANXIAN_KEYS.split(',')[0] ?? '' });
    await keepToOwnKeys(orm, newOnly.vault);
    const oldOnly = new Vault(world.config.keys);
    const { rows } = await owner.query<{ person_id: string; version: number; key_id: string; wrapped: Buffer }>('select * from key_store.person_key');
    for (const row of rows) {
      const stored = { personId: row.person_id, version: row.version, keyId: row.key_id, bytes: row.wrapped };
      await expect(oldOnly.dataKey(stored)).rejects.toThrow(SealBroken);
      expect((await newOnly.vault.dataKey(stored)).personId).toBe(row.person_id);
    }
    // Whoever signs in anew is served without the old key.
    expect(await deciding.register(await newOnly.citizen())).toMatchObject({ __typename: 'RegisterDonorSuccess' });
  });
});

describe('sealed values', () => {
  const fields: readonly [SealedField, string, string][] = [['fullName', 'sealed_full_name', '演示旧人'], ['phone', 'sealed_phone', '13700001111'], ['emergencyContact', 'sealed_emergency_contact', JSON.stringify(kin)]];

  it('from before people had data keys are read as ever, and are brought under one by the command or by the next change', async () => {
    const { world, owner, citizens, server } = await register(6);
    const { rows: donors } = await owner.query<{ id: string }>('select id from donor');
    for (const { id } of donors) for (const [field, column, text] of fields) await owner.query(`update donor set ${column} = $2 where id = $1`, [id, world.vault.seal(text, formerPlaceOf(id, field))]);
    await owner.query('delete from key_store.person_key');
    await owner.query('update donor set sealed_document_number = null, sealed_birthday = null');
    const today = await server({});
    for (const { token } of citizens) expect((await ownPage(new Caller(today.http, token))).donor?.contact).toMatchObject({ maskedPhone: expect.stringContaining('1111'), emergencyContact: { relation: 'CHILD' } });

    const going = traffic(() => [today], citizens);
    await resealValues(owner, today.vault, { now: () => NOW, keysMadeBefore: null }, nothing, 2);
    expect((await going.end()).faults).toEqual([]);
    await resealValues(owner, today.vault, { now: () => NOW, keysMadeBefore: null }, nothing, 2);
    const { rows } = await owner.query<{ sealed_full_name: Buffer; sealed_phone: Buffer }>('select sealed_full_name, sealed_phone from donor where sealed_phone is not null');
    for (const row of rows) expect([personKeyVersionOf(row.sealed_full_name), personKeyVersionOf(row.sealed_phone)]).toEqual([1, 1]);
  });

  it('get new data keys and the national suite while citizens go on; afterwards the replaced keys are gone', async () => {
    const { world, settings, owner, citizens, server } = await register();
    const national = await server({ SANXIAN_CRYPTO_SUITE: 'national', SANXIAN_INDEX_KEY: `1:sha256:${settings.SANXIAN_INDEX_KEY}` });
    const wanted = { now: () => soon, keysMadeBefore: soon };
    const first = traffic(() => [world, national], citizens);
    await expect(resealValues(owner, national.vault, wanted, killed, 2)).rejects.toThrow('killed');
    await resealValues(owner, national.vault, wanted, nothing, 2);
    expect((await first.end()).faults).toEqual([]);
    await resealValues(owner, national.vault, wanted, nothing, 2);

    // Whatever was under way when the newer keys came has ended; what comes now uses them.
    const second = traffic(() => [national], citizens);
    expect(await retireKeys(owner, national.vault, new Date(soon.getTime() + 1), nothing, 2)).toBeGreaterThanOrEqual(citizens.length);
    expect((await second.end()).faults).toEqual([]);
    const { rows: keys } = await owner.query<{ count: number }>('select count(*)::int as count from key_store.person_key group by person_id');
    expect(new Set(keys.map(({ count }) => count))).toEqual(new Set([1]));
    const { rows } = await owner.query<{ sealed_full_name: Buffer; sealed_phone: Buffer }>('select sealed_full_name, sealed_phone from donor');
    for (const row of rows) for (const value of [row.sealed_full_name, row.sealed_phone]) expect([suiteOf(value), personKeyVersionOf(value)]).toEqual([3, expect.any(Number)]);
  });
});

describe('a new index key', () => {
  it('takes the place of the old one while citizens go on, and the old one finds nobody any more', async () => {
    const { settings, owner, orm, citizens, identities, server } = await register();
    const [former, next] = [settings.SANXIAN_INDEX_KEY, key()];
    const old = await server({});
    const dual = await server({ SANXIAN_INDEX_KEY: `1:${former},2:${next}` });
    const switched = await server({ SANXIAN_INDEX_KEY: `2:${next},1:${former}` });
    const last = await server({ SANXIAN_INDEX_KEY: `2:${next}` });
    // Nobody finds people by a key before everybody is entered under it.
    await expect(keepToOwnKeys(orm, last.vault)).rejects.toThrow(/SANXIAN_INDEX_KEY/);
    await keepToOwnKeys(orm, dual.vault);
    await expect(keepToOwnKeys(orm, switched.vault)).rejects.toThrow(/SANXIAN_INDEX_KEY/);
    await keepToOwnKeys(orm, old.vault);

    const filling = traffic(() => [dual], citizens);
    await expect(fillOtherIndex(owner, dual.vault, killed, 2)).rejects.toThrow('killed');
    expect(await fillOtherIndex(owner, dual.vault, nothing, 2)).toMatchObject({ unplaced: 0 });
    expect((await filling.end()).faults).toEqual([]);
    // A server that was forgotten cannot leave a hole in the new index: PostgreSQL refuses, and it does not start again.
    await expect(deciding.register(await old.citizen())).rejects.toThrow(/INTERNAL_SERVER_ERROR/);
    await expect(keepToOwnKeys(orm, old.vault)).rejects.toThrow(/SANXIAN_INDEX_KEY/);

    await keepToOwnKeys(orm, switched.vault);
    const switching = traffic(() => [dual, switched], citizens);
    const twin = await dual.citizen();
    const input = registration();
    const first = await deciding.register(twin, input);
    const retried = await deciding.register(new Caller(switched.http, twin.token), input);
    expect([first.__typename, retried]).toEqual(['RegisterDonorSuccess', first]);
    const one = person();
    const both = await Promise.all([dual, switched].map(async (world) => deciding.register(await world.citizen(one, world === dual ? 'OPEN_WEB' : 'ZHELIBAN_APP'))));
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['DonorAlreadyRegistered', 'RegisterDonorSuccess']);
    expect((await switching.end()).faults).toEqual([]);

    await keepToOwnKeys(orm, last.vault);
    const finishing = traffic(() => [last], citizens);
    await expect(clearFormerIndex(owner, last.vault, killed, 2)).rejects.toThrow('killed');
    await clearFormerIndex(owner, last.vault, nothing, 2);
    expect((await finishing.end()).faults).toEqual([]);
    for (const identity of identities) {
      const [by, unknown] = [personIndexOf(last.vault, identity), personIndexOf(old.vault, identity)];
      expect(await found(owner, by)).toBeGreaterThan(0);
      expect(await found(owner, unknown)).toBe(0);
    }
    await keepToOwnKeys(orm, last.vault);
    for (const outdated of [old, dual, switched]) await expect(keepToOwnKeys(orm, outdated.vault)).rejects.toThrow(/SANXIAN_INDEX_KEY/);
  });

  it('can be followed by another, in the first column again', async () => {
    const { settings, owner, orm, citizens, server } = await register(3);
    const [one, two, three] = [settings.SANXIAN_INDEX_KEY, key(), key()];
    // A wish about the body is found by one column: under the one key, the other, and then the new one alone.
    const [wishing] = citizens;
    if (!wishing) throw new Error('nobody there');
    await aboutBody.declare(wishing);
    const isFoundBy = async (at: World) => expect((await ownBody(new Caller(at.http, wishing.token)))?.wish).toBe('AGREE');
    for (const [inUse, other] of [[`1:${one}`, `2:${two}`], [`2:${two}`, `1:sm3:${three}`]] as const) {
      const dual = await server({ SANXIAN_INDEX_KEY: `${inUse},${other}` });
      await keepToOwnKeys(orm, dual.vault);
      await isFoundBy(dual);
      await fillOtherIndex(owner, dual.vault, nothing, 2);
      await isFoundBy(dual);
      // Said while both keys are known, so entered under the former one.
      const late = await dual.citizen();
      await aboutBody.declare(late);
      const last = await server({ SANXIAN_INDEX_KEY: other });
      await keepToOwnKeys(orm, last.vault);
      await clearFormerIndex(owner, last.vault, nothing, 2);
      await isFoundBy(last);
      expect((await ownBody(new Caller(last.http, late.token)))?.wish).toBe('AGREE');
      for (const citizen of citizens) expect((await ownPage(new Caller(last.http, citizen.token))).state).toBe('AGREED');
      expect(await deciding.register(await last.citizen())).toMatchObject({ __typename: 'RegisterDonorSuccess' });
    }
  });

  it('leaves each look-up with the person it is about, who still sees it; one that was not opened yet is asked anew instead of telling "silent"', async () => {
    const { world, settings, owner, orm, citizens, identities, server } = await register(2);
    const [who, citizen] = [identities[1], citizens[1]];
    if (!who || !citizen) throw new Error('nobody there');
    const [asker, second] = await twoClinicians(world);
    const [opened, waiting] = [await asked(asker, questionAbout(who)), await asked(asker, questionAbout(who, { caseNumber: 'CASE-2' }))];
    for (const id of [opened, waiting]) await lookingUp.confirm(second, id);
    await lookingUp.open(asker, opened);
    const next = `2:${key()}`;
    const dual = await server({ SANXIAN_INDEX_KEY: `1:${settings.SANXIAN_INDEX_KEY},${next}` });
    await keepToOwnKeys(orm, dual.vault);
    await fillOtherIndex(owner, dual.vault, nothing);
    // As long as servers know both keys, everything goes on.
    const here = (at: World, { token }: Caller) => new Caller(at.http, token);
    const switched = await server({ SANXIAN_INDEX_KEY: `${next},1:${settings.SANXIAN_INDEX_KEY}` });
    for (const between of [dual, switched]) expect(await lookingUp.open(here(between, asker), opened)).toMatchObject({ answer: { finding: 'AGREED' } });
    const last = await server({ SANXIAN_INDEX_KEY: next });
    await keepToOwnKeys(orm, last.vault);
    for (let run = 0; run < 2; run++) await clearFormerIndex(owner, last.vault, nothing);
    expect((await owner.query("select from look_up_step where step = 'REINDEXED'")).rowCount).toBe(2);

    for (const id of [opened, waiting]) expect(await lookingUp.open(here(last, asker), id)).toMatchObject({ __typename: 'LookUpNotOpen' });
    const anew = await asked(here(last, asker), questionAbout(who, { caseNumber: 'CASE-3' }));
    await lookingUp.confirm(here(last, second), anew);
    expect(await lookingUp.open(here(last, asker), anew)).toMatchObject({ answer: { finding: 'AGREED' } });
    const seen = (await ownLookUps(here(last, citizen))).lookUps.nodes;
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([opened, waiting, anew]));

    const plain = await plainClient(world.databaseUrl);
    const keys = testAuditKeys();
    await sealBatches(plain, { key: keys.signing, now: () => new Date(), limit: 10_000 });
    expect(await inPlainTransaction(plain, 'SNAPSHOT', () => verifyAudit(plain, { keys: keys.known }))).toMatchObject({ fault: null, waiting: 0 });
    await plain.end();
  });

  it('waits for somebody whose index cannot be made anew, and enters nobody wrongly', async () => {
    const { settings, owner, orm, server } = await register(4);
    await owner.query("update donor set sealed_birthday = null where document_type = 'PASSPORT'");
    const dual = await server({ SANXIAN_INDEX_KEY: `1:${settings.SANXIAN_INDEX_KEY},2:${key()}` });
    await keepToOwnKeys(orm, dual.vault);
    expect(await fillOtherIndex(owner, dual.vault, nothing, 2)).toEqual({ done: 3, unplaced: 1 });
    const { rows } = await owner.query("select from pg_constraint where conname like '%_is_filled'");
    expect(rows).toHaveLength(0);
  });
});

/** In how many rows of any table an index stands. */
async function found(owner: pg.Client, index: Buffer): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    `select (select count(*) from donor where $1 in (document_index, document_index_2)) + (select count(*) from session where person_index = $1) + (select count(*) from idempotent_request where person_index = $1) as count`,
    [index],
  );
  return Number(rows[0]?.count);
}
