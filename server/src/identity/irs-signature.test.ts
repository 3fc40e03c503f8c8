import { describe, expect, it } from 'vitest';

import { irsHeaders, irsSignature } from './irs-signature.ts';

// Frozen vectors of the channel notes 1.11, with invented keys.
const credentials = { accessKey: 'demo-ak', secretKey: 'demo-sk' };
const date = 'Mon, 23 Nov 2026 08:00:00 GMT';
const accessToken = new URL('https://irs.example:8443/restapi/prod/IC33000020220329000007/uc/sso/access_token');

describe('the signature of the IRS gateway', () => {
  it('is the frozen one for a request without query', () => {
    expect(irsSignature(credentials, 'POST', accessToken, date)).toBe('Vjheqphx+lzjMQes5f+8mDoCeScKlaII9RzApnl8Jus=');
  });

  it.each(['a=1&b=%E4%B8%AD%20%E6%96%87', 'b=%E4%B8%AD+%E6%96%87&a=1'])('is the frozen one for the query %s, however it is written', (query) => {
    const url = new URL(`https://irs.example/restapi/prod/X/y?${query}`);
    expect(irsSignature(credentials, 'GET', url, date)).toBe('7+M+O2FHGCIP8LPItNL0owbfbdHTHsSfrfiBnlHfMi0=');
  });

  it('travels in four headers with the time in GMT', () => {
    expect(irsHeaders(credentials, 'POST', accessToken, new Date('2026-11-23T08:00:00.750Z'))).toEqual({
      'X-BG-HMAC-ACCESS-KEY': 'demo-ak',
      'X-BG-HMAC-ALGORITHM': 'hmac-sha256',
      'X-BG-DATE-TIME': date,
      'X-BG-HMAC-SIGNATURE': 'Vjheqphx+lzjMQes5f+8mDoCeScKlaII9RzApnl8Jus=',
    });
  });

  it('depends on method, path, query, key and time', () => {
    const other = new URL('https://irs.example/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo');
    const signatures = [
      irsSignature(credentials, 'POST', accessToken, date),
      irsSignature(credentials, 'GET', accessToken, date),
      irsSignature(credentials, 'POST', other, date),
      irsSignature(credentials, 'POST', new URL('?a=1', accessToken), date),
      irsSignature({ ...credentials, accessKey: 'demo-ak2' }, 'POST', accessToken, date),
      irsSignature({ ...credentials, secretKey: 'demo-sk2' }, 'POST', accessToken, date),
      irsSignature(credentials, 'POST', accessToken, 'Mon, 23 Nov 2026 08:00:01 GMT'),
    ];
    expect(new Set(signatures).size).toBe(signatures.length);
  });
});
