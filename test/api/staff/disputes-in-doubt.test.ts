import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { DisavowalsDocument, ResolveDisavowalDocument, type DisavowalFinding } from '../../../schema/generated/graphql.ts';
import { donorByIndex } from '../../../server/src/donors/donor.queries.ts';
import { standingOf } from '../../../server/src/donors/standing.queries.ts';
import type { VerifiedIdentity } from '../../../server/src/identity/identity-provider.ts';
import { personIndexOf } from '../../../server/src/identity/sessions.ts';
import type { Caller } from '../../kit/caller.ts';
import { consentTo, deciding, disavow, latestOf, ownPage, queueWithdrawal } from '../../kit/decisions.ts';
import { AT_ONCE, lookingUp, questionAbout } from '../../kit/look-ups.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld({ SANXIAN_LOOK_UP_FLOOR_MS: '0' });
const manager = await world.staff({ role: 'MANAGER', divisionCode: '330000' });

/** Ends every open dispute of a citizen, in an order of the actions disputed, each with a finding. */
async function resolveInOrder(citizen: Caller, findings: readonly (readonly [action: string, finding: DisavowalFinding])[]): Promise<void> {
  const number = (await ownPage(citizen)).donor?.registrationNumber;
  const cases = (await manager.run(DisavowalsDocument, { first: 100, after: null, openOnly: true })).disavowals.nodes.filter(({ registrationNumber }) => registrationNumber === number);
  for (const [action, finding] of findings) {
    const found = cases.find((each) => each.action === action);
    expect((await manager.run(ResolveDisavowalDocument, { input: { disavowalId: found?.id ?? '', finding } })).resolveDisavowal.__typename).toBe('ResolveDisavowalSuccess');
  }
}

/** What a hospital is told, over broken glass. */
async function toldOf(about: VerifiedIdentity): Promise<string> {
  const answer = await lookingUp.ask(await world.staff({ role: 'CLINICIAN' }), questionAbout(about, AT_ONCE));
  return answer.__typename === 'LookUpDecisionSuccess' ? (answer.answer?.finding ?? 'nothing') : answer.__typename;
}

async function somebody() {
  const about = person();
  return { about, citizen: await world.citizen(about) };
}

describe('a person’s own refusal or withdrawal, disavowed by mistake together with a forged agreement', () => {
  it.each([
    ['the forgery first', [['EDITED', 'ACCOUNT_MISUSED'], ['REFUSED', 'PERSON_CONFIRMS']]],
    ['the refusal first', [['REFUSED', 'PERSON_CONFIRMS'], ['EDITED', 'ACCOUNT_MISUSED']]],
  ] as const)('holds in the end, and bars all the while, when staff resolve %s', async (_order, findings) => {
    const { about, citizen } = await somebody();
    await deciding.register(citizen);
    await deciding.refuse(citizen, 1);
    const refusal = (await latestOf(citizen)).id;
    await deciding.edit(citizen, 2);
    await disavow(citizen, (await latestOf(citizen)).id);
    await disavow(citizen, refusal);
    expect(await toldOf(about)).toBe('REFUSED');
    await resolveInOrder(citizen, findings.slice(0, 1));
    expect(await toldOf(about)).toBe('REFUSED');
    await resolveInOrder(citizen, findings.slice(1));
    expect([(await ownPage(citizen)).state, await toldOf(about)]).toEqual(['REFUSED', 'REFUSED']);
  });

  it('holds also when it was the first thing they ever said', async () => {
    const { about, citizen } = await somebody();
    await deciding.refuse(citizen, null);
    const refusal = (await latestOf(citizen)).id;
    await deciding.edit(citizen, 1);
    await disavow(citizen, (await latestOf(citizen)).id);
    await disavow(citizen, refusal);
    expect(await toldOf(about)).toBe('REFUSED');
    await resolveInOrder(citizen, [['EDITED', 'ACCOUNT_MISUSED'], ['REFUSED', 'TAPPED_BY_MISTAKE']]);
    expect([(await ownPage(citizen)).state, await toldOf(about)]).toEqual(['REFUSED', 'REFUSED']);
  });

  it('holds when it was a withdrawal: no agreement from before comes back', async () => {
    const { about, citizen } = await somebody();
    await deciding.register(citizen);
    await deciding.withdraw(citizen, 1);
    const withdrawal = (await latestOf(citizen)).id;
    await deciding.register(citizen, { expectedVersion: 2 });
    await disavow(citizen, (await latestOf(citizen)).id);
    await disavow(citizen, withdrawal);
    await resolveInOrder(citizen, [['REGISTERED', 'ACCOUNT_MISUSED'], ['WITHDRAWN', 'TAPPED_BY_MISTAKE']]);
    expect([(await ownPage(citizen)).state, await toldOf(about)]).toEqual(['WITHDRAWN', 'WITHDRAWN']);
  });
});

