import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepSealing } from '../../server/src/audit/keep-sealing.ts';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { buildApiSchema } from '../../server/src/graphql/schema.ts';
import { createLog } from '../../server/src/log.ts';
import { testIdentityNumber } from '../../server/src/nonprod/test-identity-number.ts';
import { ExportMyDataDocument, LookUpDecisionDocument, SignInDocument, SignOutDocument, SuggestOrganisationCorrectionDocument } from '../../schema/generated/graphql.ts';
import { formsOf, sightingsBelow, sightingsIn, type Canary } from '../kit/canaries.ts';
import { Caller } from '../kit/caller.ts';
import { deciding, ownPage, registration, XIHU } from '../kit/decisions.ts';
import { isLong, report } from '../kit/effort.ts';
import { asked, AT_ONCE, lookingUp, questionAbout, twoClinicians } from '../kit/look-ups.ts';
import { Chance } from '../kit/surface/random.ts';
import { RandomOperations } from '../kit/surface/random-operations.ts';
import { createSurfaceWorld } from '../kit/surface/surface-world.ts';
import { bringUp, NOW, person } from '../kit/world.ts';

/*
 * Personal values are planted, people live through everything the register offers, faults are provoked, and then every
 * output is searched: the log, what strangers were answered, PostgreSQL's log, and each byte of its data folder, with
 * the write-ahead log, in which also what was never committed would still lie.
 */
const folder = mkdtempSync(join(tmpdir(), 'sanxian-canaries-'));
const cluster = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), database: 'sanxian' });
afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});
await bringUp(cluster);
const world = await createSurfaceWorld('test', cluster);

const numberOf = (order: number) => testIdentityNumber({ divisionCode: '330106', birthday: '1977-08-09', order });
const people = [
  person({ fullName: '金丝雀·演示乾', documentNumber: numberOf(611), birthday: '1977-08-09', sex: 'MALE', phone: '13911110001', providerUserId: 'canary-user-7f3a91' }),
  person({ fullName: '𠮷演示坤', documentNumber: numberOf(613), birthday: '1977-08-09', sex: 'MALE', phone: '13911110002', providerUserId: 'canary-user-b2c804' }),
] as const;
const kin = { name: '雀家演示亲', relation: 'CHILD', phone: '13911110003' } as const;
const contact = { phone: '13911110004', residenceCode: XIHU, familyKnows: 'YES', emergencyContact: kin, keepEmergencyContact: false } as const;
const staffName = '演示雀员坎';

/** What may lie nowhere: what people are, what they wrote about others, and the secrets of their sessions. */
const planted: Canary[] = [
  ...people.flatMap(({ fullName, documentNumber, phone, providerUserId }, at) => [
    { name: `name ${at}`, value: fullName },
    { name: `number ${at}`, value: documentNumber },
    { name: `phone ${at}`, value: phone ?? '' },
    { name: `platform id ${at}`, value: providerUserId },
  ]),
  { name: 'kin name', value: kin.name },
  { name: 'kin phone', value: kin.phone },
  { name: 'contact phone', value: contact.phone },
  { name: 'staff name', value: staffName },
];
/** Kept in clear on purpose, as what is said about an office is; nowhere else than in its table. */
const note: Canary = { name: 'note on an office', value: '雀笺：门牌写错了' };
/** Put into all fields by whoever sends at random: into the log it may not come either. */
const typed: Canary[] = [
  { name: 'typed name', value: '雀打字人·演示' },
  { name: 'typed phone', value: '13911110009' },
  { name: 'typed note', value: '雀打字笺' },
];

const strangersRead: string[] = [];
const owner = new pg.Client(cluster.url);
const runtime = new pg.Client(cluster.runtimeUrl);
let officeId = '';

beforeAll(async () => {
  await owner.connect();
  await runtime.connect();
  const { data } = await world.anonymous().query('{ organisations(first: 1) { nodes { id } } }');
  officeId = (data as { organisations: { nodes: { id: string }[] } }).organisations.nodes[0]?.id ?? '';
});
afterAll(async () => {
  await owner.end();
  await runtime.end();
});

