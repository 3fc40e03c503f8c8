import { generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BeginStaffSignInDocument, SignInStaffDocument, SignOutStaffDocument, StaffViewerDocument } from '../../../schema/generated/graphql.ts';
import { Organisation } from '../../../server/src/organisations/organisation.entity.ts';
import { accountPlace, StaffAccount } from '../../../server/src/staff/staff-account.entity.ts';
import { Caller } from '../../kit/caller.ts';
import { DESK, startStaffProvider, walkThrough, type AtTheProvider } from '../../kit/staff-provider.ts';
import { createWorld, NOW } from '../../kit/world.ts';

const provider = await startStaffProvider();
const world = await createWorld({ ...provider.settings, SANXIAN_TRUSTED_PROXIES: '1' });
const database = new pg.Client(world.databaseUrl);

/** The provider has a clock of its own; this world's is set by it whenever a sign-in begins. */
let clock = NOW.getTime();
function setClock(): void {
  const now = Date.now();
  world.wait(now - clock);
  clock = now;
}

let accounts = 0;
/** An account of the register for a person whom only this test knows. */
async function account(special: { validFrom?: string; validTo?: string; name?: string } = {}): Promise<{ subject: string; id: string }> {
  const em = world.orm.em.fork();
  const id = crypto.randomUUID();
  accounts += 1;
  const subject = `test-${accounts}`;
  const { validFrom = '2026-01-01', validTo = null, name = '演示协调员' } = special;
  const organisation = await em.findOneOrFail(Organisation, { registryKey: 'rcs-330106' });
  em.create(StaffAccount, { id, issuer: provider.issuer, subject, sealedName: world.vault.seal(name, accountPlace(id)), role: 'COORDINATOR', organisation, hospital: null, outsideTransplantChain: false, validFrom, validTo, createdAt: NOW });
  await em.flush();
  return { subject, id };
}

/** A stranger behind an address of their own, so that the failures of one test do not count against the next. */
let addresses = 0;
function visitor(token: string | null = null): Caller {
  addresses += 1;
  const { http } = world;
  const from = `203.0.113.${addresses}`;
  return new Caller({ ...http, post: (url: string) => http.post(url).set('x-forwarded-for', from) } as typeof http, token);
}

async function begin(caller: Caller) {
  setClock();
  const { beginStaffSignIn } = await caller.run(BeginStaffSignInDocument, { input: { returnUrl: DESK } });
  if (beginStaffSignIn.__typename !== 'BeginStaffSignInSuccess') throw new Error(beginStaffSignIn.__typename);
  return beginStaffSignIn;
}

const finish = async (caller: Caller, attempt: string, answer: string) => (await caller.run(SignInStaffDocument, { input: { attempt, answer } })).signInStaff;

/** The whole way: begin, the provider's pages, and back. */
async function signIn(at: AtTheProvider, caller = visitor()) {
  const { url, attempt } = await begin(caller);
  return finish(caller, attempt, await walkThrough(url, at));
}

const refusedFor = (reason: string) => ({ __typename: 'StaffSignInRefused', code: 'STAFF_SIGN_IN_REFUSED', reason });
const audited = async (operation: string) =>
  (await database.query<{ actor_kind: string; actor_id: string | null; session_id: string | null; outcome: string | null }>('select actor_kind, actor_id, session_id, outcome from audit_entry where operation = $1 order by at desc, id', [operation])).rows;

beforeAll(() => database.connect());
afterAll(() => database.end());