it('an agreement that was put back goes again when the one behind it was not theirs either', async () => {
  const { about, citizen } = await somebody();
  await deciding.register(citizen);
  const first = (await latestOf(citizen)).id;
  await deciding.edit(citizen, 1);
  await disavow(citizen, (await latestOf(citizen)).id);
  await resolveInOrder(citizen, [['EDITED', 'ACCOUNT_MISUSED']]);
  expect(await toldOf(about)).toBe('AGREED');
  await disavow(citizen, first);
  await resolveInOrder(citizen, [['REGISTERED', 'PRESSED_OR_DECEIVED']]);
  expect([(await ownPage(citizen)).state, await toldOf(about)]).toEqual(['WITHDRAWN', 'WITHDRAWN']);
});

it('a withdrawal that waited for sign-in does not take back a refusal that was put back meanwhile, and ends with that', async () => {
  const { about, citizen } = await somebody();
  await deciding.refuse(citizen, null);
  await deciding.edit(citizen, 1);
  await disavow(citizen, (await latestOf(citizen)).id);
  world.wait(3 * 60_000);
  world.provider.isDown = true;
  expect((await queueWithdrawal(citizen, (await ownPage(citizen)).donor?.version ?? 0)).__typename).toBe('QueueWithdrawalSuccess');
  world.provider.isDown = false;
  await resolveInOrder(citizen, [['EDITED', 'ACCOUNT_MISUSED']]);
  expect(await toldOf(about)).toBe('REFUSED');
  const { state, donor } = await ownPage(await world.citizen(about));
  expect([state, donor?.queuedWithdrawal, await toldOf(about)]).toEqual(['REFUSED', null, 'REFUSED']);
});

it('a withdrawal that is acknowledged while a look-up reads is in its answer', async () => {
  const { about, citizen } = await somebody();
  await deciding.register(citizen);
  const clinician = await world.staff({ role: 'CLINICIAN' });
  const owner = new pg.Client(world.databaseUrl);
  await owner.connect();
  // The look-up has read the decision and waits here for the restrictions, which withdrawing never asks for.
  await owner.query('begin; lock table processing_restriction in access exclusive mode');
  const answer = lookingUp.ask(clinician, questionAbout(about, AT_ONCE));
  await expect.poll(async () => (await owner.query("select from pg_locks where not granted and relation = 'processing_restriction'::regclass")).rowCount, { timeout: 5_000 }).toBe(1);
  expect((await citizen.query(`mutation ($input: WithdrawDecisionInput!) { withdrawDecision(input: $input) { __typename } }`, { input: { idempotencyKey: randomUUID(), expectedVersion: 1, consent: consentTo('WITHDRAW') } })).data).toEqual({ withdrawDecision: { __typename: 'WithdrawDecisionSuccess' } });
  await owner.query('commit');
  await owner.end();
  expect(await answer).toMatchObject({ answer: { finding: 'WITHDRAWN' } });
});

it('an answer is never made of two moments: who was faster makes the reading begin again', async () => {
  const { about, citizen } = await somebody();
  await deciding.register(citizen);
  await disavow(citizen, (await latestOf(citizen)).id);
  const em = world.orm.em.fork();
  const record = await donorByIndex(em, personIndexOf(world.vault, about));
  if (!record) throw new Error('Nobody there');
  await resolveInOrder(citizen, [['REGISTERED', 'ACCOUNT_MISUSED']]);
  await expect(standingOf(em, record.donor, record.latest)).rejects.toThrow(/lock/i);
});
