import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ScriptedProvider, startScriptedProvider } from '../nonprod/scripted-provider.ts';
import { testIdentityNumber } from '../nonprod/test-identity-number.ts';
import type { IdentityProviderUnavailable, SignInRefusedByProvider } from './identity-provider.ts';
import type { IrsCredentials } from './irs-signature.ts';
import { providerCodes } from './provider-codes.ts';
import { ZhelibanTicketProvider } from './zheliban-ticket.ts';

let server: ScriptedProvider;
beforeAll(async () => (server = await startScriptedProvider()));
afterAll(() => server.close());

const now = new Date('2026-11-23T08:00:00Z');
const ticket = `${'0123456789abcdef'.repeat(2)}-ticket`;
const number = testIdentityNumber({ divisionCode: '330106', birthday: '1998-05-17', order: 902 });
const session = { result: 0, errmsg: 'ok', token: 'token-of-the-session', userid: 'de30', loginname: 'demo', username: '林晓舟' };
const user = {
  result: 0, errmsg: 'ok', userid: 'de30', authlevel: '3', idtype: '1', username: '林晓舟', idnum: number, passport: '', sex: '2', nation: '01',
  loginname: 'demo', mobile: '13800000001', birthday: '1998-05-17', country: '中国', province: '浙江省', city: '杭州市', useable: '1', headpicture: null,
};

function providerWith(irs: IrsCredentials | null = null, timeoutMilliseconds = 2_000): ZhelibanTicketProvider {
  const pages = { baseUrl: '', serviceCode: 'demo-app', returnParameter: 'goto', callbackUrl: '/', allowedReturnOrigins: [], portalLoginUrl: null, appId: null } as const;
  const addresses = { ticketValidationUrl: `${server.origin}/restapi/prod/A/sso/servlet/simpleauth`, userInfoUrl: `${server.origin}/restapi/prod/B/sso/servlet/simpleauth` };
  return new ZhelibanTicketProvider({ pages, ...addresses, serviceCode: 'demo-app', servicePassword: 'demo-pwd', irs, timeoutMilliseconds }, () => now);
}

/** The error of an exchange, which must hold nothing of the ticket, the token or the person. */
async function errorOf(provider = providerWith(), with_ = ticket): Promise<SignInRefusedByProvider & IdentityProviderUnavailable> {
  const error: unknown = await provider.exchange(with_, 'ZHELIBAN_APP').then(
    () => expect.unreachable(),
    (thrown: unknown) => thrown,
  );
  const everything = inspect(error, { depth: null, showHidden: true });
  for (const secret of [ticket, session.token, number, user.username, user.mobile, 'demo-pwd']) expect(everything).not.toContain(secret);
  return error as SignInRefusedByProvider & IdentityProviderUnavailable;
}

describe('a sign-in by ticket', () => {
  it('exchanges the ticket for a token and the token for the person', async () => {
    server.answersWith({ json: session }, { json: user });
    expect(await providerWith().exchange(ticket, 'ZHELIBAN_APP')).toEqual({
      provider: 'ZHELIBAN_TICKET', providerUserId: 'de30', documentType: 'RESIDENT_ID_CARD', documentNumber: number, fullName: '林晓舟',
      birthday: '1998-05-17', sex: 'FEMALE', phone: '13800000001', assuranceLevel: 'ADVANCED_REAL_NAME',
      profileResidence: { province: '浙江省', city: '杭州市', county: null },
    });
  });

  it('sends signed forms by POST and nothing in the address', async () => {
    server.answersWith({ json: session }, { json: user });
    await providerWith().exchange(ticket, 'ZHELIBAN_APP');
    const common = { servicecode: 'demo-app', time: '20261123160000', sign: '6e5c24b0ca1a3ed99adf2826401ad2c5', datatype: 'json' };
    expect(server.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /restapi/prod/A/sso/servlet/simpleauth',
      'POST /restapi/prod/B/sso/servlet/simpleauth',
    ]);
    expect(server.received.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
      { method: 'ticketValidation', st: ticket, ...common },
      { method: 'getUserInfo', token: session.token, ...common },
    ]);
    expect(server.received.every(({ headers }) => headers['content-type']?.startsWith('application/x-www-form-urlencoded'))).toBe(true);
    expect(Object.keys(server.received[0]?.headers ?? {}).filter((name) => name.startsWith('x-bg-'))).toEqual([]);
  });

  it('adds the four signed headers on the IRS gateway, each call for its own path', async () => {
    server.answersWith({ json: session }, { json: user });
    await providerWith({ accessKey: 'demo-ak', secretKey: 'demo-sk' }).exchange(ticket, 'ZHELIBAN_APP');
    expect(server.received[0]?.headers).toMatchObject({
      'x-bg-hmac-access-key': 'demo-ak',
      'x-bg-hmac-algorithm': 'hmac-sha256',
      'x-bg-date-time': 'Mon, 23 Nov 2026 08:00:00 GMT',
    });
    const signatures = server.received.map(({ headers }) => headers['x-bg-hmac-signature']);
    expect(new Set(signatures).size).toBe(2);
  });

  it('reads numbers where texts are documented, and leaves unknown fields alone', async () => {
    server.answersWith({ json: { ...session, result: '0' } }, { json: { ...user, authlevel: 2, idtype: 1, sex: 2, extra: { deep: [] } } });
    expect(await providerWith().exchange(ticket, 'ZHELIBAN_APP')).toMatchObject({ assuranceLevel: 'BASIC_REAL_NAME', sex: 'FEMALE' });
  });

  it.each([
    ['2', 'passport', 'E12345678', 'PASSPORT'],
    ['3', 'officerlicense', '军字第1234567号', 'OFFICER_CARD'],
    ['4', 'permitlicense', 'H0000001701', 'HONG_KONG_MACAO_PERMIT'],
    ['5', 'taiwanlicense', '00000025', 'TAIWAN_PERMIT'],
    ['6', 'greencard', 'FRA330082040215', 'FOREIGN_PERMANENT_RESIDENT_CARD'],
  ])('finds the number of document %s in %s when idnum is empty', async (idtype, field, value, documentType) => {
    server.answersWith({ json: session }, { json: { ...user, idtype, idnum: '', [field]: value } });
    expect(await providerWith().exchange(ticket, 'ZHELIBAN_APP')).toMatchObject({ documentType, birthday: '1998-05-17' });
  });
});

