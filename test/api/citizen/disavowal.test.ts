import { describe, expect, it } from 'vitest';
import { standingOf } from '../../../server/src/donors/standing.queries.ts';
import { Donor } from '../../../server/src/donors/donor.entity.ts';
import { openDisavowal } from '../../../server/src/donors/disavowal.queries.ts';
import { personIndexOf } from '../../../server/src/identity/sessions.ts';
import { SignInDocument } from '../../../schema/generated/graphql.ts';
import type { Caller } from '../../kit/caller.ts';
import { deciding, disavow, latestOf, ownPage } from '../../kit/decisions.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld();
const DAY = 86_400_000;

/** What a hospital may rely on. */
async function standingOfPerson(identity: ReturnType<typeof person>) {
  const em = world.orm.em.fork();
  const donor = await em.findOneOrFail(Donor, { documentIndex: personIndexOf(world.vault, identity) });
  const { state, contested, decision } = await standingOf(em, donor);
  return { state, contested: contested !== null, hasChoices: decision !== null };
}

async function givenADonor(decide: (citizen: Caller) => Promise<unknown> = deciding.register) {
  const identity = person();
  const citizen = await world.citizen(identity);
  await decide(citizen);
  return { identity, citizen };
}

describe('“this was not me”', () => {
  it('is one request with a live session, however long ago the sign-in was, and shows at once', async () => {
    const { citizen } = await givenADonor();
    world.wait(14 * 60_000);
    const { id, disavowableUntil } = await latestOf(citizen);
    expect(disavowableUntil).not.toBeNull();
    expect(await disavow(citizen, id)).toMatchObject({ __typename: 'DisavowDecisionSuccess', donor: { contested: { status: 'OPEN' }, decision: { disavowal: { status: 'OPEN' }, disavowableUntil: null } } });
    const { donor, abilities } = await ownPage(citizen);
    expect(donor?.contested).toMatchObject({ status: 'OPEN', finding: null, resolvedAt: null });
    expect(abilities.map(({ action, reason }) => `${action} ${reason ?? 'open'}`)).toEqual(['REGISTER ALREADY_REGISTERED', 'EDIT DISAVOWED', 'REAFFIRM DISAVOWED', 'REFUSE DISAVOWED', 'WITHDRAW open']);
  });

  it('freezes everything but a withdrawal', async () => {
    const { citizen } = await givenADonor();
    await disavow(citizen, (await latestOf(citizen)).id);
    for (const answer of [await deciding.edit(citizen, 2), await deciding.reaffirm(citizen, 2), await deciding.refuse(citizen, 2)]) {
      expect(answer).toMatchObject({ __typename: 'DecisionFrozen', code: 'DECISION_FROZEN' });
    }
    expect(await deciding.withdraw(citizen, 2)).toMatchObject({ __typename: 'WithdrawDecisionSuccess' });
    // A new agreement through the same account would prove nothing while somebody else may have that account.
    expect(await deciding.register(citizen, { expectedVersion: 3 })).toMatchObject({ __typename: 'DecisionFrozen' });
  });

  it('stops a change that was on its way at the same moment, or the change stands before it: never unseen beside it', async () => {
    const { citizen } = await givenADonor();
    const { id } = await latestOf(citizen);
    const [said, changed] = await Promise.all([disavow(citizen, id), deciding.edit(citizen, 1)]);
    expect(said.__typename).toBe('DisavowDecisionSuccess');
    const { donor } = await ownPage(citizen);
    expect(donor?.contested).not.toBeNull();
    // With the version as it was before, the change either came first or was refused.
    expect(['EditDecisionSuccess', 'DecisionChangedMeanwhile']).toContain(changed.__typename);
    expect(donor?.version).toBe(changed.__typename === 'EditDecisionSuccess' ? 3 : 2);
  });

  it('said twice is noted once, with the same key or another', async () => {
    const { citizen, identity } = await givenADonor();
    const { id } = await latestOf(citizen);
    const key = 'not-me-not-me-0001';
    const answers = [await disavow(citizen, id, key), await disavow(citizen, id, key), await disavow(citizen, id)];
    expect(answers.map(({ __typename }) => __typename)).toEqual(Array(3).fill('DisavowDecisionSuccess'));
    const donor = await world.orm.em.fork().findOneOrFail(Donor, { documentIndex: personIndexOf(world.vault, identity) });
    expect(donor.openDisavowals).toBe(1);
  });

  it('under a key that was used for something else is refused', async () => {
    const { citizen } = await givenADonor();
    const key = 'the-same-key-twice';
    await disavow(citizen, (await latestOf(citizen)).id, key);
    expect(await disavow(citizen, '00000000-0000-4000-8000-000000000000', key)).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('is heard for ten days, and then leads to an office', async () => {
    const { citizen, identity } = await givenADonor();
    const { id } = await latestOf(citizen);
    world.wait(10 * DAY + 1);
    const later = await world.citizen(identity);
    expect(await disavow(later, id)).toMatchObject({ __typename: 'DisavowalTooLate', code: 'DISAVOWAL_TOO_LATE' });
    expect((await latestOf(later)).disavowableUntil).toBeNull();
    expect((await ownPage(later)).donor?.contested).toBeNull();
    expect(citizen.token).not.toBe(later.token);
  });

  it('says nothing about decisions of others', async () => {
    const [mine, theirs] = [await givenADonor(), await givenADonor()];
    const { id } = await latestOf(theirs.citizen);
    for (const decisionId of [id, '00000000-0000-4000-8000-000000000000', 'x', '%']) {
      expect(await disavow(mine.citizen, decisionId)).toMatchObject({ __typename: 'InvalidInput', message: '有些内容需要修改。' });
    }
    expect((await ownPage(theirs.citizen)).donor?.contested).toBeNull();
  });

  it('leaves an alarm in the log, without a value of the person', async () => {
    const { citizen, identity } = await givenADonor();
    const before = world.logged.length;
    await disavow(citizen, (await latestOf(citizen)).id);
    const alarm = world.logged.slice(before).find((line) => line.includes('decisionDisavowed')) ?? '';
    expect(JSON.parse(alarm)).toMatchObject({ level: 40, event: 'decisionDisavowed' });
    for (const value of [identity.fullName, identity.documentNumber, identity.phone ?? '', identity.providerUserId]) expect(alarm).not.toContain(value);
  });
});

describe('while a decision is disavowed, a hospital', () => {
  it('relies on no agreement', async () => {
    const { citizen, identity } = await givenADonor();
    expect(await standingOfPerson(identity)).toEqual({ state: 'AGREED', contested: false, hasChoices: true });
    await disavow(citizen, (await latestOf(citizen)).id);
    expect(await standingOfPerson(identity)).toEqual({ state: 'WITHDRAWN', contested: true, hasChoices: false });
    expect(await openDisavowal(world.orm.em.fork(), '00000000-0000-4000-8000-000000000000')).toBeNull();
  });

  it('finds a refusal that is disavowed still barring', async () => {
    const { citizen, identity } = await givenADonor((caller) => deciding.refuse(caller, null));
    await disavow(citizen, (await latestOf(citizen)).id);
    expect(await standingOfPerson(identity)).toEqual({ state: 'REFUSED', contested: true, hasChoices: true });
  });

  it('finds the person’s own refusal barring when the withdrawal or agreement after it was not theirs', async () => {
    const { citizen, identity } = await givenADonor((caller) => deciding.refuse(caller, null));
    await deciding.withdraw(citizen, 1);
    const { id: withdrawal } = await latestOf(citizen);
    await deciding.register(citizen, { expectedVersion: 2 });
    await disavow(citizen, (await latestOf(citizen)).id);
    expect(await standingOfPerson(identity)).toMatchObject({ state: 'WITHDRAWN' });
    await disavow(citizen, withdrawal);
    expect(await standingOfPerson(identity)).toEqual({ state: 'REFUSED', contested: true, hasChoices: true });
  });
});

describe('signing in', () => {
  it('after a disavowal changes nothing about it', async () => {
    const { citizen, identity } = await givenADonor();
    await disavow(citizen, (await latestOf(citizen)).id);
    const ticket = world.provider.ticketFor(identity);
    const { signIn } = await world.anonymous().run(SignInDocument, { input: { method: 'ZHELIBAN_TICKET_ID', ticket, container: 'OPEN_WEB' } });
    expect(signIn.__typename).toBe('SignInSuccess');
    expect(await standingOfPerson(identity)).toMatchObject({ contested: true });
  });
});
