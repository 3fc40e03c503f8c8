import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ScriptedProvider, startScriptedProvider } from '../nonprod/scripted-provider.ts';
import { testIdentityNumber } from '../nonprod/test-identity-number.ts';
import { type IdentityProviderUnavailable, LegalPersonAccount, type SignInRefusedByProvider } from './identity-provider.ts';
import { providerCodes } from './provider-codes.ts';
import { usualAssuranceLevelFields, ZhelibanTicketIdProvider, type ZhelibanTicketIdSettings } from './zheliban-ticket-id.ts';

let server: ScriptedProvider;
beforeAll(async () => (server = await startScriptedProvider()));
afterAll(() => server.close());

const now = new Date('2026-11-23T08:00:00Z');
const ticket = `debug_tk_${'0123456789abcdef'.repeat(2)}`;
const accessToken = `debug_at_${'fedcba9876543210'.repeat(2)}`;
const number = testIdentityNumber({ divisionCode: '330106', birthday: '1998-05-17', order: 902 });
const person = {
  userId: 'de30', userName: '林晓舟', idType: 'ID_CARD', outerIdType: '1', idNo: number, attnUserType: null, phone: '13800000001', email: null,
  nation: '01', gender: '2', birthday: '1998-05-17', certKey: 'hash', attributes: { authLevel: '3' },
};
const ok = (data: unknown) => ({ json: { success: true, errorCode: null, errorMsg: null, data } });
const refusal = (errorCode: unknown) => ({ json: { success: false, errorCode, errorMsg: `${person.userName} ${number}`, data: null } });
const userOf = (personInfo: unknown, userType: unknown = 'PERSON') => ok({ userType, personInfo, legalPersonInfo: null, organizationInfoList: [] });
const granted = ok({ accessToken });

function providerWith(changes: Partial<ZhelibanTicketIdSettings> = {}): ZhelibanTicketIdProvider {
  const pages = { baseUrl: '', serviceCode: 'demo-app', returnParameter: 'goto', callbackUrl: '/', allowedReturnOrigins: [], portalLoginUrl: null, appId: null } as const;
  const base = `${server.origin}/restapi/prod`;
  const settings: ZhelibanTicketIdSettings = {
    pages,
    accessTokenUrl: `${base}/IC33000020220329000007/uc/sso/access_token`,
    userInfoUrl: `${base}/IC33000020220329000008/uc/sso/getUserInfo`,
    appId: '200000000',
    irs: { accessKey: 'demo-ak', secretKey: 'demo-sk' },
    timeoutMilliseconds: 2_000,
    assuranceLevelFields: usualAssuranceLevelFields,
    assuranceLevelWhenAbsent: null,
  };
  return new ZhelibanTicketIdProvider({ ...settings, ...changes }, () => now);
}

/** The error of an exchange, which must hold nothing of the ticket, the token or the person. */
async function errorOf(provider = providerWith(), with_ = ticket): Promise<SignInRefusedByProvider & IdentityProviderUnavailable> {
  const error: unknown = await provider.exchange(with_, 'ZHELIBAN_APP').then(
    () => expect.unreachable(),
    (thrown: unknown) => thrown,
  );
  const everything = inspect(error, { depth: null, showHidden: true });
  for (const secret of [ticket, accessToken, number, person.userName, person.phone, 'demo-sk']) expect(everything).not.toContain(secret);
  return error as SignInRefusedByProvider & IdentityProviderUnavailable;
}

describe('a sign-in by ticketId', () => {
  it('exchanges the ticketId for a token and the token for the person', async () => {
    server.answersWith(granted, userOf(person));
    expect(await providerWith().exchange(ticket, 'ZHELIBAN_APP')).toEqual({
      provider: 'ZHELIBAN_TICKET_ID', providerUserId: 'de30', documentType: 'RESIDENT_ID_CARD', documentNumber: number, fullName: '林晓舟',
      birthday: '1998-05-17', sex: 'FEMALE', phone: '13800000001', assuranceLevel: 'ADVANCED_REAL_NAME', profileResidence: null,
    });
  });

  it('posts JSON with the frozen signature of the gateway', async () => {
    server.answersWith(granted, userOf(person));
    await providerWith().exchange(ticket, 'ZHELIBAN_APP');
    expect(server.received.map(({ body }): unknown => JSON.parse(body))).toEqual([{ ticketId: ticket, appId: '200000000' }, { token: accessToken }]);
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      path: '/restapi/prod/IC33000020220329000007/uc/sso/access_token',
      headers: {
        'x-bg-hmac-access-key': 'demo-ak',
        'x-bg-hmac-algorithm': 'hmac-sha256',
        'x-bg-date-time': 'Mon, 23 Nov 2026 08:00:00 GMT',
        'x-bg-hmac-signature': 'Vjheqphx+lzjMQes5f+8mDoCeScKlaII9RzApnl8Jus=',
      },
    });
    expect(server.received[1]?.path).toBe('/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo');
  });

  it('leaves the application id out where none is assigned', async () => {
    server.answersWith(granted, userOf(person));
    await providerWith({ appId: null }).exchange(ticket, 'ZHELIBAN_APP');
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({ ticketId: ticket });
  });

  it.each([
    ['in the attributes', { attributes: { authLevel: 2 } }, 'BASIC_REAL_NAME'],
    ['in small letters', { attributes: { authlevel: '3' } }, 'ADVANCED_REAL_NAME'],
    ['beside the other fields', { attributes: null, authLevel: '2' }, 'BASIC_REAL_NAME'],
    ['in the attributes first', { attributes: { authLevel: '2' }, authLevel: '3' }, 'BASIC_REAL_NAME'],
  ])('finds the assurance level %s', async (_where, changes, assuranceLevel) => {
    server.answersWith(granted, userOf({ ...person, ...changes }));
    expect(await providerWith().exchange(ticket, 'ZHELIBAN_APP')).toMatchObject({ assuranceLevel });
  });

  it('guesses no assurance level unless it is told which', async () => {
    server.answersWith(granted, userOf({ ...person, attributes: {} }));
    expect(await errorOf()).toMatchObject({ trouble: 'CONFIGURATION', providerCode: 'ASSURANCE-LEVEL-UNKNOWN', alarm: true });
    server.answersWith(granted, userOf({ ...person, attributes: {} }));
    expect(await providerWith({ assuranceLevelWhenAbsent: 'BASIC_REAL_NAME' }).exchange(ticket, 'ZHELIBAN_APP')).toMatchObject({ assuranceLevel: 'BASIC_REAL_NAME' });
    server.answersWith(granted, userOf({ ...person, attributes: { authLevel: '9' } }));
    expect(await errorOf(providerWith({ assuranceLevelWhenAbsent: 'BASIC_REAL_NAME' }))).toMatchObject({ providerCode: 'ASSURANCE-LEVEL-UNKNOWN' });
  });
});

