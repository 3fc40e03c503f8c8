import { describe, expect, it } from 'vitest';
import { InspectedLookUpsDocument, LiftLookUpBlockDocument, LookUpAlarmsDocument } from '../../../schema/generated/graphql.ts';
import { testIdentityNumber } from '../../../server/src/nonprod/test-identity-number.ts';
import type { Caller } from '../../kit/caller.ts';
import { deciding } from '../../kit/decisions.ts';
import { asked, AT_ONCE, HOSPITAL, lookingUp, questionAbout, twoClinicians } from '../../kit/look-ups.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld({ SANXIAN_LOOK_UP_FLOOR_MS: '0' });
const notOpen = { __typename: 'LookUpNotOpen' };

const alarmsOf = (event: string) => world.logged.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line['event'] === event);
const inspected = async (caller: Caller, sample = false) => (await caller.run(InspectedLookUpsDocument, { first: 100, after: null, sample })).lookUps;
const alarms = async (caller: Caller) => caller.run(LookUpAlarmsDocument, { first: 100, after: null });

describe('broken glass', () => {
  it('raises an alarm without a word about the person, and stands in the queue of managers and auditors of the area', async () => {
    const who = person();
    await deciding.register(await world.citizen(who));
    const [asker] = await twoClinicians(world);
    const id = await asked(asker, questionAbout(who, AT_ONCE));
    const alarm = alarmsOf('lookUpBreakGlass').filter((line) => line['lookUpId'] === id);
    expect(alarm).toMatchObject([{ level: 50, accountId: asker.accountId, areaCode: HOSPITAL.areaCode, reason: 'MINUTES_MATTER' }]);
    for (const secret of [who.documentNumber, who.fullName]) expect(world.logged.join('')).not.toContain(secret);
    for (const role of ['MANAGER', 'AUDITOR'] as const) {
      const queue = (await alarms(await world.staff({ role, divisionCode: '330100' }))).breakGlassLookUps;
      expect(queue.nodes.find((node) => node.id === id)).toMatchObject({ breakGlassReason: 'MINUTES_MATTER', secondPerson: null, requestedBy: { name: '演示医生甲' } });
      expect((await alarms(await world.staff({ role, divisionCode: '330200' }))).breakGlassLookUps.nodes).toEqual([]);
    }
  });

  it('is for few: an account that breaks it again and again must wait', async () => {
    const [asker] = await twoClinicians(world);
    for (let one = 0; one < 6; one++) await asked(asker, questionAbout(person(), AT_ONCE));
    expect(await lookingUp.ask(asker, questionAbout(person(), AT_ONCE))).toMatchObject({ __typename: 'TooManyRequests' });
    expect(await lookingUp.ask(asker, questionAbout(person()))).toMatchObject({ __typename: 'LookUpDecisionSuccess' });
  });
});

