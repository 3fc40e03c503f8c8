import { describe, expect, it } from 'vitest';
import { SignInDocument, SignOutDocument, ViewerDocument } from '../../../schema/generated/graphql.ts';
import { IdentityProviderUnavailable, LegalPersonAccount, SignInRefusedByProvider } from '../../../server/src/identity/identity-provider.ts';
import { Caller } from '../../kit/caller.ts';
import { deciding, ownPage } from '../../kit/decisions.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld();
const MINUTE = 60_000;

const isSignedIn = async (caller: Caller) => (await caller.ask(ViewerDocument, {})).errors?.[0]?.extensions.code !== 'UNAUTHENTICATED';
const exchange = async (outcome: Parameters<typeof world.provider.ticketFor>[0], as: Caller = world.anonymous()) => {
  const ticket = world.provider.ticketFor(outcome);
  return (await as.run(SignInDocument, { input: { method: 'ZHELIBAN_TICKET_ID', ticket, container: 'OPEN_WEB' } })).signIn;
};

describe('a session', () => {
  it('shows the person masked, never their name or number', async () => {
    const identity = person({ fullName: '演示人', phone: '13712345678', documentNumber: '330106198005170015' });
    const signedIn = await exchange(identity);
    const text = JSON.stringify(signedIn);
    for (const secret of [identity.fullName, identity.documentNumber, '13712345678']) expect(text).not.toContain(secret);
    expect(signedIn).toMatchObject({ viewer: { citizen: { maskedName: '*示人', maskedDocumentNumber: '3***06198005*****5' } } });
  });

  it('ends after fifteen idle minutes and not before', async () => {
    const citizen = await world.citizen();
    for (let passed = 0; passed < 3; passed++) {
      world.wait(14 * MINUTE);
      expect(await isSignedIn(citizen)).toBe(true);
    }
    world.wait(15 * MINUTE);
    expect(await isSignedIn(citizen)).toBe(false);
  });

  it('ends after twelve hours however busy it is', async () => {
    const citizen = await world.citizen();
    for (let passed = 0; passed < 12 * 60 - 10; passed += 10) {
      world.wait(10 * MINUTE);
      expect(await isSignedIn(citizen)).toBe(true);
    }
    world.wait(10 * MINUTE);
    expect(await isSignedIn(citizen)).toBe(false);
  });

  it('ends at sign-out, for good', async () => {
    const citizen = await world.citizen();
    await citizen.run(SignOutDocument, {});
    expect(await isSignedIn(citizen)).toBe(false);
    expect((await citizen.ask(SignOutDocument, {})).errors).toBeUndefined();
  });

  it('ends when another person signs in on the same phone, and they see only their own', async () => {
    const first = await world.citizen();
    await deciding.register(first);
    const signedIn = await exchange(person(), first);
    if (signedIn.__typename !== 'SignInSuccess') throw new Error(signedIn.__typename);
    expect(await isSignedIn(first)).toBe(false);
    expect((await ownPage(new Caller(world.http, signedIn.token))).donor).toBeNull();
  });

  it('ends when the same person signs in again in the same channel, not in another', async () => {
    const identity = person();
    const [app, web] = [await world.citizen(identity, 'ZHELIBAN_APP'), await world.citizen(identity, 'OPEN_WEB')];
    await world.citizen(identity, 'OPEN_WEB');
    expect([await isSignedIn(app), await isSignedIn(web)]).toEqual([true, false]);
  });

  it('that is over gets a clear error in the language of the caller, while public questions are still answered', async () => {
    const citizen = await world.citizen();
    world.wait(16 * MINUTE);
    const viewer = { query: '{ viewer { state } }' };
    const [zh, en] = [await citizen.post(viewer), await citizen.post(viewer, { 'accept-language': 'en' })];
    expect(zh.errors?.[0]).toMatchObject({ message: '登录已过期，请重新登录。已填的内容不会丢失。', extensions: { code: 'UNAUTHENTICATED', requestId: expect.any(String) as string } });
    expect(en.errors?.[0]?.message).toBe('Your session has ended. Please sign in again; nothing you entered is lost.');
    expect((await citizen.query('{ donationPolicy { minimumAge } }')).data).toEqual({ donationPolicy: { minimumAge: 18 } });
  });
});

describe('a token', () => {
  it.each(['', 'x', 'A'.repeat(43), 'A'.repeat(5000), "' or 1=1"])('that was made up (%#) opens nothing', async (token) => {
    const caller = new Caller(world.http, token === '' ? ' ' : token);
    expect(await isSignedIn(caller)).toBe(false);
  });
});

describe('a ticket', () => {
  it('opens one session only', async () => {
    const ticket = world.provider.ticketFor(person());
    const input = { method: 'ZHELIBAN_TICKET_ID', ticket, container: 'OPEN_WEB' } as const;
    const [first, second] = [await world.anonymous().run(SignInDocument, { input }), await world.anonymous().run(SignInDocument, { input })];
    expect(first.signIn.__typename).toBe('SignInSuccess');
    expect(second.signIn).toMatchObject({ __typename: 'SignInRefused', code: 'SIGN_IN_REFUSED' });
  });

  it('used ten times at once opens one session only', async () => {
    const ticket = world.provider.ticketFor(person());
    const input = { method: 'ZHELIBAN_TICKET_ID', ticket, container: 'OPEN_WEB' } as const;
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.anonymous().run(SignInDocument, { input })));
    expect(answers.filter(({ signIn }) => signIn.__typename === 'SignInSuccess')).toHaveLength(1);
  });

  it('that the provider refuses is explained; a company is told that only people register; an outage is nobody’s fault', async () => {
    expect(await exchange(new SignInRefusedByProvider('TICKET_EXPIRED', '6001'))).toMatchObject({ __typename: 'SignInRefused', message: '登录等待时间过长，请重新登录。' });
    expect(await exchange(new LegalPersonAccount())).toMatchObject({ __typename: 'LegalPersonNotSupported' });
    expect(await exchange(new IdentityProviderUnavailable('OUTAGE', 'TIMEOUT'))).toMatchObject({ __typename: 'IdentityProviderUnavailable' });
  });

  it('of a protocol that is not offered is refused', async () => {
    const { signIn } = await world.anonymous().run(SignInDocument, { input: { method: 'ZHELIBAN_TICKET', ticket: 'x', container: 'OPEN_WEB' } });
    expect(signIn.__typename).toBe('IdentityProviderUnavailable');
  });
});
