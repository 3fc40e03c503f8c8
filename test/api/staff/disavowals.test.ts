import { describe, expect, it } from 'vitest';
import { DisavowalsDocument, ResolveDisavowalDocument, type DisavowalFinding } from '../../../schema/generated/graphql.ts';
import { AuditEntry } from '../../../server/src/audit/audit-entry.entity.ts';
import type { Caller } from '../../kit/caller.ts';
import { choicesOf, deciding, disavow, latestOf, ownPage, registration, XIHU } from '../../kit/decisions.ts';
import { AT_ONCE, lookingUp, questionAbout, twoClinicians } from '../../kit/look-ups.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld({ SANXIAN_LOOK_UP_FLOOR_MS: '0' });
const YUHANG = '330110';

/** Somebody who lives in a county and says that their registration was not theirs. */
async function givenADisavowal(residenceCode: string = XIHU) {
  const citizen = await world.citizen();
  await deciding.register(citizen, { contact: { ...registration().contact, residenceCode } });
  await disavow(citizen, (await latestOf(citizen)).id);
  const { donor } = await ownPage(citizen);
  return { citizen, registrationNumber: donor?.registrationNumber ?? '' };
}

async function queueOf(staff: Caller, openOnly = true) {
  const { disavowals } = await staff.run(DisavowalsDocument, { first: 100, after: null, openOnly });
  return disavowals.nodes;
}
const caseOf = async (staff: Caller, registrationNumber: string, openOnly = true) => (await queueOf(staff, openOnly)).find((each) => each.registrationNumber === registrationNumber);
const resolve = async (staff: Caller, disavowalId: string, finding: DisavowalFinding = 'PERSON_CONFIRMS') => (await staff.run(ResolveDisavowalDocument, { input: { disavowalId, finding } })).resolveDisavowal;