describe('who inspects', () => {
  it('sees every look-up of the scope with who, where and when, and no person', async () => {
    const who = person();
    const [asker, second] = await twoClinicians(world);
    const id = await asked(asker, questionAbout(who, { caseNumber: 'INSPECTED-1' }));
    await lookingUp.confirm(second, id);
    const auditor = await world.staff({ role: 'AUDITOR', divisionCode: '330106' });
    const all = await inspected(auditor);
    expect(all.nodes.find((node) => node.id === id)).toMatchObject({ status: 'CONFIRMED', caseNumber: 'INSPECTED-1', requestedBy: { name: '演示医生甲' }, secondPerson: { name: '演示医生乙' } });
    expect(JSON.stringify(all)).not.toContain(who.fullName);
    expect((await inspected(await world.staff({ role: 'AUDITOR', divisionCode: '330105' }))).nodes).toEqual([]);
  });

  it('draws a sample that nobody knows beforehand, with every broken glass in it', async () => {
    const [asker] = await twoClinicians(world);
    const glass = await asked(asker, questionAbout(person(), AT_ONCE));
    for (let one = 0; one < 50; one++) await asked(asker, questionAbout(person()));
    const auditor = await world.staff({ role: 'AUDITOR', divisionCode: '330100' });
    const [all, sample] = [await inspected(auditor), await inspected(auditor, true)];
    expect(sample.nodes.map(({ id }) => id)).toContain(glass);
    expect(sample.totalCount).toBeLessThan(all.totalCount / 2);
    expect(JSON.stringify(await lookingUp.desk(asker))).not.toContain('drawn');
  });

  it.each(['CLINICIAN', 'COORDINATOR', 'REGISTRAR'] as const)('is not a %s', async (role) => {
    const caller = await world.staff({ role, divisionCode: '330106', hospitalKey: HOSPITAL.hospitalKey });
    expect((await caller.ask(InspectedLookUpsDocument, { first: 1, after: null, sample: false })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await caller.ask(LookUpAlarmsDocument, { first: 1, after: null })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('whoever counts through the numbers of one county and birthday', () => {
  const candidates = (birthday: string) =>
    Array.from({ length: 999 }, (_, order) => person({ birthday, documentNumber: testIdentityNumber({ divisionCode: '330106', birthday, order: order + 1 }) }));

  it('gets at most 3 of 999 answered, is blocked, and an alarm is raised', async () => {
    const [asker] = await twoClinicians(world);
    const people = candidates('1970-03-04');
    const victim = people[500] ?? person();
    await deciding.register(await world.citizen(victim));
    const results = new Map<string, number>();
    for (const who of people) {
      const { __typename } = await lookingUp.ask(asker, questionAbout(who, AT_ONCE));
      results.set(__typename, (results.get(__typename) ?? 0) + 1);
    }
    expect(results.get('LookUpDecisionSuccess')).toBe(3);
    expect((results.get('LookUpNotOpen') ?? 0) + (results.get('TooManyRequests') ?? 0)).toBe(996);
    expect(alarmsOf('lookUpPrefixAlarm').filter((line) => line['accountId'] === asker.accountId)).toMatchObject([{ level: 50, areaCode: HOSPITAL.areaCode }]);
  }, 120_000);

  it('gets no more by asking all at once: the database counts, too', async () => {
    const [asker] = await twoClinicians(world);
    const answers = await Promise.all(candidates('1971-03-04').slice(0, 40).map((who) => lookingUp.ask(asker, questionAbout(who))));
    expect(answers.filter(({ __typename }) => __typename === 'LookUpDecisionSuccess').length).toBeLessThanOrEqual(3);
    expect(alarmsOf('lookUpPrefixAlarm').some((line) => line['accountId'] === asker.accountId)).toBe(true);
  }, 60_000);

  it('is let in again by a manager of the area only', async () => {
    const asker = await world.staff({ role: 'CLINICIAN', hospitalKey: HOSPITAL.hospitalKey, name: '演示医生丙' });
    for (const who of candidates('1972-03-04').slice(0, 4)) await lookingUp.ask(asker, questionAbout(who));
    expect(await lookingUp.ask(asker, questionAbout(person()))).toMatchObject(notOpen);
    const manager = await world.staff({ role: 'MANAGER', divisionCode: '330100' });
    const block = (await alarms(manager)).lookUpBlocks.find(({ person: { name } }) => name === '演示医生丙');
    expect(block).toMatchObject({ area: { code: HOSPITAL.areaCode } });
    const lift = async (caller: Caller) => (await caller.run(LiftLookUpBlockDocument, { input: { id: block?.id ?? '' } })).liftLookUpBlock;
    expect(await lift(await world.staff({ role: 'MANAGER', divisionCode: '330200' }))).toMatchObject(notOpen);
    expect((await (await world.staff({ role: 'AUDITOR' })).ask(LiftLookUpBlockDocument, { input: { id: block?.id ?? '' } })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await lift(manager)).toMatchObject({ __typename: 'LiftLookUpBlockSuccess' });
    expect(await lookingUp.ask(asker, questionAbout(person()))).toMatchObject({ __typename: 'LookUpDecisionSuccess' });
  });

  it('is nobody who asks about one person again, or about people of other days', async () => {
    const [asker] = await twoClinicians(world);
    const [twin] = candidates('1973-03-04');
    for (let one = 0; one < 5; one++) await asked(asker, questionAbout(twin ?? person(), { caseNumber: `TWIN-${one}` }));
    for (const birthday of ['1973-03-05', '1973-03-06', '1973-03-07', '1973-03-08']) await asked(asker, questionAbout(candidates(birthday)[0] ?? person()));
  });
});

describe('one person', () => {
  it('is looked up no more often than a real case needs: by one account, and by all together, which raises an alarm; broken glass is stopped by the own account alone', async () => {
    const who = person();
    const asks = async (asker: Caller, times: number) => {
      const answers: string[] = [];
      for (let one = 0; one < times; one++) answers.push((await lookingUp.ask(asker, questionAbout(who, { caseNumber: `ROUND-${one}` }))).__typename);
      return answers.filter((answer) => answer === 'LookUpDecisionSuccess').length;
    };
    for (let round = 0; round < 4; round++) expect(await asks((await twoClinicians(world))[0], 6)).toBe(5);
    const isTold = () => world.logged.some((line) => line.includes('lookUpPersonLimit'));
    expect(isTold()).toBe(false);
    const [fifth] = await twoClinicians(world);
    expect(await asks(fifth, 1)).toBe(0);
    expect(isTold()).toBe(true);
    // A dying patient's refusal can still be found out.
    expect(await lookingUp.ask(fifth, questionAbout(who, AT_ONCE))).toMatchObject({ answer: { finding: 'SILENT' } });
  });
});