describe('somebody of the staff', () => {
  it('signs in with two factors and reads who they are, where, and until when', async () => {
    const { subject, id } = await account({ name: '演示协调员李' });
    const answer = await signIn({ subject });
    if (answer.__typename !== 'SignInStaffSuccess') throw new Error(answer.__typename);
    expect(answer.token).toMatch(/^staff\.[\w-]{43}$/);
    const { staffViewer } = await new Caller(world.http, answer.token).run(StaffViewerDocument, {});
    expect(staffViewer).toEqual(answer.viewer);
    expect(staffViewer).toMatchObject({ name: '演示协调员李', role: 'COORDINATOR', hospital: null, organisation: { name: '杭州市西湖区红十字会' }, area: { code: '330106', level: 'COUNTY' } });
    const { rows } = await database.query<{ methods: string[] }>('select methods from staff_session where account_id = $1', [id]);
    expect(rows).toEqual([{ methods: ['pwd', 'otp'] }]);
    expect((await audited('signInStaff')).find(({ actor_id }) => actor_id === id)).toMatchObject({ actor_kind: 'STAFF', outcome: null });
  });

  it('proves themself by a key of ours instead of a shared secret, where it is configured so', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const client = { token_endpoint_auth_method: 'private_key_jwt' as const, client_secret: undefined, jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'desk-1', alg: 'ES256', use: 'sig' }] } };
    const keyed = await startStaffProvider(client as never);
    const clientKey = `desk-1:ES256:${privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')}`;
    const other = await createWorld({ ...keyed.settings, SANXIAN_STAFF_CLIENT_SECRET: '', SANXIAN_STAFF_CLIENT_KEY: clientKey });
    other.wait(Date.now() - NOW.getTime());
    const caller = other.anonymous();
    const { url, attempt } = await begin(caller);
    // Signed in at the provider; only the account is missing, which is judged after the exchange.
    expect(await finish(caller, attempt, await walkThrough(url, { subject: 'demo-stranger' }))).toMatchObject(refusedFor('ACCOUNT_UNKNOWN'));
  });

  it('ends their session elsewhere by signing in anew', async () => {
    const { subject } = await account();
    const [first, second] = [await signIn({ subject }), await signIn({ subject })];
    if (first.__typename !== 'SignInStaffSuccess' || second.__typename !== 'SignInStaffSuccess') throw new Error('Not signed in');
    const { errors } = await new Caller(world.http, first.token).ask(StaffViewerDocument, {});
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await new Caller(world.http, second.token).run(StaffViewerDocument, {})).staffViewer).not.toBeNull();
  });

  it('signs out here, and is led to the provider to sign out there', async () => {
    const { subject, id } = await account();
    const answer = await signIn({ subject });
    if (answer.__typename !== 'SignInStaffSuccess') throw new Error(answer.__typename);
    const caller = new Caller(world.http, answer.token);
    const { signOutStaff } = await caller.run(SignOutStaffDocument, { input: { returnUrl: DESK } });
    expect(signOutStaff.providerUrl).toContain(`${provider.issuer}/session/end?`);
    expect((await caller.ask(StaffViewerDocument, {})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await audited('signOutStaff')).map(({ actor_id }) => actor_id)).toEqual([id]);
    expect((await caller.run(SignOutStaffDocument, { input: { returnUrl: 'https://elsewhere.example/' } })).signOutStaff.providerUrl).toBeNull();
  });
});

describe('a sign-in is refused, and the refusal stands in the audit', () => {
  it.each(['passwordOnly', 'textMessage'] as const)('without a second, cryptographic factor: %s', async (proof) => {
    const { subject, id } = await account();
    expect(await signIn({ subject, proof })).toMatchObject(refusedFor('SECOND_FACTOR_MISSING'));
    expect((await audited('signInStaff')).filter(({ actor_id }) => actor_id === id)).toEqual([{ actor_kind: 'ANONYMOUS', actor_id: id, session_id: null, outcome: 'SECOND_FACTOR_MISSING' }]);
    expect((await database.query('select from staff_session where account_id = $1', [id])).rowCount).toBe(0);
  });

  it('for a person whom the provider knows and the register does not', async () => {
    expect(await signIn({ subject: 'demo-stranger' })).toMatchObject(refusedFor('ACCOUNT_UNKNOWN'));
    expect((await audited('signInStaff')).filter(({ outcome }) => outcome === 'ACCOUNT_UNKNOWN')).toEqual([{ actor_kind: 'ANONYMOUS', actor_id: null, session_id: null, outcome: 'ACCOUNT_UNKNOWN' }]);
  });

  it.each([{ validFrom: '2099-01-01' }, { validTo: '2026-01-02' }])('outside of the days of the account: %o', async (days) => {
    const { subject } = await account(days);
    expect(await signIn({ subject })).toMatchObject(refusedFor('ACCOUNT_NOT_IN_FORCE'));
  });

  it('when the person cancels at the provider', async () => {
    expect(await signIn({ subject: 'demo-stranger', choice: 'cancel' })).toMatchObject(refusedFor('PROVIDER_REFUSED'));
    expect((await audited('signInStaff')).some(({ outcome }) => outcome === 'PROVIDER_REFUSED')).toBe(true);
  });

  it('when the proof is older than five minutes by our clock', async () => {
    const { subject } = await account();
    const caller = visitor();
    const { url, attempt } = await begin(caller);
    const answer = await walkThrough(url, { subject });
    world.wait(9 * 60_000);
    expect(await finish(caller, attempt, answer)).toMatchObject(refusedFor('PROOF_TOO_OLD'));
    world.wait(-9 * 60_000);
  });
});

