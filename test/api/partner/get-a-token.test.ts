import { createPublicKey, randomUUID } from 'node:crypto';
import { UnsecuredJWT } from 'jose';
import { afterAll, describe, expect, it, test, vi } from 'vitest';
import { AuditEntry } from '../../../server/src/audit/audit-entry.entity.ts';
import { changePartnerKeys } from '../../../server/src/partners/change-partner-keys.ts';
import { partnerScopes } from '../../../server/src/partners/partner-scope.ts';
import { suspendPartner } from '../../../server/src/partners/suspend-partner.ts';
import { anyAddress, askForToken, assertionOf, ISSUER, keyPair, ownerOf, partner, PUBLIC_URL, type AssertionWish, type TestPartner, type TokenAnswer } from '../../kit/partners.ts';
import { createWorld, NOW } from '../../kit/world.ts';

// The library of the token endpoint looks at the clock of the process; both clocks must tell the same time.
vi.useFakeTimers({ toFake: ['Date'], now: NOW });
afterAll(() => void vi.useRealTimers());

const world = await createWorld({ SANXIAN_PUBLIC_URL: PUBLIC_URL, SANXIAN_TRUSTED_PROXIES: '1' });
const owner = await ownerOf(world.databaseUrl);
const deed = () => ({ now: new Date(), requestId: randomUUID() });
const seconds = () => Math.floor(Date.now() / 1_000);
const told = ({ status, body }: TokenAnswer) => `${status} ${body.error ?? Object.keys(body).toSorted().join(' ')}`;
const ask = (assertion: string, form?: Record<string, string>, address?: string) => askForToken(world.http, assertion, form, address);
const wait = (milliseconds: number) => {
  world.wait(milliseconds);
  vi.setSystemTime(Date.now() + milliseconds);
};
const given = '200 access_token expires_in scope token_type';
const app = await partner(owner, NOW);
const other = await partner(owner, NOW);

describe('the token endpoint', () => {
  it.each(['ES256', 'EdDSA', 'PS256'] as const)('gives a token of ten minutes for an assertion that is signed by %s', async (alg) => {
    const { status, body, headers } = await ask(await assertionOf(await partner(owner, NOW, {}, await keyPair(alg))));
    expect({ status, ...body }).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 600, scope: partnerScopes.join(' ') });
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-security-policy': expect.stringContaining("default-src 'none'") });
    expect([headers['set-cookie'], headers['access-control-allow-origin']]).toEqual([undefined, undefined]);
  });

  it('gives what was asked for, as far as it was granted', async () => {
    const reader = await partner(owner, NOW, { scopes: ['policy:read'] });
    expect((await ask(await assertionOf(reader), { scope: 'policy:read' })).body.scope).toBe('policy:read');
    expect(told(await ask(await assertionOf(reader), { scope: 'directory:read policy:read' }))).toBe('400 invalid_scope');
    expect((await ask(await assertionOf(reader), { scope: 'policy:read donors:read' })).body.scope).toBe('policy:read');
    expect(told(await ask(await assertionOf(reader), { scope: 'openid' }))).toBe('400 invalid_scope');
  });

  it('gives tokens for this API only', async () => {
    expect(told(await ask(await assertionOf(app), { resource: `${PUBLIC_URL}/graphql` }))).toBe(given);
    expect(told(await ask(await assertionOf(app), { resource: 'https://elsewhere.example/' }))).toBe('400 invalid_target');
  });

  it('writes each token into the audit as the partner’s own deed, and neither token nor assertion anywhere', async () => {
    const assertion = await assertionOf(app);
    const { body } = await ask(assertion);
    const entries = await owner.em.fork().find(AuditEntry, { actorId: app.id }, { orderBy: { at: 'desc' } });
    expect(entries[0]).toMatchObject({ actorKind: 'PARTNER_APP', operation: 'issuePartnerToken', sessionId: null, changes: [{ entity: 'PartnerToken', change: 'create' }] });
    const rows = JSON.stringify([entries, await owner.em.fork().execute('select * from partner_token'), await owner.em.fork().execute('select * from partner_assertion'), world.logged]);
    for (const secret of [body.access_token ?? '', (body.access_token ?? '').slice(8), assertion]) expect(rows).not.toContain(secret);
  });

  it('describes itself by what is there and nothing else, under our own address whatever the caller calls us', async () => {
    for (const path of ['/.well-known/oauth-authorization-server/oauth', '/oauth/.well-known/openid-configuration', '/oauth/.well-known/oauth-authorization-server']) {
      const { body } = await world.http.get(path).set({ host: 'evil.example', 'x-forwarded-host': 'evil.example' });
      expect(body).toEqual({
        issuer: ISSUER,
        token_endpoint: `${ISSUER}/token`,
        grant_types_supported: ['client_credentials'],
        scopes_supported: [...partnerScopes],
        response_types_supported: [],
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
        token_endpoint_auth_signing_alg_values_supported: ['ES256', 'EdDSA', 'PS256'],
      });
    }
  });

  it.each(['GET /oauth/auth', 'GET /oauth/jwks', 'POST /oauth/reg', 'GET /oauth/me', 'POST /oauth/session/end', 'POST /oauth/session/end/confirm', 'POST /oauth/token/introspection', 'POST /oauth/token/revocation', 'POST /oauth/par', 'GET /oauth/token', 'GET /oauth/interaction/x', 'POST /oauth/device/auth', 'GET /oauth'])('has nothing at %s', async (line) => {
    const [method, path = ''] = line.split(' ');
    const answer = await (method === 'GET' ? world.http.get(path) : world.http.post(path));
    expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('knows no other grant', async () => {
    for (const grant_type of ['authorization_code', 'refresh_token', 'password', 'implicit', 'urn:ietf:params:oauth:grant-type:jwt-bearer', 'urn:ietf:params:oauth:grant-type:token-exchange']) {
      expect(told(await ask(await assertionOf(app), { grant_type }))).toBe('400 unsupported_grant_type');
    }
  });
});

