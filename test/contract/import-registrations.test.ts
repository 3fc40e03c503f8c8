import { appendFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { ExportMyDataDocument, MyDecisionDocument } from '../../schema/generated/graphql.ts';
import { inPlainTransaction } from '../../server/src/audit/audit-log.queries.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { verifyAudit } from '../../server/src/audit/verify-audit.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { eraseDonor } from '../../server/src/donors/erase-donor.ts';
import { driftOfFigures, foldFigures, standingFigures } from '../../server/src/figures/figures.queries.ts';
import { FormerFileFault, lookOver } from '../../server/src/former-system/former-file.ts';
import { reportText } from '../../server/src/former-system/former-words.ts';
import { takeOverFile } from '../../server/src/former-system/take-over-file.ts';
import { BATCH } from '../../server/src/former-system/import-registrations.ts';
import { deciding, disavow, XIHU } from '../kit/decisions.ts';
import { plainClient } from '../kit/deeds.ts';
import { FORMER, formerFile, formerNumber, formerRow, statedIn, takenOver, writtenFile, type FormerCells } from '../kit/former-system.ts';
import { runtimeAddress } from '../kit/fresh-database.ts';
import { createWorld, NOW } from '../kit/world.ts';

const world = await createWorld();
const database = new pg.Client(world.databaseUrl);
await database.connect();
afterAll(() => database.end());
const numberOf = async (statement: string) => Number((await database.query<{ count: string }>(`select count(*) from ${statement}`)).rows[0]?.count);
const codes = (lines: readonly { reference: string; code: string }[]) => Object.fromEntries(lines.map(({ reference, code }) => [reference, code]));
const citizenOf = (person: number, special = {}) => world.citizen({ documentNumber: formerNumber(person), birthday: '1975-03-08', fullName: '演示旧人', ...special });

/** Each with the one code that it must be refused by; `person` keeps numbers apart. */
const badRows: readonly (readonly [special: FormerCells, code: string])[] = [
  [{ document_number: '330106197503080010' }, 'documentNumber.MALFORMED'],
  [{ document_number: formerNumber(5_000, '2031-01-01') }, 'documentNumber.MALFORMED'],
  [{ document_number: formerNumber(5_001, '2005-06-02'), decided_on: '2021-06-01' }, 'birthday.OUT_OF_RANGE'],
  [{ birthday: '1975-03-09' }, 'birthday.UNKNOWN_VALUE'],
  [{ document_type: '护照', document_number: 'E12345678' }, 'birthday.MALFORMED'],
  [{ document_type: '学生证' }, 'documentType.UNKNOWN_VALUE'],
  [{ full_name: '' }, 'fullName.REQUIRED'],
  [{ full_name: '演示\u0007人' }, 'fullName.FORBIDDEN_CHARACTER'],
  [{ full_name: '演'.repeat(51) }, 'fullName.TOO_LONG'],
  [{ phone: '12345' }, 'phone.MALFORMED'],
  [{ residence_code: '330103' }, 'residenceCode.DIVISION_ENDED'],
  [{ residence_code: '330100' }, 'residenceCode.DIVISION_UNKNOWN'],
  [{ residence_code: '' }, 'residenceCode.DIVISION_UNKNOWN'],
  [{ family_knows: '也许' }, 'familyKnows.UNKNOWN_VALUE'],
  [{ heart: '' }, 'HEART.MISSING_ITEM'],
  [{ heart: '都行' }, 'HEART.UNKNOWN_VALUE'],
  [{ body: '都行' }, 'body.UNKNOWN_VALUE'],
  [Object.fromEntries(Object.keys(statedIn({})).map((item) => [item.toLowerCase(), '不表态'])), 'choices.NOTHING_AGREED'],
  [{ decided_on: '2026-11-24' }, 'decidedOn.OUT_OF_RANGE'],
  [{ decided_on: '2021-02-30' }, 'decidedOn.MALFORMED'],
  [{ decided_on: '' }, 'decidedOn.REQUIRED'],
  [{ phone: '12345', heart: '', decided_on: '1.6.2021' }, 'decidedOn.MALFORMED;phone.MALFORMED;HEART.MISSING_ITEM'],
];
const unnamed: readonly (readonly [special: FormerCells, code: string])[] = [
  [{ reference: '' }, 'reference.REQUIRED'],
  [{ reference: '=1+1' }, 'reference.MALFORMED'],
  [{ reference: formerNumber(5_002) }, 'reference.PERSONAL_NUMBER'],
  [{ reference: `D${formerNumber(5_003)}` }, 'reference.PERSONAL_NUMBER'],
  [{ reference: 'T13700005566' }, 'reference.PERSONAL_NUMBER'],
  [{ reference: 'T-137-0000-5566' }, 'reference.PERSONAL_NUMBER'],
];

describe('a file of a former system', () => {
  const good = Array.from({ length: BATCH + 120 }, (_, person) => formerRow(person));
  const refusal = formerRow(900, Object.fromEntries(Object.keys(statedIn({})).map((item) => [item.toLowerCase(), 'refuse'])));
  const bad = badRows.map(([special], at) => formerRow(1_000 + at, { full_name: '金丝雀坏行', ...special }));
  const withoutName = unnamed.map(([special], at) => formerRow(1_100 + at, { full_name: '金丝雀坏行', ...special }));
  const rows = [...good.slice(0, 30), ...bad, ...good.slice(30), refusal, ...withoutName];
  const path = formerFile(rows, { mark: '\uFEFF' });

  it('is judged by a dry run, which writes nothing', async () => {
    const { sums } = await takenOver(world, path, { dryRun: true });
    expect(sums).toMatchObject({ rows: rows.length, taken: good.length + 1, known: 0, refused: bad.length + withoutName.length });
    expect(await numberOf('donor')).toBe(0);
    expect(await numberOf('audit_entry')).toBe(0);
  });

  it('is taken over row by row: every row is on the register or in the report, by its code', async () => {
    const told: number[] = [];
    const { sums, lines } = await takenOver(world, path, { progress: ({ rows: done }) => told.push(done) });
    expect(sums).toEqual({ rows: rows.length, taken: good.length + 1, changed: 0, known: 0, refused: bad.length + withoutName.length, withoutBody: 0 });
    expect(told).toEqual([BATCH, rows.length]);
    expect(codes(lines.filter(({ reference }) => reference !== ''))).toEqual(Object.fromEntries(badRows.map(([, code], at) => [`DJ-${1_000 + at}`, code])));
    expect(lines.filter(({ reference }) => reference === '').map(({ code }) => code)).toEqual(unnamed.map(([, code]) => code));
    // The header is line 1.
    expect(lines[0]?.line).toBe(32);
  });

  it('tells in its report the line, the number and the reason, and nothing of a person', async () => {
    const { lines } = await takenOver(world, path);
    const text = lines.map(reportText).join('');
    expect(text).toContain('32,DJ-1000,documentNumber.MALFORMED,证件号码：号码不对（位数、出生日期或者校验码）\r\n');
    for (const row of [...bad, ...withoutName]) {
      for (const [column, value] of Object.entries(row)) {
        if (value !== '' && (column !== 'reference' || withoutName.includes(row)) && !['同意', '不同意', '不表态'].includes(value)) expect.soft(text, column).not.toContain(value);
      }
    }
    expect(text).not.toMatch(/\d{11}|金丝雀|西湖|江干|上城|1975|都行/);
    expect(lines.every((line) => reportText(line).split(',').length === 4)).toBe(true);
  });

  it('changes nothing when it is taken over again', async () => {
    const before = await numberOf('audit_entry');
    expect((await takenOver(world, path)).sums).toMatchObject({ taken: 0, changed: 0, known: good.length + 1 });
    expect(await numberOf('donor')).toBe(good.length + 1);
    expect(await numberOf('audit_entry')).toBe(before);
  });

  it('is read back by its people, word for word, with the number and the day of the former system', async () => {
    for (const person of [0, 31, BATCH + 119, 900]) {
      const row = rows.find(({ reference }) => reference === `DJ-${person}`) ?? {};
      const caller = await citizenOf(person);
      const { viewer } = await caller.run(MyDecisionDocument, {});
      const decision = viewer?.donor?.decision;
      expect(decision).toMatchObject({ state: person === 900 ? 'REFUSED' : 'AGREED', channel: 'RED_CROSS_OFFICE', nationalSync: { state: 'PENDING' } });
      if (person !== 900) expect(Object.fromEntries((decision?.choices ?? []).map(({ item, choice }) => [item, choice]))).toEqual(statedIn(row));
      const { exportMyData } = await caller.run(ExportMyDataDocument, {});
      expect(JSON.stringify(exportMyData)).toContain(`DJ-${person}`);
    }
  });

  it('is whole in the audit, announced once for each person, and exact in the figures', async () => {
    const { keys } = world.config.audit;
    const [server, owner] = [await plainClient(runtimeAddress(world.databaseUrl)), await plainClient(world.databaseUrl)];
    await sealBatches(server, { key: keys.signing, now: () => NOW });
    expect(await inPlainTransaction(owner, 'SNAPSHOT', () => verifyAudit(owner, { keys: keys.known }))).toMatchObject({ fault: null, waiting: 0 });
    await Promise.all([server.end(), owner.end()]);
    expect(await numberOf(`audit_entry where operation = 'importRegistrations' and actor_kind = 'SYSTEM'`)).toBe(good.length + 1);
    expect(await numberOf('outbox_event')).toBe(good.length + 1);
    const figures = async () => (await standingFigures(world.orm.em.fork(), XIHU)).toSorted((one, other) => one.state.localeCompare(other.state));
    const exact = [{ divisionCode: XIHU, state: 'AGREED', people: good.length }, { divisionCode: XIHU, state: 'REFUSED', people: 1 }];
    expect(await figures()).toEqual(exact);
    await foldFigures(world.orm.em.fork(), 10_000);
    expect(await figures()).toEqual(exact);
    expect(await driftOfFigures(world.orm)).toBe(0);
  });
});

describe('people whom the register knows', () => {
  const lone = async (row: FormerCells) => {
    const { sums, lines } = await takenOver(world, formerFile([row]));
    return lines[0]?.code ?? Object.entries(sums).find(([name, count]) => count === 1 && name !== 'rows')?.[0];
  };
  const agreed = (person: number, special: FormerCells) => formerRow(person, { decided_on: '2021-06-01', ...special });
  const refused = (person: number, special: FormerCells) => ({ ...formerRow(person, special), ...Object.fromEntries(Object.keys(statedIn({})).map((item) => [item.toLowerCase(), '不同意'])) });

  it('are never changed where they decided here', async () => {
    await deciding.register(await citizenOf(2_000));
    expect(await lone(agreed(2_000, {}))).toBe('DECIDED_HERE');
    expect(await lone(agreed(2_000, { reference: 'DJ-2000b', decided_on: '2026-11-23' }))).toBe('DECIDED_HERE');
    world.wait(-7 * 86_400_000);
    await deciding.register(await citizenOf(2_001));
    world.wait(7 * 86_400_000);
    expect(await lone(agreed(2_001, { decided_on: '2026-11-20' }))).toBe('LATER_THAN_DECIDED_HERE');
    // Of the same day a refusal may be the later word: staff must look at it.
    expect(await lone(refused(2_000, { reference: 'DJ-2000c', decided_on: '2026-11-23' }))).toBe('LATER_THAN_DECIDED_HERE');
    expect(await numberOf('decision join donor on donor.id = donor_id where latest_sequence > 1')).toBe(0);
  });

  it('keep the later of two rows, in whatever order they come, also in one file', async () => {
    const pair = [agreed(2_010, { reference: 'A-1', decided_on: '2023-01-01', heart: '不同意' }), agreed(2_010, { reference: 'A-2', decided_on: '2019-01-01', heart: '同意' }), agreed(2_011, { reference: 'A-3', decided_on: '2019-01-01', heart: '同意' }), agreed(2_011, { reference: 'A-4', decided_on: '2023-01-01', heart: '不同意' })];
    const { sums, lines } = await takenOver(world, formerFile(pair));
    expect(sums).toMatchObject({ rows: 4, taken: 2, changed: 1, refused: 1 });
    expect(codes(lines)).toEqual({ 'A-2': 'OVERTAKEN' });
    for (const person of [2_010, 2_011]) {
      const { viewer } = await (await citizenOf(person)).run(MyDecisionDocument, {});
      expect(viewer?.donor?.decision.choices.find(({ item }) => item === 'HEART')?.choice).toBe('REFUSE');
    }
  });

  it('are held by the less invasive of two rows of one day', async () => {
    expect(await lone(agreed(2_020, { reference: 'B-1' }))).toBe('taken');
    expect(await lone(agreed(2_020, { reference: 'B-2' }))).toBe('OVERTAKEN');
    expect(await lone(refused(2_020, { reference: 'B-3' }))).toBe('changed');
    expect(await lone(refused(2_020, { reference: 'B-4' }))).toBe('CHANGES_NOTHING');
  });

  it('keep a refusal that was said again against an agreement of a day between', async () => {
    expect(await lone(refused(2_025, { reference: 'E-1', decided_on: '2015-01-01' }))).toBe('taken');
    expect(await lone(refused(2_025, { reference: 'E-2', decided_on: '2020-01-01' }))).toBe('changed');
    expect(await lone(agreed(2_025, { reference: 'E-3', decided_on: '2018-01-01' }))).toBe('OVERTAKEN');
    const { viewer } = await (await citizenOf(2_025)).run(MyDecisionDocument, {});
    expect(viewer?.donor?.decision).toMatchObject({ state: 'REFUSED', sequence: 2 });
  });

  it('are not mixed up: another name, other words under the same number, a dispute', async () => {
    expect(await lone(agreed(2_030, { reference: 'C-1' }))).toBe('taken');
    expect(await lone(agreed(2_030, { reference: 'C-2', decided_on: '2022-01-01', full_name: '另一个人' }))).toBe('NAME_DIFFERS');
    expect(await lone(agreed(2_030, { reference: 'C-1', heart: '不表态' }))).toBe('REFERENCE_DIFFERS');
    const citizen = await citizenOf(2_030);
    const { viewer } = await citizen.run(MyDecisionDocument, {});
    expect((await disavow(citizen, viewer?.donor?.decision.id ?? '')).__typename).toBe('DisavowDecisionSuccess');
    expect(await lone(agreed(2_030, { reference: 'C-3', decided_on: '2022-01-01' }))).toBe('FROZEN');
  });

  it('do not come back by the same file once they were erased', async () => {
    expect(await lone(agreed(2_040, { reference: 'D-1' }))).toBe('taken');
    await world.orm.em.fork().transactional(async (em) => eraseDonor({ em, vault: world.vault, now: () => NOW }, await em.findOneOrFail(Donor, { documentIndex: world.vault.blindIndex('identity-document', `RESIDENT_ID_CARD:${formerNumber(2_040)}`) })));
    const before = await numberOf('donor');
    expect(await lone(agreed(2_040, { reference: 'D-1' }))).toBe('known');
    expect(await numberOf('donor')).toBe(before);
    // Under the number of somebody who was erased another may not pass for known.
    expect(await lone(agreed(2_041, { reference: 'D-1', decided_on: '2022-02-02' }))).toBe('REFERENCE_DIFFERS');
  });

  it('are told that their wish about the body was left behind', async () => {
    // A long serial number is nobody's.
    expect((await takenOver(world, formerFile([agreed(2_060, { reference: '330100201900001' })]))).sums.taken).toBe(1);
    expect((await takenOver(world, formerFile([agreed(2_050, { body: '同意' }), agreed(2_051, { body: '' })]))).sums).toMatchObject({ taken: 2, refused: 0, withoutBody: 1 });
    expect(await numberOf('body_donation')).toBe(0);
  });
});

describe('an import that is broken off', () => {
  const people = Array.from({ length: 2 * BATCH + 10 }, (_, at) => formerRow(3_000 + at));
  const path = formerFile(people, { newline: '\n' });

  it('keeps whole batches, and goes on behind them', async () => {
    const before = await numberOf('donor');
    const ending = new AbortController();
    expect((await takenOver(world, path, { signal: ending.signal, progress: () => ending.abort() })).sums).toMatchObject({ rows: BATCH, taken: BATCH });
    expect(await numberOf('donor')).toBe(before + BATCH);

    // A row of the second batch cannot be written: nothing of its batch is there.
    await database.query(`create function break_off() returns trigger language plpgsql as $$ begin raise exception 'broken off'; end $$`);
    await database.query(`create trigger break_off before insert on former_registration for each row when (new.reference = 'DJ-${3_000 + BATCH + 250}') execute function break_off()`);
    await expect(takenOver(world, path)).rejects.toThrow('broken off');
    // To the operator it says where, and nothing of what was to be written.
    const { fault } = await takeOverFile({ path, system: FORMER, keys: world.config.keys, dryRun: false, report: () => undefined, readThrough: () => undefined, database: () => Promise.resolve({ url: world.databaseUrl, stop: () => Promise.resolve() }) });
    expect(fault).toMatch(/^导入中断：\w+ P0001 at .+已写入的都保留/);
    expect(fault).not.toMatch(/DJ-|AGREE|broken off|insert/);
    expect(await numberOf('donor')).toBe(before + BATCH);
    await database.query('drop trigger break_off on former_registration');

    expect((await takenOver(world, path)).sums).toMatchObject({ rows: people.length, known: BATCH, taken: BATCH + 10 });
    expect(await numberOf('donor')).toBe(before + people.length);
    expect(await driftOfFigures(world.orm)).toBe(0);
  });

  it('doubles nobody when two run at once', async () => {
    const both = formerFile(Array.from({ length: BATCH }, (_, at) => formerRow(5_000 + at)));
    const before = await numberOf('donor');
    const [one, other] = await Promise.all([takenOver(world, both), takenOver(world, both)]);
    expect(one.sums.taken + other.sums.taken).toBe(BATCH);
    expect(one.sums.known + other.sums.known).toBe(BATCH);
    expect(await numberOf('donor')).toBe(before + BATCH);
  });

  it('is said when the disk was full for the report, or the file was altered on the way', async () => {
    const options = { system: FORMER, keys: world.config.keys, dryRun: true, database: () => Promise.resolve({ url: world.databaseUrl, stop: () => Promise.resolve() }) };
    const bad = formerFile([formerRow(7_100, { phone: '1' })]);
    const full = await takeOverFile({ ...options, path: bad, readThrough: () => undefined, report: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })) });
    expect(full.fault).toContain('磁盘已满');
    const altered = await takeOverFile({ ...options, path: bad, readThrough: () => appendFileSync(bad, '\r\n'), report: () => undefined });
    expect(altered.fault).toContain('被改动');
  });

  it('runs a batch again that stood in a circle of locks with another import', async () => {
    // PostgreSQL ends one of them: here the first that comes.
    await database.query('create sequence circle_of_locks');
    await database.query('grant usage on sequence circle_of_locks to public');
    await database.query(`create function circle() returns trigger language plpgsql as $$ begin if nextval('circle_of_locks') = 1 then raise exception using errcode = 'deadlock_detected', message = 'deadlock detected'; end if; return new; end $$`);
    await database.query('create trigger circle before insert on former_registration for each row execute function circle()');
    const { sums } = await takenOver(world, formerFile([formerRow(7_000), formerRow(7_001)])).finally(() => database.query('drop trigger circle on former_registration'));
    expect(sums).toMatchObject({ taken: 2 });
  });
});

describe('a file that cannot be read to its end', () => {
  const header = Object.keys(formerRow(1)).join(',');
  it.each([
    ['GBK', Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c]), 'UTF-8'],
    ['UTF-16', Buffer.from(`${header}\n`, 'utf16le'), 'UTF-8'],
    ['a quotation mark that is never closed', `${header}\n"DJ-1,演示\n${'x\n'.repeat(9_000)}`, '引号'],
    ['a line of nothing but commas', `${header}\n${','.repeat(200_000)}\n`, '超过 32768 个字符'],
    ['nothing', '', '空的'],
    ['a header only', `${header}\n`, '只有表头'],
    ['a column twice', `${header},heart\n`, '两次'],
    ['no column of the day', `${header.replace('decided_on,', '')}\n`, '登记日期'],
    ['a person in place of a header', '演示旧人,330106197503080010\n', '第 1 列'],
  ])('is refused whole, and nothing of it repeated: %s', async (_name, content, words) => {
    const fault = await lookOver(writtenFile(content)).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(FormerFileFault);
    expect(String(fault)).toContain(words);
    expect(String(fault)).not.toContain('演示');
  });
});