describe('an attempt', () => {
  it('is good for one answer: the same answer again is refused, and so is another answer for it', async () => {
    const { subject } = await account();
    const caller = visitor();
    const { url, attempt } = await begin(caller);
    const answer = await walkThrough(url, { subject });
    expect(await finish(caller, attempt, answer)).toMatchObject({ __typename: 'SignInStaffSuccess' });
    expect(await finish(caller, attempt, answer)).toMatchObject(refusedFor('ATTEMPT_INVALID'));
  });

  it('is used up by a refused answer, too', async () => {
    const { subject } = await account();
    const caller = visitor();
    const { url, attempt } = await begin(caller);
    expect(await finish(caller, attempt, 'code=made-up&state=made-up')).toMatchObject(refusedFor('PROVIDER_REFUSED'));
    expect(await finish(caller, attempt, await walkThrough(url, { subject }))).toMatchObject(refusedFor('ATTEMPT_INVALID'));
  });

  it('of one browser takes no answer that was made for another: a link with somebody’s code signs nobody in', async () => {
    const { subject } = await account();
    const [victim, attacker] = [visitor(), visitor()];
    const [of, by] = [await begin(victim), await begin(attacker)];
    const stolen = await walkThrough(by.url, { subject });
    expect(await finish(victim, of.attempt, stolen)).toMatchObject(refusedFor('PROVIDER_REFUSED'));
    // Also under the victim's own state: the code is bound to the attacker's verifier.
    const again = await begin(victim);
    const answer = new URLSearchParams(await walkThrough((await begin(attacker)).url, { subject }));
    answer.set('state', new URL(again.url).searchParams.get('state') ?? '');
    expect(await finish(victim, again.attempt, String(answer))).toMatchObject(refusedFor('PROVIDER_REFUSED'));
  });

  it('runs out after ten minutes', async () => {
    const caller = visitor();
    const { attempt } = await begin(caller);
    world.wait(10 * 60_000);
    expect(await finish(caller, attempt, 'code=x&state=y')).toMatchObject(refusedFor('ATTEMPT_INVALID'));
    world.wait(-10 * 60_000);
  });

  it('that nobody began is refused without asking the provider', async () => {
    const before = provider.asked.length;
    expect(await finish(visitor(), 'made-up', 'code=x')).toMatchObject(refusedFor('ATTEMPT_INVALID'));
    expect(provider.asked.length).toBe(before);
  });

  it('cannot begin for a page that is not registered', async () => {
    const { beginStaffSignIn } = await visitor().run(BeginStaffSignInDocument, { input: { returnUrl: `${DESK}../elsewhere` } });
    expect(beginStaffSignIn).toMatchObject({ __typename: 'InvalidInput', code: 'INVALID_INPUT' });
  });
});

describe('failed sign-ins', () => {
  it('are limited for one address: after ten, it waits', async () => {
    const caller = new Caller(world.http, null);
    for (let tries = 0; tries < 10; tries += 1) await finish(caller, 'made-up', 'code=x');
    expect(await finish(caller, 'made-up', 'code=x')).toMatchObject({ __typename: 'TooManyRequests' });
    expect((await caller.run(BeginStaffSignInDocument, { input: { returnUrl: DESK } })).beginStaffSignIn).toMatchObject({ __typename: 'TooManyRequests' });
  });
});

describe('a provider that is away', () => {
  it('is told as such, and signs in again when it is back', async () => {
    const { subject } = await account();
    const caller = visitor();
    const { url, attempt } = await begin(caller);
    const answer = await walkThrough(url, { subject });
    provider.fail(true);
    expect(await finish(caller, attempt, answer)).toMatchObject({ __typename: 'StaffProviderUnavailable', code: 'STAFF_PROVIDER_UNAVAILABLE' });
    provider.fail(false);
    expect(await signIn({ subject })).toMatchObject({ __typename: 'SignInStaffSuccess' });
  });

  it('is none that was never configured', async () => {
    const without = await createWorld();
    const { beginStaffSignIn } = await without.anonymous().run(BeginStaffSignInDocument, { input: { returnUrl: DESK } });
    expect(beginStaffSignIn).toMatchObject({ __typename: 'StaffProviderUnavailable' });
  });
});

it('nothing of a sign-in stands in the log: no code, no state, no subject, no name', async () => {
  const { subject } = await account({ name: '演示金丝雀' });
  const caller = visitor();
  const { url, attempt } = await begin(caller);
  const answer = await walkThrough(url, { subject });
  await finish(caller, attempt, answer);
  const words = [subject, '演示金丝雀', attempt, new URLSearchParams(answer).get('code') ?? '', new URLSearchParams(answer).get('state') ?? ''];
  for (const word of words) expect(world.logged.join('\n')).not.toContain(word);
});