describe('an assertion is refused', () => {
  const publicPem = createPublicKey({ key: { ...app.publicKey }, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
  const asText = (text: string) => new TextEncoder().encode(text);
  const ordinary = () => ({ iss: app.id, sub: app.id, aud: ISSUER, jti: randomUUID(), exp: seconds() + 60 });

  const signed: readonly (readonly [name: string, wish: () => AssertionWish])[] = [
    ['signed by HS256 with the public key as secret', () => ({ header: { alg: 'HS256' }, key: asText(publicPem) })],
    ['signed by HS256 with the public JWK as secret', () => ({ header: { alg: 'HS256' }, key: asText(JSON.stringify(app.publicKey)) })],
    ['signed by another partner’s key under its own name of the key', () => ({ key: other.privateKey, header: { kid: other.publicKey.kid } })],
    ['signed by another partner’s key under our name of the key', () => ({ key: other.privateKey })],
    ['without the name of a key', () => ({ header: { kid: undefined } })],
    ['with the key in its own header', () => ({ key: other.privateKey, header: { kid: undefined, jwk: other.publicKey } })],
    ['for another audience', () => ({ claims: { aud: 'https://elsewhere.example/oauth' } })],
    ['for the token endpoint in place of the issuer', () => ({ claims: { aud: `${ISSUER}/token` } })],
    ['for several audiences', () => ({ claims: { aud: [ISSUER, 'https://elsewhere.example/oauth'] } })],
    ['without an audience', () => ({ claims: { aud: undefined } })],
    ['in another partner’s name', () => ({ claims: { iss: other.id, sub: other.id } })],
    ['about another partner', () => ({ claims: { sub: other.id } })],
    ['by another issuer', () => ({ claims: { iss: other.id } })],
    ['by somebody unknown', () => ({ claims: { iss: 'nobody', sub: 'nobody' } })],
    ['that expired beyond the tolerance of clocks', () => ({ claims: { iat: seconds() - 200, exp: seconds() - 31 } })],
    ['that counts only in the future', () => ({ claims: { nbf: seconds() + 120 } })],
    ['that would live too long', () => ({ claims: { exp: seconds() + 331 } })],
    ['that never expires', () => ({ claims: { exp: undefined } })],
    ['without an id of its own', () => ({ claims: { jti: undefined } })],
  ];
  it.each(signed)('%s', async (_, wish) => {
    expect(told(await ask(await assertionOf(app, wish())))).toBe('401 invalid_client');
  });

  it('without a signature', async () => {
    expect(told(await ask(new UnsecuredJWT(ordinary()).encode()))).toBe('401 invalid_client');
    const [head = '', body = ''] = (await assertionOf(app)).split('.');
    expect(told(await ask(`${head}.${body}.`))).toBe('401 invalid_client');
    expect(told(await ask(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`))).toBe('401 invalid_client');
  });

  it('whose words were changed after it was signed', async () => {
    const [head, , signature] = (await assertionOf(app)).split('.');
    const body = Buffer.from(JSON.stringify({ ...ordinary(), exp: seconds() + 299 })).toString('base64url');
    expect(told(await ask(`${head}.${body}.${signature}`))).toBe('401 invalid_client');
  });

  it('when it comes a second time, also at the same moment', async () => {
    const assertion = await assertionOf(app);
    expect([told(await ask(assertion)), told(await ask(assertion))]).toEqual([given, '401 invalid_client']);
    const twice = await assertionOf(app);
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(twice)));
    expect(answers.map(told).toSorted()).toEqual([given, ...Array.from({ length: 7 }, () => '401 invalid_client')]);
  });

  it('that is as large as a book, or no assertion at all', async () => {
    expect(told(await ask('x'.repeat(70_000)))).toMatch(/^400 invalid_request$/);
    expect(told(await ask('x'.repeat(7_000)))).toBe('400 invalid_request');
    expect(told(await ask('a.b.c'))).toBe('400 invalid_request');
    expect(told(await ask(await assertionOf(app), { client_id: other.id }))).toBe('400 invalid_request');
    expect(told(await ask(await assertionOf(app), { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }))).toBe('400 invalid_request');
  });

  it('where a secret stands in its place', async () => {
    const form = { grant_type: 'client_credentials', scope: 'policy:read' };
    const post = (fields: object) => world.http.post('/oauth/token').set('x-forwarded-for', anyAddress()).type('form').send({ ...form, ...fields });
    expect(told(await post({ client_id: app.id, client_secret: 'secret' }))).toBe('401 invalid_client');
    expect(told(await post({ client_id: app.id }))).toBe('401 invalid_client');
    expect(told(await post({}))).toBe('400 invalid_request');
    expect(told(await post({}).auth(app.id, 'secret'))).toBe('401 invalid_client');
  });

  it('and its refusal tells no partner that exists from one that does not', async () => {
    const [wrongKey, nobody] = [await ask(await assertionOf(app, { key: other.privateKey })), await ask(await assertionOf({ ...app, id: randomUUID() }))];
    expect(wrongKey.body).toEqual(nobody.body);
    expect(wrongKey.body).toEqual({ error: 'invalid_client', error_description: 'client authentication failed' });
  });

  it('but not for a clock that differs by half a minute', async () => {
    expect(told(await ask(await assertionOf(app, { claims: { exp: seconds() - 29 } })))).toBe(given);
    expect(told(await ask(await assertionOf(app, { claims: { nbf: seconds() + 29, exp: seconds() + 325 } })))).toBe(given);
  });
});

describe('a partner gets no token', () => {
  const refused = async (made: TestPartner) => expect(told(await ask(await assertionOf(made)))).toBe('401 invalid_client');

  test('while it is suspended, and gets one afterwards', async () => {
    const made = await partner(owner, NOW);
    await suspendPartner(owner, made.id, true, deed());
    await refused(made);
    await suspendPartner(owner, made.id, false, deed());
    expect(told(await ask(await assertionOf(made)))).toBe(given);
  });

  test('before the first day and after the last, as days are in China', async () => {
    await refused(await partner(owner, NOW, { validFrom: '2026-11-24' }));
    await refused(await partner(owner, NOW, { validTo: '2026-11-22' }));
    expect(told(await ask(await assertionOf(await partner(owner, NOW, { validFrom: '2026-11-23', validTo: '2026-11-23' }))))).toBe(given);
  });

  test('by a key that ended, while the new one counted beside it', async () => {
    const [made, next] = [await partner(owner, NOW), await keyPair('EdDSA')];
    const renewed = { ...made, ...next };
    await changePartnerKeys(owner, made.id, { add: [next.publicKey], end: { kid: made.publicKey.kid, at: new Date(Date.now() + 60_000) } }, deed());
    expect([told(await ask(await assertionOf(made))), told(await ask(await assertionOf(renewed)))]).toEqual([given, given]);
    wait(60_000);
    await refused(made);
    expect(told(await ask(await assertionOf(renewed)))).toBe(given);
  });
});

test('what is over is forgotten: tokens and assertions, but none that still counts', async () => {
  const rows = async () => (await owner.em.fork().execute<{ count: number }[]>('select (select count(*)::int from partner_token) + (select count(*)::int from partner_assertion) as count'))[0]?.count ?? 0;
  const assertion = await assertionOf(app, { claims: { exp: seconds() + 300 } });
  expect(told(await ask(assertion))).toBe(given);
  wait(329_000);
  expect(told(await ask(assertion))).toBe('401 invalid_client');
  wait(3_600_000);
  await Promise.all(Array.from({ length: 6 }, async () => ask(await assertionOf(app))));
  await ask(await assertionOf(app));
  expect(await rows()).toBe(2 * 7);
});

describe('who fails too often', () => {
  test('is not heard for ten minutes from that address, not even with the right key, and is told how long', async () => {
    const [made, stranger] = [await partner(owner, NOW), await keyPair()];
    const address = anyAddress();
    for (let failure = 1; failure <= 5; failure += 1) expect(told(await ask(await assertionOf(made, { key: stranger.privateKey }), {}, address))).toBe('401 invalid_client');
    const locked = await ask(await assertionOf(made), {}, address);
    expect([told(locked), locked.headers['retry-after']]).toEqual(['429 temporarily_unavailable', '600']);
    // The partner itself calls from elsewhere, and others call from there.
    expect(told(await ask(await assertionOf(made)))).toBe(given);
    expect(told(await ask(await assertionOf(app), {}, address))).toBe(given);
  });

  test('is not heard under any name when they try many', async () => {
    const address = anyAddress();
    for (let failure = 1; failure <= 20; failure += 1) expect(told(await ask(await assertionOf({ ...app, id: randomUUID() }), {}, address))).toBe('401 invalid_client');
    expect(told(await ask(await assertionOf(app), {}, address))).toBe('429 temporarily_unavailable');
  });
});
