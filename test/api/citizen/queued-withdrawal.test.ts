import { beforeEach, describe, expect, it } from 'vitest';
import { SignInDocument } from '../../../schema/generated/graphql.ts';
import { Donor } from '../../../server/src/donors/donor.entity.ts';
import { standingOf } from '../../../server/src/donors/standing.queries.ts';
import { personIndexOf } from '../../../server/src/identity/sessions.ts';
import type { Caller } from '../../kit/caller.ts';
import { consentTo, deciding, disavow, latestOf, ownPage, queueWithdrawal } from '../../kit/decisions.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld();
const queue = (caller: Caller, expectedVersion = 1, consent = consentTo('WITHDRAW')) => queueWithdrawal(caller, expectedVersion, consent);

beforeEach(() => {
  world.provider.isDown = false;
});

/** Somebody registered, three minutes went by, and now sign-in is out of order. */
async function givenAnOutage(decide: (citizen: Caller) => Promise<unknown> = deciding.register) {
  const identity = person();
  const citizen = await world.citizen(identity);
  await decide(citizen);
  world.wait(3 * 60_000);
  world.provider.isDown = true;
  return { identity, citizen };
}

describe('a withdrawal while sign-in is out of order', () => {
  it('is kept, with a receipt, and counts for hospitals at once', async () => {
    const { identity, citizen } = await givenAnOutage();
    expect(await deciding.withdraw(citizen, 1)).toMatchObject({ __typename: 'FreshSignInNeeded' });
    const answer = await queue(citizen);
    expect(answer).toMatchObject({ __typename: 'QueueWithdrawalSuccess', queuedWithdrawal: { receiptNumber: expect.stringMatching(/^CH-\d{4}-\d{4}-\d{4}$/) as string } });
    expect((await ownPage(citizen)).donor?.queuedWithdrawal).toEqual(answer.__typename === 'QueueWithdrawalSuccess' ? answer.queuedWithdrawal : null);
    const em = world.orm.em.fork();
    const donor = await em.findOneOrFail(Donor, { documentIndex: personIndexOf(world.vault, identity) });
    expect(await standingOf(em, donor)).toMatchObject({ state: 'WITHDRAWN', decision: null, queuedWithdrawal: { decision: null } });
  });

  it('asked for again gives the same receipt', async () => {
    const { citizen } = await givenAnOutage();
    const answers = [await queue(citizen), await queue(citizen), await queue(citizen, 99)];
    const receipts = answers.map((answer) => (answer.__typename === 'QueueWithdrawalSuccess' ? answer.queuedWithdrawal.receiptNumber : answer.__typename));
    expect(new Set(receipts).size).toBe(1);
  });

  it('becomes a decision at the next sign-in, once, with the words declared then; it is in the history and can be disavowed', async () => {
    const { identity, citizen } = await givenAnOutage();
    await queue(citizen);
    world.provider.isDown = false;
    world.wait(3 * 3_600_000);
    const again = await world.citizen(identity);
    const { state, donor } = await ownPage(again);
    expect([state, donor?.queuedWithdrawal, donor?.history.totalCount]).toEqual(['WITHDRAWN', null, 2]);
    expect(donor?.decision).toMatchObject({ action: 'WITHDRAWN', channel: 'OPEN_WEB', consent: { purpose: 'WITHDRAW', ...consentTo('WITHDRAW') } });
    await world.citizen(identity);
    expect((await ownPage(await world.citizen(identity))).donor?.history.totalCount).toBe(2);
    expect(await disavow(await world.citizen(identity), donor?.decision.id ?? '')).toMatchObject({ __typename: 'DisavowDecisionSuccess' });
  });

  it('is recorded once although eight tickets are exchanged at the same moment', async () => {
    const { identity, citizen } = await givenAnOutage();
    await queue(citizen);
    world.provider.isDown = false;
    const callers = await Promise.all(Array.from({ length: 8 }, () => world.citizen(identity)));
    expect(callers).toHaveLength(8);
    expect((await ownPage(await world.citizen(identity))).donor?.history.totalCount).toBe(2);
  });

  it('waits on while somebody signs in too weakly', async () => {
    const { identity, citizen } = await givenAnOutage();
    await queue(citizen);
    world.provider.isDown = false;
    await world.citizen({ ...identity, assuranceLevel: 'BASIC_REAL_NAME' }, 'ZHELIBAN_APP');
    expect((await ownPage(citizen)).donor?.queuedWithdrawal).not.toBeNull();
  });

  it('of a refusal leaves the refusal barring until it is recorded: the least invasive holds', async () => {
    const { identity, citizen } = await givenAnOutage((caller) => deciding.refuse(caller, null));
    await queue(citizen);
    const em = world.orm.em.fork();
    expect(await standingOf(em, await em.findOneOrFail(Donor, { documentIndex: personIndexOf(world.vault, identity) }))).toMatchObject({ state: 'REFUSED' });
  });

  it('is not taken on the caller’s word: where sign-in works it is refused, also when the last exchange was long ago', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    world.wait(3 * 60_000);
    expect(await queue(citizen)).toMatchObject({ __typename: 'FreshSignInNeeded' });
    expect((await ownPage(citizen)).donor?.queuedWithdrawal).toBeNull();
  });

  it('is not taken because somebody made the provider say something odd', async () => {
    const { IdentityProviderUnavailable } = await import('../../../server/src/identity/identity-provider.ts');
    const citizen = await world.citizen();
    await deciding.register(citizen);
    const ticket = world.provider.ticketFor(new IdentityProviderUnavailable('PROTOCOL', 'UNKNOWN'));
    const { signIn } = await world.anonymous().run(SignInDocument, { input: { method: 'ZHELIBAN_TICKET_ID', ticket, container: 'OPEN_WEB' } });
    expect(signIn.__typename).toBe('IdentityProviderUnavailable');
    expect(await queue(citizen)).toMatchObject({ __typename: 'FreshSignInNeeded' });
  });

  it('needs a standing decision at the version last read, and the words in force', async () => {
    const { citizen } = await givenAnOutage();
    expect(await queue(citizen, 7)).toMatchObject({ __typename: 'DecisionChangedMeanwhile', current: { version: 1 } });
    expect(await queue(citizen, 1, consentTo('AGREE'))).toMatchObject({ __typename: 'ConsentOutdated', consent: { purpose: 'WITHDRAW' } });
    world.provider.isDown = false;
    const silent = await world.citizen();
    world.provider.isDown = true;
    world.wait(60_000);
    expect(await queue(silent)).toMatchObject({ __typename: 'NoStandingDecision' });
  });

  it('freezes everything else until then, and withdrawing in person settles it', async () => {
    const identity = person();
    const citizen = await world.citizen(identity);
    await deciding.register(citizen);
    world.provider.isDown = true;
    world.wait(60_000);
    await queue(citizen);
    expect(await deciding.edit(citizen, 2)).toMatchObject({ __typename: 'DecisionFrozen', message: '您已经提交撤回。请重新登录，撤回正式记录以后再办理。' });
    expect(await deciding.withdraw(citizen, 2)).toMatchObject({ __typename: 'WithdrawDecisionSuccess' });
    expect((await ownPage(citizen)).donor).toMatchObject({ queuedWithdrawal: null, history: { totalCount: 2 } });
    expect((await latestOf(citizen)).action).toBe('WITHDRAWN');
  });
});