/** What a stranger sends, with what they are answered kept. */
async function strange(request: Parameters<typeof world.send>[0]): Promise<number> {
  const { status, text } = await world.send(request);
  strangersRead.push(text);
  return status;
}

/** Signs in and keeps token and ticket as further values that may lie nowhere. */
async function signedIn(identity: (typeof people)[number], container: 'OPEN_WEB' | 'ZHELIBAN_APP' | 'ZHELIBAN_ALIPAY' = 'OPEN_WEB'): Promise<Caller> {
  const ticket = world.provider.ticketFor(identity);
  const { signIn } = await world.anonymous().run(SignInDocument, { input: { method: 'ZHELIBAN_TICKET_ID', ticket, container } });
  if (signIn.__typename !== 'SignInSuccess') throw new Error(signIn.__typename);
  planted.push({ name: 'token', value: signIn.token, isRandom: true }, { name: 'ticket', value: ticket, isRandom: true });
  return new Caller(world.http, signIn.token);
}

/** Registers and expects nothing; the code of the error, if there is one. */
async function codeOfRegistering(caller: Caller): Promise<string | undefined> {
  const query = 'mutation ($input: RegisterDonorInput!) { registerDonor(input: $input) { __typename } }';
  return (await caller.query(query, { input: registration({ contact }) })).errors?.[0]?.extensions.code;
}

describe('people live through everything', () => {
  it('register, change, confirm, withdraw, say why, take a copy with its pages, sign out; staff are there, and rows are sealed', async () => {
    const sealing = keepSealing({ databaseUrl: cluster.runtimeUrl, keys: world.config.audit.keys, witnessFile: join(folder, 'witness'), now: () => NOW, log: createLog('info', { write: (line) => void (world.logged as string[]).push(line) }) });
    await world.staff({ role: 'REGISTRAR', name: staffName });
    const citizen = await signedIn(people[0]);
    await deciding.register(citizen, { contact });
    await deciding.edit(citizen, 1);
    await deciding.reaffirm(citizen, 2);
    await deciding.withdraw(citizen, 3);
    await deciding.refuse(citizen, 4);
    const page = await ownPage(citizen);
    expect(page.donor?.decision.sequence).toBe(5);
    await citizen.query('mutation ($input: StateWithdrawalReasonInput!) { stateWithdrawalReason(input: $input) { __typename } }', { input: { decisionId: page.donor?.decision.id, reason: 'OTHER' } });
    const { exportMyData } = await citizen.run(ExportMyDataDocument, { withPages: true });
    expect(exportMyData).toMatchObject({ document: expect.stringContaining(people[0].fullName) as unknown, pdf: expect.stringMatching(/^JVBERi0/) as unknown });
    await citizen.run(SignOutDocument, {});
    await signedIn(people[0], 'ZHELIBAN_APP');
    expect((await world.anonymous().run(SuggestOrganisationCorrectionDocument, { input: { organisationId: officeId, note: note.value } })).suggestOrganisationCorrection.__typename).toBe('SuggestOrganisationCorrectionSuccess');
    await sealing.stop();
  });
});

describe('clinicians ask about them', () => {
  it('by two, alone by breaking the glass, with a wrong name, and without any right', async () => {
    planted.push({ name: 'clinician', value: '演示医生甲' }, { name: 'name that was wrong', value: '雀错名演示' });
    const [first, second] = await twoClinicians(world);
    const id = await asked(first, questionAbout(people[0]));
    await lookingUp.confirm(second, id);
    expect((await lookingUp.open(first, id)).__typename).toBe('OpenLookUpSuccess');
    await lookingUp.ask(second, questionAbout(people[0], { fullName: '雀错名演示', ...AT_ONCE }));
    for (const role of ['REGISTRAR', 'AUDITOR', 'MANAGER', 'CLINICIAN'] as const) {
      const caller = await world.staff({ role, divisionCode: '330782', hospitalKey: 'another-hospital' });
      strangersRead.push(JSON.stringify(await caller.ask(LookUpDecisionDocument, { input: questionAbout(people[0]) })));
    }
  });
});

