import { describe, expect, it } from 'vitest';
import { FROZEN_NOW, PATHS, gatewayHeaders, simulatorForTest } from './simulator-test-kit.ts';

describe('the IRS gateway', () => {
  it('accepts the frozen signature of a POST without query', async () => {
    const { http, ticketId } = simulatorForTest();
    const response = await http
      .post(PATHS.accessToken)
      .set({
        'X-BG-HMAC-ACCESS-KEY': 'demo-ak',
        'X-BG-HMAC-ALGORITHM': 'hmac-sha256',
        'X-BG-DATE-TIME': 'Mon, 23 Nov 2026 08:00:00 GMT',
        'X-BG-HMAC-SIGNATURE': 'Vjheqphx+lzjMQes5f+8mDoCeScKlaII9RzApnl8Jus=',
      })
      .send({ ticketId: await ticketId('young') });
    expect(response.body).toMatchObject({ success: true });
  });

  it('accepts the frozen signature of a GET with query, then refuses the route we have not subscribed to', async () => {
    const { http } = simulatorForTest();
    const response = await http.get('/restapi/prod/X/y?b=%E4%B8%AD%20%E6%96%87&a=1').set({
      'X-BG-HMAC-ACCESS-KEY': 'demo-ak',
      'X-BG-HMAC-ALGORITHM': 'hmac-sha256',
      'X-BG-DATE-TIME': 'Mon, 23 Nov 2026 08:00:00 GMT',
      'X-BG-HMAC-SIGNATURE': '7+M+O2FHGCIP8LPItNL0owbfbdHTHsSfrfiBnlHfMi0=',
    });
    expect([response.status, response.text]).toEqual([401, '{"message":"The route_id is forbidden."}']);
  });

  it.each([
    ['Invalid access key', { 'X-BG-HMAC-ACCESS-KEY': 'other-ak' }],
    ['Invalid access key', { 'X-BG-HMAC-ACCESS-KEY': '' }],
    ['Invalid signature', { 'X-BG-HMAC-SIGNATURE': 'AAAA' }],
    ['Invalid signature', { 'X-BG-HMAC-ALGORITHM': 'hmac-sha1' }],
    ['Clock skew exceeded', { 'X-BG-DATE-TIME': 'yesterday' }],
  ])('answers 401 "%s" to %o', async (message, headers) => {
    const { gateway } = simulatorForTest();
    const response = await gateway(PATHS.accessToken, {}, 'json', headers);
    expect([response.status, response.body]).toEqual([401, { message }]);
  });

  it('refuses a signature made for another path or without the last line break', async () => {
    const { gateway } = simulatorForTest();
    const forOtherPath = gatewayHeaders('POST', PATHS.userInfo, '', FROZEN_NOW);
    expect((await gateway(PATHS.accessToken, {}, 'json', forOtherPath)).body.message).toBe('Invalid signature');
  });

  it.each([
    [-90_000, 200],
    [90_000, 200],
    [-90_001, 401],
    [91_000, 401],
  ])('with the caller’s clock %i ms off answers %i', async (offset, status) => {
    const { gateway, pass } = simulatorForTest();
    const headers = gatewayHeaders('POST', PATHS.accessToken, '', FROZEN_NOW);
    pass(-offset);
    const response = await gateway(PATHS.accessToken, {}, 'json', headers);
    expect(response.status).toBe(status);
    if (status === 401) expect(response.body).toEqual({ message: 'Clock skew exceeded' });
  });

  it('shows the transport faults that a tester orders, at the first exchange of either generation', async () => {
    const { gateway, signIn, ticketId } = simulatorForTest();
    const forbidden = await gateway(PATHS.accessToken, { ticketId: await ticketId('young', 'ROUTE-FORBIDDEN') });
    expect([forbidden.status, forbidden.body]).toEqual([401, { message: 'The route_id is forbidden.' }]);
    const { ticket } = await signIn('young', 'BAD-GATEWAY');
    const broken = await gateway(PATHS.ticketValidation, { st: ticket }, 'form');
    expect([broken.status, broken.type]).toEqual([502, 'text/html']);
  });
});
