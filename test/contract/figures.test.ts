import { describe, expect, it } from 'vitest';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { eraseDonor } from '../../server/src/donors/erase-donor.ts';
import { driftOfFigures, foldFigures, LEAST_CHANGE, publishedFigures, publishFigures, standingFigures } from '../../server/src/figures/figures.queries.ts';
import { roundOfFigures } from '../../server/src/figures/keep-figures.ts';
import { createLog } from '../../server/src/log.ts';
import type { Caller as Citizen } from '../kit/caller.ts';
import { deciding, registration, XIHU } from '../kit/decisions.ts';
import { createWorld } from '../kit/world.ts';

const world = await createWorld();
const em = () => world.orm.em.fork();
const agreed = async (prefix = '33') => (await standingFigures(em(), prefix)).filter(({ state }) => state === 'AGREED').reduce((sum, { people }) => sum + people, 0);
const drift = () => driftOfFigures(world.orm);
const fold = () => foldFigures(em(), 1_000);
const publish = (day: string) => publishFigures(em(), day, 0);
const published = async (prefix: string, day: string) => (await publishedFigures(em(), prefix, day, day))[0]?.people;
const register = async (people: number, residenceCode = XIHU) => {
  const contact = { ...registration().contact, residenceCode };
  return Promise.all(Array.from({ length: people }, async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen, { contact });
    return citizen;
  }));
};

