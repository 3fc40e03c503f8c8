import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RegisterDonorDocument, SignInDocument } from '../../../schema/generated/graphql.ts';
import { Session } from '../../../server/src/identity/session.entity.ts';
import { personIndexOf } from '../../../server/src/identity/sessions.ts';
import { Caller } from '../../kit/caller.ts';
import { deciding, disavow, latestOf, ownPage, registration } from '../../kit/decisions.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld({ SANXIAN_DECISIONS_PER_DAY: '3' });
const TWO_MINUTES = 120_000;

/** A new ticket of a person, exchanged by whoever holds the phone. */
async function signInAgain(phone: Caller, identity: ReturnType<typeof person>) {
  const ticket = world.provider.ticketFor(identity);
  const { signIn } = await phone.run(SignInDocument, { input: { method: 'ZHELIBAN_TICKET_ID', ticket, container: 'OPEN_WEB' } });
  if (signIn.__typename !== 'SignInSuccess') throw new Error(signIn.__typename);
  return { caller: new Caller(world.http, signIn.token), isSamePerson: signIn.isSamePerson };
}

describe('two minutes after signing in', () => {
  it('every decision still works, and one second later none does', async () => {
    const identity = person();
    const citizen = await world.citizen(identity);
    world.wait(TWO_MINUTES);
    expect(await deciding.register(citizen)).toMatchObject({ __typename: 'RegisterDonorSuccess' });
    world.wait(1_000);
    for (const answer of [
      await deciding.register(citizen),
      await deciding.edit(citizen, 1),
      await deciding.reaffirm(citizen, 1),
      await deciding.refuse(citizen, 1),
      await deciding.withdraw(citizen, 1),
    ]) {
      expect(answer).toMatchObject({ __typename: 'FreshSignInNeeded', code: 'FRESH_SIGN_IN_NEEDED', message: '为了确认是您本人，请再登录一次。已填的内容不会丢失。' });
    }
    expect((await ownPage(citizen)).donor?.history.totalCount).toBe(1);
  });

  it('the refusal tells how to get a new ticket', async () => {
    const citizen = await world.citizen();
    world.wait(TWO_MINUTES + 1);
    const { data } = await citizen.query(
      'mutation ($input: RegisterDonorInput!) { registerDonor(input: $input) { ... on FreshSignInNeeded { maximumAgeSeconds signedInAt signInOptions { method redirectUrl stepUpUrl } } } }',
      { input: registration() },
    );
    expect(data).toMatchObject({ registerDonor: { maximumAgeSeconds: 120, signInOptions: [{ method: 'ZHELIBAN_TICKET_ID', redirectUrl: null, stepUpUrl: '/step-up' }] } });
  });

  it('reading still works: the page of one’s own decision asks for no new ticket', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    world.wait(10 * 60_000);
    expect(await ownPage(citizen)).toMatchObject({ state: 'AGREED' });
  });

  it('a new ticket of the same person lets the same request through, with the same key, once', async () => {
    const identity = person();
    const citizen = await world.citizen(identity);
    const input = registration();
    world.wait(TWO_MINUTES + 1);
    expect((await citizen.run(RegisterDonorDocument, { input })).registerDonor.__typename).toBe('FreshSignInNeeded');
    const { caller, isSamePerson } = await signInAgain(citizen, identity);
    expect(isSamePerson).toBe(true);
    expect((await caller.run(RegisterDonorDocument, { input })).registerDonor.__typename).toBe('RegisterDonorSuccess');
    world.wait(TWO_MINUTES + 1);
    // A lost reply: what was decided is answered again, however old the sign-in is by now.
    expect((await caller.run(RegisterDonorDocument, { input })).registerDonor).toMatchObject({ __typename: 'RegisterDonorSuccess', decision: { sequence: 1 } });
    expect((await ownPage(caller)).donor?.history.totalCount).toBe(1);
  });

  it('a new ticket of another person is told apart, so that nothing of the first is sent', async () => {
    const citizen = await world.citizen();
    world.wait(TWO_MINUTES + 1);
    expect((await signInAgain(citizen, person())).isSamePerson).toBe(false);
    expect((await signInAgain(world.anonymous(), person())).isSamePerson).toBeNull();
  });

  it('can be another time by setting', async () => {
    const slow = await createWorld({ SANXIAN_FRESH_SIGN_IN_SECONDS: '300' });
    const citizen = await slow.citizen();
    slow.wait(300_000);
    expect(await deciding.register(citizen)).toMatchObject({ __typename: 'RegisterDonorSuccess' });
  });
});