describe('the queue of disavowals', () => {
  it('is seen by the county where the person lives, its city and the province, and by nobody beside them', async () => {
    const { registrationNumber } = await givenADisavowal(XIHU);
    for (const divisionCode of [XIHU, '330100', '330000']) {
      expect(await caseOf(await world.staff({ role: 'MANAGER', divisionCode }), registrationNumber), divisionCode).toMatchObject({ status: 'OPEN', action: 'REGISTERED', area: { code: XIHU } });
    }
    for (const divisionCode of [YUHANG, '330200']) expect(await caseOf(await world.staff({ role: 'MANAGER', divisionCode }), registrationNumber), divisionCode).toBeUndefined();
  });

  it('is seen by managers, registrars and auditors; not by coordinators, clinicians or citizens', async () => {
    for (const role of ['MANAGER', 'REGISTRAR', 'AUDITOR'] as const) expect((await (await world.staff({ role })).ask(DisavowalsDocument, { first: 1, after: null, openOnly: true })).errors, role).toBeUndefined();
    for (const caller of [await world.staff({ role: 'COORDINATOR' }), await world.staff({ role: 'CLINICIAN' }), await world.citizen()]) {
      expect((await caller.ask(DisavowalsDocument, { first: 1, after: null, openOnly: true })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it('holds the province’s alone where the person never said where they live', async () => {
    const citizen = await world.citizen();
    await deciding.refuse(citizen, null);
    await disavow(citizen, (await latestOf(citizen)).id);
    const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
    expect(await caseOf(await world.staff({ role: 'MANAGER', divisionCode: '330000' }), number)).toMatchObject({ area: null, action: 'REFUSED' });
    expect(await caseOf(await world.staff({ role: 'MANAGER', divisionCode: '330100' }), number)).toBeUndefined();
  });

  it('tells nothing of what was decided, and no name or full number', async () => {
    const { registrationNumber } = await givenADisavowal();
    const found = await caseOf(await world.staff({ role: 'MANAGER' }), registrationNumber);
    expect(found?.maskedPhone).toMatch(/^\d{3}\*{4}\d{4}$/);
    expect(JSON.stringify(found)).not.toMatch(/AGREE|HEART|演示人/);
  });

  it('is read page by page, the oldest first, and refuses a cursor that is none of ours', async () => {
    const manager = await world.staff({ role: 'MANAGER', divisionCode: '330300' });
    const numbers: string[] = [];
    for (let each = 0; each < 3; each += 1) {
      numbers.push((await givenADisavowal('330302')).registrationNumber);
      world.wait(1_000);
    }
    const read: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 3; page += 1) {
      const { disavowals }: { disavowals: { nodes: readonly { registrationNumber: string }[]; pageInfo: { endCursor: string | null; hasNextPage: boolean }; totalCount: number } } = await manager.run(DisavowalsDocument, { first: 1, after, openOnly: true });
      expect([disavowals.totalCount, disavowals.pageInfo.hasNextPage]).toEqual([3, page < 2]);
      read.push(...disavowals.nodes.map(({ registrationNumber }) => registrationNumber));
      after = disavowals.pageInfo.endCursor;
    }
    expect(read).toEqual(numbers);
    for (const key of ['1.x', '7', `9.${'-'.repeat(36)}`]) {
      const { errors } = await manager.ask(DisavowalsDocument, { first: 1, after: Buffer.from(`c1:${key}`).toString('base64url'), openOnly: true });
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });
});

describe('resolving a disavowal', () => {
  it('that was right puts back what the person had last said themselves, item by item, whatever was forged after it', async () => {
    const somebody = await world.citizen();
    await deciding.register(somebody, { choices: choicesOf('AGREE', { LUNG: 'REFUSE', SKIN: 'NOT_STATED' }) });
    const own = await latestOf(somebody);
    await deciding.withdraw(somebody, 1);
    const { id: withdrawal } = await latestOf(somebody);
    await deciding.register(somebody, { expectedVersion: 2 });
    await disavow(somebody, (await latestOf(somebody)).id);
    await disavow(somebody, withdrawal);
    const manager = await world.staff({ role: 'MANAGER', divisionCode: '330000' });
    const number = (await ownPage(somebody)).donor?.registrationNumber ?? '';
    const cases = (await queueOf(manager)).filter(({ registrationNumber }) => registrationNumber === number);
    expect(cases.map(({ action }) => action)).toEqual(expect.arrayContaining(['REGISTERED', 'WITHDRAWN']));
    for (const { id } of cases.toSorted((one) => (one.action === 'REGISTERED' ? -1 : 1))) await resolve(manager, id, 'ACCOUNT_MISUSED');

    const { state, donor } = await ownPage(somebody);
    expect([state, donor?.contested, donor?.history.totalCount]).toEqual(['AGREED', null, 4]);
    expect(donor?.decision).toMatchObject({ action: 'REINSTATED', choices: own.choices, consent: own.consent });
    expect(donor?.decision.fingerprint).not.toBe(own.fingerprint);
  });

  it('that was right leaves the person’s own refusal standing again', async () => {
    const somebody = await world.citizen();
    await deciding.refuse(somebody, null);
    await deciding.edit(somebody, 1);
    await disavow(somebody, (await latestOf(somebody)).id);
    const number = (await ownPage(somebody)).donor?.registrationNumber ?? '';
    const manager = await world.staff({ role: 'MANAGER', divisionCode: '330000' });
    const found = await caseOf(manager, number);
    expect(await resolve(manager, found?.id ?? '', 'ACCOUNT_MISUSED')).toMatchObject({ __typename: 'ResolveDisavowalSuccess', disavowal: { status: 'UPHELD', finding: 'ACCOUNT_MISUSED' } });

    const { state, donor, abilities } = await ownPage(somebody);
    expect([state, donor?.contested]).toEqual(['REFUSED', null]);
    expect(donor?.history.nodes.map(({ action, state: after, channel, disavowal }) => [action, after, channel, disavowal?.status ?? null])).toEqual([
      ['REINSTATED', 'REFUSED', 'RED_CROSS_OFFICE', null],
      ['EDITED', 'AGREED', 'OPEN_WEB', 'UPHELD'],
      ['REFUSED', 'REFUSED', 'OPEN_WEB', null],
    ]);
    expect(donor?.decision.disavowableUntil).toBeNull();
    expect(abilities.find(({ action }) => action === 'EDIT')?.allowed).toBe(true);
    expect(await disavow(somebody, donor?.decision.id ?? '')).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('that was right leaves no wish on record where the person had never said anything', async () => {
    const { citizen, registrationNumber } = await givenADisavowal();
    const registrar = await world.staff({ role: 'REGISTRAR' });
    await resolve(registrar, (await caseOf(registrar, registrationNumber))?.id ?? '', 'PRESSED_OR_DECEIVED');
    const { state, donor } = await ownPage(citizen);
    expect([state, donor?.decision.choices.every(({ choice }) => choice === 'NOT_STATED')]).toEqual(['WITHDRAWN', true]);
    expect(await deciding.register(citizen, { expectedVersion: donor?.version ?? 0 })).toMatchObject({ __typename: 'RegisterDonorSuccess' });
  });

  it('that was wrong leaves the decision standing and opens everything again; the person sees what was found out', async () => {
    const { citizen, registrationNumber } = await givenADisavowal();
    const manager = await world.staff({ role: 'MANAGER' });
    await resolve(manager, (await caseOf(manager, registrationNumber))?.id ?? '', 'TAPPED_BY_MISTAKE');
    const { state, donor } = await ownPage(citizen);
    expect([state, donor?.history.totalCount, donor?.contested]).toEqual(['AGREED', 1, null]);
    expect(donor?.decision.disavowal).toMatchObject({ status: 'DISMISSED', finding: 'TAPPED_BY_MISTAKE', resolvedAt: expect.any(String) as string });
    expect(await deciding.reaffirm(citizen, donor?.version ?? 0)).toMatchObject({ __typename: 'ReaffirmDecisionSuccess' });
    expect(await caseOf(manager, registrationNumber)).toBeUndefined();
    expect(await caseOf(manager, registrationNumber, false)).toMatchObject({ status: 'DISMISSED' });
  });

  it('after the person withdrew themselves leaves the withdrawal standing', async () => {
    const { citizen, registrationNumber } = await givenADisavowal();
    await deciding.withdraw(citizen, 2);
    const manager = await world.staff({ role: 'MANAGER' });
    await resolve(manager, (await caseOf(manager, registrationNumber))?.id ?? '', 'ACCOUNT_MISUSED');
    const { state, donor } = await ownPage(citizen);
    expect([state, donor?.history.totalCount]).toEqual(['WITHDRAWN', 2]);
  });

  it('is done once, even by eight at once', async () => {
    const { registrationNumber } = await givenADisavowal();
    const manager = await world.staff({ role: 'MANAGER' });
    const id = (await caseOf(manager, registrationNumber))?.id ?? '';
    const answers = await Promise.all(Array.from({ length: 8 }, () => resolve(manager, id, 'ACCOUNT_MISUSED')));
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual([...Array<string>(7).fill('DisavowalAlreadyResolved'), 'ResolveDisavowalSuccess']);
  });

  it('is for managers and registrars of the area; for anybody else it does not exist or is forbidden', async () => {
    const { registrationNumber } = await givenADisavowal();
    const id = (await caseOf(await world.staff({ role: 'MANAGER' }), registrationNumber))?.id ?? '';
    expect(await resolve(await world.staff({ role: 'MANAGER', divisionCode: YUHANG }), id)).toMatchObject({ __typename: 'InvalidInput' });
    expect(await resolve(await world.staff({ role: 'MANAGER' }), 'x')).toMatchObject({ __typename: 'InvalidInput' });
    for (const role of ['AUDITOR', 'COORDINATOR', 'CLINICIAN'] as const) {
      const { errors } = await (await world.staff({ role })).ask(ResolveDisavowalDocument, { input: { disavowalId: id, finding: 'PERSON_CONFIRMS' } });
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it('is in the audit with the account that did it', async () => {
    const { registrationNumber } = await givenADisavowal();
    const manager = await world.staff({ role: 'MANAGER' });
    await resolve(manager, (await caseOf(manager, registrationNumber))?.id ?? '', 'ACCOUNT_MISUSED');
    const entry = await world.orm.em.fork().findOneOrFail(AuditEntry, { operation: 'resolveDisavowal', actorId: manager.accountId });
    expect(entry.changes.map(({ entity, change }) => `${change} ${entity}`).toSorted()).toEqual(['create Decision', 'create DisavowalResolution', 'create NationalSync', 'update Donor']);
  });
});

/** What stood, whether the latest of it is disavowed, and what may be told. */
const lookUps: readonly (readonly [string, (citizen: Caller) => Promise<unknown>, 'disavowed' | 'undisputed', string])[] = [
  ['an agreement', (citizen) => deciding.register(citizen), 'disavowed', 'CONTESTED'],
  ['a refusal', (citizen) => deciding.refuse(citizen, null), 'disavowed', 'REFUSED'],
  ['an agreement after the person’s own refusal', (citizen) => deciding.refuse(citizen, null).then(() => deciding.edit(citizen, 1)), 'disavowed', 'REFUSED'],
  ['a withdrawal of the person’s own refusal', (citizen) => deciding.refuse(citizen, null).then(() => deciding.withdraw(citizen, 1)), 'disavowed', 'REFUSED'],
  ['an agreement', (citizen) => deciding.register(citizen), 'undisputed', 'AGREED'],
];

describe('a look-up', () => {
  it.each(lookUps)('of $0, its latest decision being $2, tells $3 to clinicians and coordinators alike', async (_what, decide, dispute, finding) => {
    const who = person();
    const citizen = await world.citizen(who);
    await decide(citizen);
    if (dispute === 'disavowed') await disavow(citizen, (await latestOf(citizen)).id);
    const [clinician] = await twoClinicians(world);
    for (const asker of [clinician, await world.staff({ role: 'COORDINATOR', divisionCode: '330100' })]) {
      expect(await lookingUp.ask(asker, questionAbout(who, AT_ONCE))).toMatchObject({ answer: { finding } });
    }
  });
});
