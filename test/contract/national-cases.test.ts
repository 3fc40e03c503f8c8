import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { NationalDifferencesDocument } from '../../schema/generated/graphql.ts';
import { throughDoorOf } from '../../server/src/database/door.ts';
import type { Em } from '../../server/src/database/orm.ts';
import { runMigrations } from '../../server/src/database/run-migrations.ts';
import { SchemaChanges } from '../../server/src/database/schema-changes.ts';
import { raiseWalls } from '../../server/src/database/walls.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { eraseDonor } from '../../server/src/donors/erase-donor.ts';
import { callerOf } from '../../server/src/identity/callers.ts';
import { differencesIn, MOST_COUNTED, type DifferenceRow } from '../../server/src/national-register/national-sync.queries.ts';
import { deciding, ownPage, registration, XIHU } from '../kit/decisions.ts';
import { createWorld, NOW } from '../kit/world.ts';

const world = await createWorld();
const em = () => world.orm.em.fork();
/** Servers may read the list only. */
const owner = new pg.Client(world.databaseUrl);
await owner.connect();
afterAll(() => owner.end());

/** What is listed and should not be, and the other way round. */
const faults = () =>
  em().execute<object[]>(`with open as (
      select donor.id, decision_id, coalesce(residence_code, '') as area, sync.state in ('PENDING', 'SENT') as waits, since from national_sync as sync join decision on decision.id = decision_id
      join donor on donor.id = donor_id and latest_sequence = sequence where erased_at is null and sync.state <> 'CONFIRMED'),
    listed as (select donor_id, decision_id, area_code, waits, since from national_case)
    (select * from open except select * from listed) union all (select * from listed except select * from open)`);
const answer = (state: string, of = 'true') => em().execute(`update national_sync set state = '${state}' where ${of}`);

describe('what the national register has not confirmed', () => {
  it('is listed person by person, whatever is decided, answered, moved or erased', async () => {
    const citizens = await Promise.all(Array.from({ length: 4 }, () => world.citizen()));
    for (const citizen of citizens) await deciding.register(citizen, { contact: { ...registration().contact, residenceCode: XIHU } });
    expect([await faults(), (await em().execute('select from national_case')).length]).toEqual([[], 4]);
    await answer('CONFIRMED');
    expect([await faults(), (await em().execute('select from national_case')).length]).toEqual([[], 0]);
    const [first] = citizens;
    if (!first) throw new Error('Nobody registered');
    world.wait(1_000);
    await deciding.reaffirm(first, (await ownPage(first)).donor?.version ?? 0);
    await answer('CONFLICT', `state = 'CONFIRMED'`);
    await em().execute(`update donor set residence_code = '330110' where id = (select donor_id from national_case where waits)`);
    await em().execute(`update donor set residence_code = null where id = (select donor_id from national_case where not waits limit 1)`);
    expect([await faults(), (await em().execute('select from national_case')).length]).toEqual([[], 4]);
    await em().transactional(async (inside) => eraseDonor({ em: inside, vault: world.vault, now: () => new Date() }, await inside.findOneOrFail(Donor, { residenceCode: '330110' })));
    expect([await faults(), (await em().execute('select from national_case')).length]).toEqual([[], 3]);
  });

  it('is right when an answer comes while the person decides anew, whichever ends first', async () => {
    for (const answerEndsFirst of [true, false]) {
      const citizen = await world.citizen();
      await deciding.register(citizen, { contact: { ...registration().contact, residenceCode: XIHU } });
      const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
      const [answering, editing] = [em(), em()];
      await Promise.all([answering.begin(), editing.begin()]);
      const sync = `decision_id = (select id from decision where sequence = 1 and donor_id = (select id from donor where registration_number = '${number}'))`;
      await answering.execute(`update national_sync set state = 'CONFIRMED' where ${sync}`);
      await editing.execute(
        `with before as (select * from decision where sequence = 1 and donor_id = (select id from donor where registration_number = '${number}')),
         anew as (insert into decision (id, donor_id, sequence, action, state, choices, channel, assurance_level, consent_purpose, consent_version, consent_hash, recorded_at, fingerprint)
           select gen_random_uuid(), donor_id, 2, 'REAFFIRMED', state, choices, channel, assurance_level, consent_purpose, consent_version, consent_hash, recorded_at, fingerprint from before returning id)
         insert into national_sync (decision_id, state, since) select id, 'PENDING', now() from anew`,
      );
      const ends = async (work: Em, ...statements: readonly string[]): Promise<void> => {
        for (const statement of [...statements, 'set constraints all immediate']) await work.execute(statement);
      };
      const answerLast = () => ends(answering);
      const editLast = () => ends(editing, `update donor set latest_sequence = 2 where registration_number = '${number}'`);
      await (answerEndsFirst ? answerLast() : editLast());
      // The other one waits until the first is kept, and then looks.
      const last = answerEndsFirst ? editLast() : answerLast();
      await (answerEndsFirst ? answering : editing).commit();
      await last;
      await (answerEndsFirst ? editing : answering).commit();
      expect(await faults()).toEqual([]);
    }
  });
});