describe('a sign-in by ticket that fails', () => {
  it.each(Object.keys(providerCodes).filter((code) => /^\d/.test(code)))('with the code %s at either call is answered by the table', async (code) => {
    const meaning = providerCodes[code];
    const expected = meaning?.matter === 'CITIZEN' ? { reason: meaning.reason } : { trouble: meaning?.trouble };
    server.answersWith({ json: { result: Number(code), errmsg: `${user.username} ${number}` } });
    expect(await errorOf()).toMatchObject({ ...expected, providerCode: code });
    expect(server.received).toHaveLength(1);
    server.answersWith({ json: session }, { json: { result: code, errmsg: `${user.username} ${number}` } });
    expect(await errorOf()).toMatchObject({ ...expected, providerCode: code });
  });

  it.each(['Invalid signature', 'Invalid access key', 'Clock skew exceeded', 'The route_id is forbidden.'])('at the gateway (%s) is an alarm of ours', async (message) => {
    server.answersWith({ json: { message }, status: 401 });
    expect(await errorOf(providerWith({ accessKey: 'demo-ak', secretKey: 'demo-sk' }))).toMatchObject({ trouble: 'CONFIGURATION', alarm: true });
  });

  it.each(['', ' ', 'a b', 'a\u0000b', 'a\r\nx: y', '票', 'x'.repeat(129)])('because the ticket is none (%j) never reaches the provider', async (text) => {
    server.answersWith();
    expect(await errorOf(providerWith(), text)).toMatchObject({ reason: 'TICKET_INVALID', providerCode: null });
    expect(server.received).toHaveLength(0);
  });

  it.each([
    ['level 1', { authlevel: '1' }, { reason: 'REAL_NAME_REQUIRED' }],
    ['an inactive account', { useable: '2' }, { reason: 'ACCOUNT_INACTIVE' }],
    ['a wrong check digit', { idnum: `${number.slice(0, 17)}${number.endsWith('1') ? '2' : '1'}` }, { reason: 'IDENTITY_INCOMPLETE' }],
    ['no name', { username: null }, { reason: 'IDENTITY_INCOMPLETE' }],
    ['an unknown document', { idtype: '7' }, { reason: 'DOCUMENT_NOT_SUPPORTED' }],
    ['an unknown level', { authlevel: '4' }, { trouble: 'PROTOCOL', providerCode: 'AUTHLEVEL' }],
    ['no level', { authlevel: undefined }, { trouble: 'PROTOCOL', providerCode: 'AUTHLEVEL' }],
    ['another person than the ticket', { userid: 'de31' }, { trouble: 'PROTOCOL', providerCode: 'USER-ID-CHANGED' }],
    ['a field of another kind', { idnum: { value: number } }, { trouble: 'PROTOCOL', providerCode: 'UNEXPECTED-ANSWER' }],
    ['an endless field', { username: user.username.repeat(500) }, { trouble: 'PROTOCOL', providerCode: 'UNEXPECTED-ANSWER' }],
  ])('with %s is refused', async (_what, changes, expected) => {
    server.answersWith({ json: session }, { json: { ...user, ...changes } });
    expect(await errorOf()).toMatchObject(expected);
  });

  it.each([null, [], 'text', 7, {}, { result: {} }, { result: null }, { result: 0 }, { result: 0, token: '' }, { result: 0, token: 'a\nb' }, { result: 0, token: 5 }])(
    'with the answer %j is unavailable',
    async (json) => {
      server.answersWith({ json });
      expect(await errorOf()).toMatchObject({ trouble: 'PROTOCOL', alarm: true });
    },
  );

  it('does not wait longer than it is told', async () => {
    server.answersWith({ json: session }, () => undefined);
    expect(await errorOf(providerWith(null, 150))).toMatchObject({ trouble: 'OUTAGE', providerCode: 'TIMEOUT' });
  });
});