describe('a sign-in that identifies too weakly', () => {
  it('reads nothing of the person’s own decision', async () => {
    const identity = person();
    await deciding.register(await world.citizen(identity));
    const weak = await world.citizen({ ...identity, assuranceLevel: 'BASIC_REAL_NAME' });
    const { state, donor, abilities } = await ownPage(weak);
    expect([state, donor]).toEqual([null, null]);
    expect(new Set(abilities.map(({ reason }) => reason))).toEqual(new Set(['ASSURANCE_TOO_LOW']));
  });

  it('answers alike whether there is a decision or not', async () => {
    const [identity, other] = [person(), person()];
    await deciding.refuse(await world.citizen(identity), null);
    const pages = await Promise.all([identity, other].map(async (each) => ownPage(await world.citizen({ ...each, assuranceLevel: 'BASIC_REAL_NAME' }))));
    const [one, two] = pages.map(({ state, donor, abilities }) => ({ state, donor, abilities }));
    expect(one).toEqual(two);
  });

  it('is not given the first answer of a key again, and cannot disavow', async () => {
    const identity = person();
    const input = registration();
    const strong = await world.citizen(identity, 'ZHELIBAN_APP');
    await strong.run(RegisterDonorDocument, { input });
    const weak = await world.citizen({ ...identity, assuranceLevel: 'BASIC_REAL_NAME' });
    expect((await weak.run(RegisterDonorDocument, { input })).registerDonor.__typename).toBe('AssuranceTooLow');
    expect(await disavow(weak, (await latestOf(strong)).id)).toMatchObject({ __typename: 'AssuranceTooLow' });
  });
});

describe('eight tickets of one person at once', () => {
  it('leave one live session in the channel, and the sessions of other channels alone', async () => {
    const identity = person();
    await world.citizen(identity, 'ZHELIBAN_ALIPAY');
    const callers = await Promise.all(Array.from({ length: 8 }, () => world.citizen(identity)));
    const personIndex = personIndexOf(world.vault, identity);
    const live = await world.orm.em.fork().find(Session, { personIndex, endedAt: null }, { orderBy: { channel: 'asc' } });
    expect(live.map(({ channel }) => channel)).toEqual(['OPEN_WEB', 'ZHELIBAN_ALIPAY']);
    const answers = await Promise.all(callers.map((caller) => caller.query('{ viewer { session { channel } } }')));
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
  });
});

describe('a person who decides again and again', () => {
  it('is stopped for the day, told when to come back, and can withdraw all the same', async () => {
    const identity = person();
    const citizen = await world.citizen(identity);
    await deciding.register(citizen);
    await deciding.edit(citizen, 1);
    await deciding.reaffirm(citizen, 2);
    for (const answer of [await deciding.edit(citizen, 3), await deciding.reaffirm(citizen, 3), await deciding.refuse(citizen, 3)]) {
      expect(answer).toMatchObject({ __typename: 'TooManyRequests', message: '您今天办理的次数已经很多了，请明天再来。撤回不受这个限制。' });
    }
    expect(await deciding.withdraw(citizen, 3)).toMatchObject({ __typename: 'WithdrawDecisionSuccess' });
    const { data } = await citizen.query('mutation ($input: RegisterDonorInput!) { registerDonor(input: $input) { ... on TooManyRequests { retryAfterSeconds } } }', {
      input: registration({ expectedVersion: 4, idempotencyKey: randomUUID() }),
    });
    expect(data).toEqual({ registerDonor: { retryAfterSeconds: 86_400 } });

    world.wait(86_400_000);
    expect(await deciding.register(await world.citizen(identity), { expectedVersion: 4 })).toMatchObject({ __typename: 'RegisterDonorSuccess' });
  });
});