describe('the migration', () => {
  it('finds those who waited before it, and lists nobody twice or falsely', async () => {
    const changes = await SchemaChanges.connect(world.databaseUrl);
    try {
      await owner.query(`drop table national_case; drop function keep_national_case cascade; delete from schema_migration where name = '2026-11-27-02-national-cases'`);
      expect(await runMigrations(world.orm, changes)).toEqual(['2026-11-27-02-national-cases']);
      await raiseWalls(changes);
    } finally {
      await changes.close();
    }
    await owner.query(`grant select on national_case to ${new URL(world.database.runtimeUrl).username}`);
    expect([await faults(), (await em().execute('select from national_case')).length]).toEqual([[], 5]);
  });
});

describe('the list of staff', () => {
  /** Cases in many divisions, of which the first ones wait longest. */
  const fill = async (people: number) => {
    await owner.query(
      `insert into national_case (donor_id, decision_id, area_code, waits, since)
       select gen_random_uuid(), gen_random_uuid(), codes[1 + number % cardinality(codes)], number % 3 > 0, timestamptz '2026-01-01' + number * interval '1 minute'
       from generate_series(1, $1::int) as number, (select array_agg(code) as codes from division where code like '3301%' and code not like '%00') as all_codes`,
      [people],
    );
    await owner.query('analyze national_case');
  };

  const staffEm = async (divisionCode: string): Promise<Em> => {
    const { token } = await world.staff({ role: 'MANAGER', divisionCode });
    const recognising = em();
    return throughDoorOf(await callerOf(token, { em: recognising, vault: world.vault, now: () => NOW, limits: world.config.session }), recognising);
  };

  /** How many rows of cases a page and its total read, by PostgreSQL's own account. */
  async function rowsRead(door: Em, prefix: string, after: DifferenceRow | null): Promise<number> {
    let read = 0;
    const counting = {
      execute: async (text: string, values: unknown[]) => {
        const [explained] = await door.execute<{ 'QUERY PLAN': [{ Plan: Node }] }[]>(`explain (analyze, format json) ${text}`, values);
        read += casesIn(explained?.['QUERY PLAN'][0].Plan ?? {});
        return door.execute(text, values);
      },
    } as unknown as Em;
    await differencesIn(counting, { prefix, withoutArea: prefix.length === 2 }, { lateSince: NOW, after, limit: 21 });
    return read;
  }

  it.each([['of a county', '330106'], ['of a city', '3301'], ['of the province', '33']])('reads as few rows for a page %s at any depth, however many there are', async (_which, prefix) => {
    const door = await staffEm(prefix.padEnd(6, '0'));
    const deep: DifferenceRow = { since: new Date('2026-01-04'), decisionId: randomUUID() };
    await owner.query('delete from national_case');
    await fill(10_000);
    const few = [await rowsRead(door, prefix, null), await rowsRead(door, prefix, deep)];
    await fill(30_000);
    const many = [await rowsRead(door, prefix, null), await rowsRead(door, prefix, deep)];
    // Two reads of a page for each division that has cases, and the count.
    const divisions = prefix.length === 6 ? 1 : 15;
    for (const read of [...few, ...many]) expect(read).toBeLessThanOrEqual(divisions * 2 * 21 + MOST_COUNTED + 1);
  });

  it('says that there are more than a thousand, and no more', async () => {
    const manager = await world.staff({ role: 'MANAGER', divisionCode: '330100' });
    await owner.query('delete from national_case');
    await fill(MOST_COUNTED);
    expect((await manager.run(NationalDifferencesDocument, { first: 1, after: null })).nationalDifferences).toMatchObject({ totalCount: MOST_COUNTED, isTotalExact: true });
    await fill(1);
    expect((await manager.run(NationalDifferencesDocument, { first: 1, after: null })).nationalDifferences).toMatchObject({ totalCount: MOST_COUNTED, isTotalExact: false });
    const elsewhere = await world.staff({ role: 'MANAGER', divisionCode: '330302' });
    expect((await elsewhere.run(NationalDifferencesDocument, { first: 1, after: null })).nationalDifferences).toMatchObject({ totalCount: 0, isTotalExact: true });
  });
});

/** A node of PostgreSQL's plan, as far as it is read here. */
interface Node {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
}

function casesIn({ 'Relation Name': table, 'Actual Rows': rows = 0, 'Actual Loops': loops = 0, 'Rows Removed by Filter': removed = 0, Plans = [] }: Node): number {
  return (table === 'national_case' ? (rows + removed) * loops : 0) + Plans.reduce((sum, node) => sum + casesIn(node), 0);
}
