import { describe, expect, it } from 'vitest';
import { MarkLookUpsSeenDocument, MyEvidenceIssuesDocument, OwnLookUpsDocument, UnseenLookUpsDocument } from '../../../schema/generated/graphql.ts';
import type { Caller } from '../../kit/caller.ts';
import { deciding } from '../../kit/decisions.ts';
import { asked, AT_ONCE, lookingUp, ownLookUps, questionAbout, twoClinicians } from '../../kit/look-ups.ts';
import { createWorld, NOW, person } from '../../kit/world.ts';

const world = await createWorld({ SANXIAN_LOOK_UP_FLOOR_MS: '0' });

const unseen = async (citizen: Caller) => (await citizen.run(UnseenLookUpsDocument, {})).viewer?.unseenLookUps;
const markSeen = async (citizen: Caller, until: string) => (await citizen.run(MarkLookUpsSeenDocument, { input: { until } })).markLookUpsSeen;

describe('a person', () => {
  it('sees who asked and who confirmed, when, for what, and what was told', async () => {
    const who = person();
    const citizen = await world.citizen(who);
    await deciding.register(citizen);
    const [asker, second] = await twoClinicians(world);
    const id = await asked(asker, questionAbout(who));
    await lookingUp.confirm(second, id);
    await lookingUp.open(asker, id);
    const { lookUps } = await ownLookUps(citizen);
    expect(lookUps.nodes).toEqual([
      {
        ...{ id, status: 'ANSWERED', hospitalName: '演示医院（demo-hospital）', area: { code: '330106', fullName: '浙江省杭州市西湖区' } },
        ...{ requestedBy: { name: '演示医生甲', role: 'CLINICIAN' }, secondPerson: { name: '演示医生乙', role: 'CLINICIAN' } },
        ...{ occasion: 'DEATH_EXPECTED', purpose: 'CLARIFY_WILL', requestedAt: NOW.toISOString(), answeredAt: NOW.toISOString() },
        ...{ finding: 'AGREED', choicesDisclosed: false, breakGlass: false, seen: false },
      },
    ]);
  });

  it('sees that the glass was broken, and that single items were told to a coordinator', async () => {
    const who = person();
    const citizen = await world.citizen(who);
    await deciding.register(citizen);
    await twoClinicians(world);
    const coordinator = await world.staff({ role: 'COORDINATOR', divisionCode: '330100', name: '演示协调员' });
    await asked(coordinator, questionAbout(who, AT_ONCE));
    expect((await ownLookUps(citizen)).lookUps.nodes).toMatchObject([{ requestedBy: { name: '演示协调员', role: 'COORDINATOR' }, secondPerson: null, breakGlass: true, choicesDisclosed: true, finding: 'AGREED' }]);
  });

  it('sees it, too, without ever having been on the register, and when nothing was told', async () => {
    const who = person();
    const [asker, second] = await twoClinicians(world);
    const declined = await asked(asker, questionAbout(who));
    await lookingUp.decline(second, declined);
    await asked(asker, questionAbout(who, { caseNumber: 'CASE-2' }));
    const citizen = await world.citizen(who);
    expect((await ownLookUps(citizen)).lookUps.nodes.map(({ status, finding }) => [status, finding]).sort()).toEqual([['DECLINED', null], ['WAITING', null]]);
    expect(await unseen(citizen)).toBe(2);
  });

  it('sees nobody’s but their own', async () => {
    const [asker] = await twoClinicians(world);
    await asked(asker, questionAbout(person(), AT_ONCE));
    const other = await world.citizen();
    expect(await ownLookUps(other)).toMatchObject({ unseenLookUps: 0, lookUps: { totalCount: 0, nodes: [] } });
  });

  it('is reminded until they have seen it, and again by each new one, of which nothing is marked that they were not shown', async () => {
    const who = person();
    const citizen = await world.citizen(who);
    const [asker] = await twoClinicians(world);
    await asked(asker, questionAbout(who));
    world.wait(60_000);
    await asked(asker, questionAbout(who, { caseNumber: 'CASE-2' }));
    expect(await unseen(citizen)).toBe(2);
    const shown = (await ownLookUps(citizen)).lookUps.nodes.at(-1)?.requestedAt ?? '';
    expect(await markSeen(citizen, shown)).toMatchObject({ seen: 1 });
    expect(await unseen(citizen)).toBe(1);
    expect((await ownLookUps(citizen)).lookUps.nodes.map(({ seen }) => seen)).toEqual([false, true]);
    expect(await markSeen(citizen, '2027-01-01T00:00:00Z')).toMatchObject({ seen: 1 });
    expect(await unseen(citizen)).toBe(0);
    world.wait(60_000);
    await asked(asker, questionAbout(who, { caseNumber: 'CASE-3' }));
    expect(await unseen(citizen)).toBe(1);
  });

  it('cannot mark another person’s look-ups as seen', async () => {
    const who = person();
    const [asker] = await twoClinicians(world);
    await asked(asker, questionAbout(who));
    expect(await markSeen(await world.citizen(), '2027-01-01T00:00:00Z')).toMatchObject({ seen: 0 });
    expect(await unseen(await world.citizen(who))).toBe(1);
    const { errors } = await asker.ask(MarkLookUpsSeenDocument, { input: { until: '2027-01-01T00:00:00Z' } });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('who signed in too weakly is told nothing: not who asked, not how many, not for which committee', async () => {
    const who = person();
    const [asker] = await twoClinicians(world);
    await asked(asker, questionAbout(who));
    const weak = await world.citizen({ ...who, assuranceLevel: 'BASIC_REAL_NAME' });
    expect((await weak.run(OwnLookUpsDocument, { after: null })).viewer).toEqual({ unseenLookUps: null, lookUps: null });
    expect((await weak.run(MyEvidenceIssuesDocument, {})).viewer).toEqual({ evidenceIssues: [] });
    expect(await markSeen(weak, '2027-01-01T00:00:00Z')).toMatchObject({ __typename: 'AssuranceTooLow' });
    expect(await unseen(await world.citizen(who))).toBe(1);
  });

  it('turns the pages of a long list, each once', async () => {
    const who = person();
    const citizen = await world.citizen(who);
    const [asker] = await twoClinicians(world);
    for (let one = 0; one < 5; one++) await asked(asker, questionAbout(who, { caseNumber: `CASE-${one}` }));
    const page = (after: string | null) => citizen.query('query ($after: String) { viewer { lookUps(first: 2, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }', { after });
    const found: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { lookUps } = (await page(after)).data?.['viewer'] as { lookUps: { totalCount: number; nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
      expect(lookUps.totalCount).toBe(5);
      found.push(...lookUps.nodes.map(({ id }) => id));
      [after, more] = [lookUps.pageInfo.endCursor, lookUps.pageInfo.hasNextPage];
    }
    expect(new Set(found).size).toBe(5);
    expect((await page('bad')).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect((await page(Buffer.from('c1:12').toString('base64url'))).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