describe('a sign-in by ticketId that fails', () => {
  it.each(Object.keys(providerCodes).filter((code) => !/^\d/.test(code)))('with the code %s at either call is answered by the table', async (code) => {
    const meaning = providerCodes[code];
    const expected = meaning?.matter === 'CITIZEN' ? { reason: meaning.reason } : { trouble: meaning?.trouble };
    server.answersWith(refusal(code));
    expect(await errorOf()).toMatchObject({ ...expected, providerCode: code });
    server.answersWith(granted, refusal(code));
    expect(await errorOf()).toMatchObject({ ...expected, providerCode: code });
  });

  it.each([null, '', 'SOMETHING', number])('with an unknown code (%j) is trouble of ours', async (code) => {
    server.answersWith(refusal(code));
    expect(await errorOf()).toMatchObject({ trouble: 'PROTOCOL', providerCode: 'UNKNOWN', alarm: true });
  });

  it.each([
    ['Invalid signature', 'IRS-INVALID-SIGNATURE'],
    ['Invalid access key', 'IRS-INVALID-ACCESS-KEY'],
    ['Clock skew exceeded', 'IRS-CLOCK-SKEW'],
    ['The route_id is forbidden.', 'IRS-ROUTE-FORBIDDEN'],
  ])('at the gateway (%s) is an alarm of ours', async (message, providerCode) => {
    server.answersWith({ json: { message }, status: 401 });
    expect(await errorOf()).toMatchObject({ trouble: 'CONFIGURATION', providerCode, alarm: true });
  });

  it('because a company signs in is told apart, and its agent is never taken for the donor', async () => {
    server.answersWith(granted, userOf(person, 'LEGAL_PERSON'));
    expect(await errorOf()).toBeInstanceOf(LegalPersonAccount);
  });

  it.each([
    ['no person', userOf(null), { reason: 'IDENTITY_INCOMPLETE' }],
    ['level 1', userOf({ ...person, attributes: { authLevel: '1' } }), { reason: 'REAL_NAME_REQUIRED' }],
    ['an unknown document', userOf({ ...person, idType: 'OTHER' }), { reason: 'DOCUMENT_NOT_SUPPORTED' }],
    ['a contradiction', userOf({ ...person, gender: '1' }), { reason: 'IDENTITY_CONTRADICTORY' }],
    ['an unknown kind of user', userOf(person, 'ROBOT'), { trouble: 'PROTOCOL', providerCode: 'USER-TYPE' }],
    ['a list for a person', userOf([person]), { trouble: 'PROTOCOL', providerCode: 'UNEXPECTED-ANSWER' }],
    ['a text for a person', userOf(number), { trouble: 'PROTOCOL', providerCode: 'UNEXPECTED-ANSWER' }],
    ['no data', ok(null), { trouble: 'PROTOCOL', providerCode: 'UNEXPECTED-ANSWER' }],
  ])('with %s is refused', async (_what, answer, expected) => {
    server.answersWith(granted, answer);
    expect(await errorOf()).toMatchObject(expected);
  });

  it.each([null, [], 'text', {}, { success: 'true' }, { success: true }, { success: true, data: { accessToken: '' } }, { success: true, data: { accessToken: 'a b' } }])(
    'with the answer %j is unavailable',
    async (json) => {
      server.answersWith({ json });
      expect(await errorOf()).toMatchObject({ trouble: 'PROTOCOL', alarm: true });
    },
  );

  it.each(['', 'a\u0000b', 'x'.repeat(129)])('because the ticketId is none (%j) never reaches the provider', async (text) => {
    server.answersWith();
    expect(await errorOf(providerWith(), text)).toMatchObject({ reason: 'TICKET_INVALID' });
    expect(server.received).toHaveLength(0);
  });

  it('does not wait longer than it is told', async () => {
    server.answersWith(() => undefined);
    expect(await errorOf(providerWith({ timeoutMilliseconds: 150 }))).toMatchObject({ trouble: 'OUTAGE', providerCode: 'TIMEOUT' });
  });
});