describe('faults are provoked', () => {
  it('six phones register one person at once: the database refuses five', async () => {
    const phones = await Promise.all((['OPEN_WEB', 'ZHELIBAN_APP', 'ZHELIBAN_ALIPAY'] as const).map((container) => signedIn(people[1], container)));
    const ends = await Promise.all([...phones, ...phones].map((phone) => deciding.register(phone, { contact })));
    expect(ends.filter(({ __typename }) => __typename === 'RegisterDonorSuccess')).toHaveLength(1);
  });

  it('the database refuses a row and would quote it, and lets a statement run out of time', { timeout: 60_000 }, async () => {
    const third = person({ ...people[0], documentNumber: numberOf(615) });
    planted.push({ name: 'number of who was refused', value: third.documentNumber });
    const citizen = await signedIn(third);
    await owner.query("alter table donor add constraint planted check (family_knows <> 'YES') not valid");
    expect(await codeOfRegistering(citizen)).toBe('INTERNAL_SERVER_ERROR');
    await owner.query('alter table donor drop constraint planted');
    await owner.query('alter table organisation_correction add constraint planted check (note is null) not valid');
    expect((await world.anonymous().ask(SuggestOrganisationCorrectionDocument, { input: { organisationId: officeId, note: note.value } })).errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    await owner.query('alter table organisation_correction drop constraint planted');
    await owner.query('begin; lock table donor in access exclusive mode');
    expect(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE']).toContain(await codeOfRegistering(citizen));
    await owner.query('rollback');
    expect(await codeOfRegistering(citizen)).toBeUndefined();
  });

  it('and statements fail that carry values themselves, which no statement of ours does', async () => {
    await runtime.query('set statement_timeout = 100');
    for (const { value } of planted) {
      await expect(runtime.query('select $1::text::int', [value])).rejects.toThrow(/invalid input syntax|out of range/);
      await expect(runtime.query(`select ${pg.escapeLiteral(value)}::uuid`)).rejects.toThrow(/invalid input syntax/);
      await expect(runtime.query('insert into rate_limit (key) values ($1)', [value])).rejects.toThrow(/violates check constraint/);
    }
    await expect(runtime.query(`select pg_sleep(30), ${pg.escapeLiteral(planted[0]?.value ?? '')}`)).rejects.toThrow(/statement timeout/);
  });

  it('and callers write values of people where none belong', async () => {
    const citizen = await signedIn(people[0]);
    for (const { value } of planted.slice(0, 12)) {
      const path = encodeURIComponent(value);
      // A word of letters may name a request; a number of a person may not.
      const number = /^\d+[\dX]$/.test(value) ? value : 'none';
      for (const at of [`/${path}`, `/graphql/${path}`, `/assets/${path}.js`, `/sign-in/callback?ticket=${path}&sp=/${path}`, `/graphql?query=${path}`, `/healthz?who=${path}`]) await world.send({ method: 'GET', path: at });
      await world.send({ body: `{"query": "{ viewer { state } } # ${value}` });
      await world.send({ body: { query: `{ viewer { state } ${value} }` } });
      await world.send({ body: { query: `query ($c: String!) { division(code: $c) { name } }`, variables: { c: { [value]: value } }, operationName: value } });
      await world.send({ body: { query: `{ division(code: ${JSON.stringify(value)}) { name } }` }, headers: { authorization: `Bearer ${number}`, 'user-agent': number, referer: `https://example.org/${number}`, 'x-forwarded-for': number, cookie: `who=${number}` } });
      const kept = await citizen.post({ query: 'mutation ($input: RegisterDonorInput!) { registerDonor(input: $input) { __typename } }', variables: { input: registration({ idempotencyKey: number.padEnd(16, '-') }) } }, { 'x-request-id': number.padEnd(8, '-') });
      expect(kept.data).toMatchObject({ registerDonor: { __typename: number === 'none' ? 'DonorAlreadyRegistered' : 'InvalidInput' } });
    }
  });

  it('and operations are made at random, by strangers and by somebody else who is signed in', { timeout: 300_000 }, async () => {
    const chance = new Chance(20_261_125);
    const operations = new RandomOperations(buildApiSchema(), chance, { name: [typed[0]?.value ?? ''], phone: [typed[1]?.value ?? ''], note: [typed[2]?.value ?? ''], id: [officeId], code: [XIHU], idempotencykey: ['0123456789abcdef0123'] });
    const other = await world.citizen();
    await deciding.register(other);
    for (let made = 0; made < (isLong ? 5_000 : 400); made += 1) {
      const { query, variables } = operations.next();
      const token = chance.of([other.token, null, 'made-up']);
      expect(await strange({ body: { query, variables }, headers: token === null ? {} : { authorization: `Bearer ${token}` } })).toBeLessThan(500);
    }
    const all = '{ viewer { state donor { registrationNumber history(first: 20) { nodes { fingerprint } } } citizen { maskedName } } organisations(first: 100) { nodes { name phone address } } }';
    for (const headers of [{}, { authorization: 'Bearer x' }]) await strange({ body: { query: all }, headers });
  });
});

describe('nothing of them is found', () => {
  it('in any line of the log, nor what others typed', () => {
    const log = world.logged.join('');
    expect(log.split('\n').length).toBeGreaterThan(200);
    expect(log).toContain('request broken');
    expect(sightingsIn('log', log, [...planted, ...typed, note])).toEqual([]);
  });

  it('in any answer to a stranger', () => {
    expect(strangersRead.length).toBeGreaterThan(400);
    expect(sightingsIn('answers', strangersRead.join('\n'), [...planted, note])).toEqual([]);
  });

  it('in any byte of the database’s folder: tables, indexes, statistics, write-ahead log, its own log', { timeout: 300_000 }, async () => {
    await owner.query('vacuum analyze');
    await superuser((client) => client.query('checkpoint'));
    const { found, files, bytes } = sightingsBelow(folder, planted);
    expect(found).toEqual([]);
    report('The canaries', `${planted.length} values in ${formsOf(note).length} forms, ${files} files of ${Math.round(bytes / 1e6)} MB, ${world.logged.length} lines of the log, ${strangersRead.length} answers: not found`);
    expect(bytes).toBeGreaterThan(20_000_000);
    expect(readFileSync(join(folder, 'postgres', 'log'), 'utf8')).toContain('LOG:');
    expect(readFileSync(join(folder, 'witness'), 'utf8').length).toBeGreaterThan(100);
  });
});

describe('the search itself', () => {
  it('finds what is written in clear on purpose, in the tables and in the write-ahead log', () => {
    const places = sightingsBelow(folder, [note]).found.map(({ place }) => place);
    expect(places.some((place) => place.startsWith('postgres/data/base/'))).toBe(true);
    expect(places.some((place) => place.startsWith('postgres/data/pg_wal/'))).toBe(true);
    expect(places.some((place) => place.startsWith('postgres/log'))).toBe(false);
  });

  it('finds every form of a value in the data folder', { timeout: 60_000 }, async () => {
    const control: Canary = { name: 'control', value: '对照雀·演示 33010619770809' };
    await owner.query('create table planted (at int, written bytea)');
    const forms = formsOf(control);
    for (const [at, { bytes }] of forms.entries()) await owner.query('insert into planted values ($1, $2)', [at, Buffer.concat([Buffer.from('x'.repeat(at % 3)), bytes])]);
    await superuser((client) => client.query('checkpoint'));
    const found = sightingsBelow(join(folder, 'postgres', 'data', 'base'), [control]).found.map(({ form }) => form);
    expect([...new Set(found)].toSorted()).toEqual(forms.map(({ form }) => form).toSorted());
  });

  it('finds what PostgreSQL would have logged with other settings', async () => {
    const control: Canary = { name: 'logged', value: '日志雀·演示' };
    await superuser(async (client) => {
      await client.query("set log_min_messages = 'error'; set log_min_error_statement = 'error'");
      await expect(client.query(`select ${pg.escapeLiteral(control.value)}::int`)).rejects.toThrow(/invalid input syntax/);
    });
    expect(sightingsIn('log', readFileSync(join(folder, 'postgres', 'log')), [control])).not.toEqual([]);
  });
});

async function superuser(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const { superuser: password } = JSON.parse(readFileSync(join(folder, 'postgres', 'passwords.json'), 'utf8')) as { superuser: string };
  const address = new URL(cluster.url);
  Object.assign(address, { username: 'postgres', password });
  const client = new pg.Client(address.href);
  await client.connect();
  await work(client).finally(() => client.end());
}
