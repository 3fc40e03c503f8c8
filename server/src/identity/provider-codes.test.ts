import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { IdentityProviderUnavailable, SignInRefusalReason, SignInRefusedByProvider } from './identity-provider.ts';
import { errorForGatewayRefusal, errorForProviderCode, providerCodes } from './provider-codes.ts';
import { legalPersonMessage, providerUnavailableMessage, signInRefusalMessages } from './sign-in-messages.ts';

/** Every code of the channel notes 1.4 and 1.5, and what it means; copied from the documents, not from the table. */
const documented: readonly (readonly [code: string, meaning: string])[] = [
  ['6001', 'TICKET_EXPIRED'], ['6002', 'TICKET_INVALID'], ['6003', 'TICKET_FOREIGN'], ['6004', 'TICKET_INVALID'], ['6099', 'OUTAGE'],
  ['6501', 'SESSION_EXPIRED'], ['6502', 'SESSION_EXPIRED'], ['6503', 'OUTAGE'], ['6504', 'CONFIGURATION'], ['6505', 'PROTOCOL'],
  ['6599', 'OUTAGE'], ['9800', 'PROTOCOL'], ['9900', 'CONFIGURATION'], ['9901', 'CONFIGURATION'], ['9902', 'CONFIGURATION'],
  ['9903', 'CONFIGURATION'], ['9904', 'CONFIGURATION'],
  ['C-USER-SSO-TICKET-INVALID', 'TICKET_INVALID'], ['C-USER-SSO-TOKEN-INVALID', 'SESSION_EXPIRED'],
  ['C-USER-SSO-USER-EMPTY', 'IDENTITY_INCOMPLETE'],
];

describe('the codes of the provider', () => {
  it.each(documented)('%s means %s', (code, meaning) => {
    const error = errorForProviderCode(code);
    expect(error instanceof SignInRefusedByProvider ? error.reason : error.trouble).toBe(meaning);
    expect(error.providerCode).toBe(code);
  });

  it('are all in the table, and no other', () => {
    expect(Object.keys(providerCodes).sort()).toEqual(documented.map(([code]) => code).sort());
  });

  it('raise an alarm when only we can cure them, not when waiting can', () => {
    for (const [code, meaning] of documented) {
      const error = errorForProviderCode(code);
      if (error instanceof IdentityProviderUnavailable) expect(error.alarm, code).toBe(meaning !== 'OUTAGE');
    }
  });

  it.each(['1234', '-1', 'C-USER-SSO-NEW'])('that nobody documents (%s) mean trouble of ours with an alarm', (code) => {
    expect(errorForProviderCode(code)).toMatchObject({ trouble: 'PROTOCOL', alarm: true, providerCode: code });
  });

  it.each(['', '11010519491231002X', '110105194912310021', '13800000001', '林晓舟', 'toString', '__proto__', 'constructor'])(
    'are not repeated when they are none: %j',
    (code) => expect(errorForProviderCode(code)).toMatchObject({ trouble: 'PROTOCOL', providerCode: 'UNKNOWN' }),
  );

  it('never let a text of the provider into an error', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), (code) => {
        fc.pre(!Object.hasOwn(providerCodes, code) && !/^[A-Z-]+$/.test(code));
        expect(String(errorForProviderCode(code))).not.toContain(code);
      }),
    );
  });

  it.each([
    ['Invalid signature', 'IRS-INVALID-SIGNATURE'],
    ['Invalid access key', 'IRS-INVALID-ACCESS-KEY'],
    ['Clock skew exceeded', 'IRS-CLOCK-SKEW'],
    ['The route_id is forbidden.', 'IRS-ROUTE-FORBIDDEN'],
    ['林晓舟', 'IRS-REFUSED'],
    ['toString', 'IRS-REFUSED'],
  ])('of the gateway (%s) are our configuration, %s', (message, providerCode) => {
    expect(errorForGatewayRefusal(message)).toMatchObject({ trouble: 'CONFIGURATION', alarm: true, providerCode });
  });
});

describe('the messages of a sign-in', () => {
  const messages = [...Object.values(signInRefusalMessages), providerUnavailableMessage, legalPersonMessage];

  it('exist for every reason in both languages', () => {
    expect(Object.keys(signInRefusalMessages).sort()).toEqual(Object.values(SignInRefusalReason).sort());
    for (const message of messages) {
      expect(message['zh-CN']).toMatch(/\p{Script=Han}.*。$/u);
      expect(message.en).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('are free of the words of machines', () => {
    for (const message of messages) {
      expect(`${message['zh-CN']} ${message.en}`).not.toMatch(/ticket|token|票据|令牌|session|会话|code|签名|接口|null|undefined|\d{2}/i);
    }
  });
});