describe('figures by division', () => {
  it('are exact after every command, folded or not', async () => {
    const [first] = await register(3);
    await deciding.refuse(await world.citizen(), null);
    expect(await standingFigures(em(), XIHU)).toContainEqual({ divisionCode: XIHU, state: 'AGREED', people: 3 });
    expect(await drift()).toBe(0);
    await fold();
    expect(await drift()).toBe(0);
    if (!first) throw new Error('Nobody registered');
    await deciding.withdraw(first, 1);
    expect(await agreed()).toBe(2);
    expect(await drift()).toBe(0);
    await fold();
    expect(await agreed()).toBe(2);
  });

  it('append nothing for a command that was undone', async () => {
    const before = await standingFigures(em(), '33');
    await expect(
      world.orm.em.fork().transactional(async (inside) => {
        await inside.execute(`update donor set residence_code = '330110' where residence_code = '${XIHU}'`);
        await inside.execute('set constraints all immediate');
        expect(await standingFigures(inside, '330110')).not.toEqual([]);
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await standingFigures(em(), '33')).toEqual(before);
    expect(await drift()).toBe(0);
  });

  it('follow who moves and who is erased', async () => {
    await em().execute(`update donor set residence_code = '330110' where id = (select id from donor where residence_code = '${XIHU}' limit 1)`);
    expect(await standingFigures(em(), '330110')).toHaveLength(1);
    expect(await drift()).toBe(0);
    await world.orm.em.fork().transactional(async (inside) => eraseDonor({ em: inside, vault: world.vault, now: () => new Date() }, await inside.findOneOrFail(Donor, { residenceCode: '330110' })));
    expect(await standingFigures(em(), '330110')).toEqual([]);
    expect(await drift()).toBe(0);
  });

  it('lose and double nothing while many register and two servers fold', async () => {
    const folding = (async () => {
      for (let round = 0; round < 20; round++) await Promise.all([roundOf('2026-11-26'), roundOf('2026-11-26')]);
    })();
    const before = await agreed();
    await register(30, '330203');
    await folding;
    expect(await agreed()).toBe(before + 30);
    expect(await drift()).toBe(0);
  });

  it('are compared however long counting everybody takes', async () => {
    const holder = em();
    await holder.begin();
    await holder.execute('lock table figure_standing in access exclusive mode');
    let isOver = false;
    const counted = drift().finally(() => (isOver = true));
    // Longer than a connection of the pool waits for any answer.
    await expect.poll(async () => isOver || em().execute(`select from pg_stat_activity where wait_event_type = 'Lock' and query_start < clock_timestamp() - interval '6.5 seconds' and query like '%figure_standing%'`), { timeout: 15_000 }).toHaveLength(1);
    await holder.commit();
    expect(await counted).toBe(0);
  });

  it('give a count up when the server stops', async () => {
    const holder = em();
    await holder.begin();
    await holder.execute('lock table figure_standing in access exclusive mode');
    const ending = new AbortController();
    const counted = driftOfFigures(world.orm, ending.signal);
    await expect.poll(() => em().execute(`select from pg_stat_activity where wait_event_type = 'Lock' and query like '%figure_standing%'`)).toHaveLength(1);
    ending.abort();
    await expect(counted).rejects.toThrow('Connection terminated');
    await holder.commit();
  });

  it('give it up as well while they only connect', async () => {
    const ending = new AbortController();
    const counted = driftOfFigures(world.orm, ending.signal);
    ending.abort();
    await expect(counted).rejects.toThrow('aborted');
  });

  it('are not published once they are wrong, and that is told', async () => {
    await em().execute(`update figure_standing set people = people + 1 where division_code = '330203' and state = 'AGREED'`);
    expect(await drift()).toBe(1);
    const said: string[] = [];
    await roundOf('2026-12-24', said);
    expect(said.join()).toContain('figuresDrift');
    // They do not mend themselves: nobody is counted again before an hour has passed.
    await roundOf('2026-12-24', said, false);
    expect(said).toHaveLength(1);
    expect(await published('330203', '2026-12-24')).not.toBe(31);
    await em().execute(`update figure_standing set people = people - 1 where division_code = '330203' and state = 'AGREED'`);
  });
});

describe('published figures', () => {
  it('move only when ten people have, however often one of them decides', async () => {
    const county = '330302';
    await register(LEAST_CHANGE - 1, county);
    await publish('2027-01-01');
    expect(await published(county, '2027-01-01')).toBe(0);
    const [last] = await register(1, county);
    if (!last) throw new Error('Nobody registered');
    await publish('2027-01-02');
    expect(await published(county, '2027-01-02')).toBe(LEAST_CHANGE);
    await deciding.withdraw(last, 1);
    await publish('2027-01-03');
    expect(await published(county, '2027-01-03')).toBe(LEAST_CHANGE);
  });

  it('go back to none only where that does not say how few are left', async () => {
    const [few, many] = ['330402', '330411'];
    const leave = async (citizens: readonly Citizen[]) => Promise.all(citizens.map((citizen) => deciding.withdraw(citizen, 1)));
    const fromFew = await register(LEAST_CHANGE, few);
    const fromMany = await register(2 * LEAST_CHANGE, many);
    await publish('2027-02-01');
    // None, after ten, would say that nobody who lives there agrees.
    await leave(fromFew);
    await leave(fromMany.slice(0, LEAST_CHANGE + 1));
    await publish('2027-02-02');
    expect(await published(few, '2027-02-02')).toBe(LEAST_CHANGE);
    expect(await published(many, '2027-02-02')).toBe(0);
  });

  it('of a wider division are the sum of its parts, day by day', async () => {
    await register(LEAST_CHANGE, '330304');
    await publish('2027-01-04');
    expect(await publishedFigures(em(), '330300', '2027-01-01', '2027-01-05')).toEqual([
      { day: '2027-01-01', people: 0 },
      { day: '2027-01-02', people: LEAST_CHANGE },
      { day: '2027-01-04', people: 2 * LEAST_CHANGE },
    ]);
  });

  it('are everybody’s, for a year at most', async () => {
    const ask = (to: string) => world.anonymous().query(`{ registrationFigures(divisionCode: "330300", from: "2027-01-04", to: "${to}") { day people } }`);
    expect((await ask('2027-01-04')).data).toEqual({ registrationFigures: [{ day: '2027-01-04', people: 2 * LEAST_CHANGE }] });
    expect((await ask('2028-01-05')).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

function roundOf(day: string, said: string[] = [], mayCount = true): Promise<void> {
  const log = createLog('info', { write: (line: string) => void said.push(line) } as never);
  return roundOfFigures({ orm: world.orm, now: () => new Date(`${day}T04:00:00Z`), log }, mayCount).then(() => undefined);
}
