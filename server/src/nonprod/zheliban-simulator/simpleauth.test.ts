import { describe, expect, it } from 'vitest';
import { KEYS, PATHS, signedParameters, simulatorForTest } from './simulator-test-kit.ts';

const LIFE_MS = 5 * 60_000;

describe('ticketValidation', () => {
  it('exchanges a fresh ticket for a token and the short identity', async () => {
    const { signIn, simpleauth } = simulatorForTest();
    const { ticket } = await signIn('young');
    const { body } = await simpleauth({ method: 'ticketValidation', st: ticket });
    expect(body).toMatchObject({ result: 0, loginname: 'demo_young', username: '林晓舟' });
    expect(body.token.length).toBeLessThanOrEqual(50);
    expect(body.userid).toMatch(/^[0-9a-f]{32}$/);
  });

  it('accepts the frozen signature, by GET too', async () => {
    const { signIn, http } = simulatorForTest();
    const { ticket } = await signIn('elder');
    const { body } = await http.get('/sso/servlet/simpleauth').query({
      method: 'ticketValidation',
      servicecode: 'demo-app',
      time: '20261123160000',
      sign: '6e5c24b0ca1a3ed99adf2826401ad2c5',
      st: ticket,
      datatype: 'json',
    });
    expect(body).toMatchObject({ result: 0, username: '陈桂香' });
  });

  it('answers 6001 to a ticket that was used before', async () => {
    const { signIn, simpleauth } = simulatorForTest();
    const { ticket } = await signIn('young');
    await simpleauth({ method: 'ticketValidation', st: ticket });
    const { body } = await simpleauth({ method: 'ticketValidation', st: ticket });
    expect(body.result).toBe(6001);
  });

  it('takes a ticket for five minutes and answers 6001 afterwards', async () => {
    const { signIn, simpleauth, pass } = simulatorForTest();
    const [inTime, tooLate] = [await signIn('young'), await signIn('young')];
    pass(LIFE_MS);
    expect((await simpleauth({ method: 'ticketValidation', st: inTime.ticket })).body.result).toBe(0);
    pass(1);
    expect((await simpleauth({ method: 'ticketValidation', st: tooLate.ticket })).body.result).toBe(6001);
  });

  it('answers 6002 to a token in place of a ticket', async () => {
    const { signIn, simpleauth } = simulatorForTest();
    const { ticket } = await signIn('young');
    const { body } = await simpleauth({ method: 'ticketValidation', st: ticket });
    expect((await simpleauth({ method: 'ticketValidation', st: body.token })).body.result).toBe(6002);
  });

  it.each(['', 'ticket', 'x'.repeat(60)])('answers 6004 to the malformed ticket "%s"', async (st) => {
    const { simpleauth } = simulatorForTest();
    expect((await simpleauth({ method: 'ticketValidation', st })).body.result).toBe(6004);
  });

  it.each(['6001', '6002', '6003', '6004', '6099', '9800', '9900', '9901', '9902', '9903', '9904'] as const)(
    'answers %s when the tester orders it at sign-in',
    async (fault) => {
      const { signIn, simpleauth } = simulatorForTest();
      const { ticket } = await signIn('young', fault);
      const { body } = await simpleauth({ method: 'ticketValidation', st: ticket });
      expect(body).toEqual({ result: Number(fault), errmsg: expect.stringMatching(/./) });
    },
  );
});

describe('getUserInfo', () => {
  const tokenFor = async (simulator: ReturnType<typeof simulatorForTest>, ...who: Parameters<typeof simulator.signIn>) => {
    const { ticket } = await simulator.signIn(...who);
    const { body } = await simulator.simpleauth({ method: 'ticketValidation', st: ticket });
    return String(body.token);
  };

  it('gives every field of the protocol for a resident', async () => {
    const simulator = simulatorForTest();
    const { body } = await simulator.simpleauth({ method: 'getUserInfo', token: await tokenFor(simulator, 'young') });
    expect(body).toMatchObject({
      ...{ result: 0, authlevel: '3', idtype: '1', username: '林晓舟', sex: '2', nation: '01', birthday: '1998-05-17' },
      ...{ mobile: '13800000001', country: '中国', province: '浙江省', city: '杭州市', useable: '1', greencard: '' },
    });
    expect(body.idnum).toMatch(/^33010619980517\d{3}[\dX]$/);
  });

  it.each([
    ['foreigner', '6', 'greencard'],
    ['taiwan', '5', 'taiwanlicense'],
    ['hong-kong', '4', 'permitlicense'],
  ])('gives the document of %s as type %s, in idnum and in %s', async (persona, idtype, field) => {
    const simulator = simulatorForTest();
    const { body } = await simulator.simpleauth({ method: 'getUserInfo', token: await tokenFor(simulator, persona) });
    expect(body).toMatchObject({ idtype, [field]: body.idnum });
    expect(body.idnum).not.toBe('');
  });

  it('leaves the real-name fields of an unverified account empty', async () => {
    const simulator = simulatorForTest();
    const { body } = await simulator.simpleauth({ method: 'getUserInfo', token: await tokenFor(simulator, 'unverified') });
    expect(body).toMatchObject({ authlevel: '1', username: '', idnum: '', birthday: '', mobile: '13800000008' });
  });

  it('keeps rare characters and the middle dot of names', async () => {
    const simulator = simulatorForTest();
    const names = await Promise.all(
      ['rare-character', 'minority'].map(async (persona) => {
        const token = await tokenFor(simulator, persona);
        return (await simulator.simpleauth({ method: 'getUserInfo', token })).body.username;
      }),
    );
    expect(names).toEqual(['王𠮷祥', '买买提·吐尔逊']);
  });

  it('answers 6501 to an expired token and 6502 to an unknown one', async () => {
    const simulator = simulatorForTest();
    const token = await tokenFor(simulator, 'young');
    simulator.pass(LIFE_MS + 1);
    expect((await simulator.simpleauth({ method: 'getUserInfo', token })).body.result).toBe(6501);
    const unknown = `${'0'.repeat(32)}-token`;
    expect((await simulator.simpleauth({ method: 'getUserInfo', token: unknown })).body.result).toBe(6502);
  });

  it('answers 6505 to a malformed token', async () => {
    const { simpleauth } = simulatorForTest();
    expect((await simpleauth({ method: 'getUserInfo', token: 'nonsense' })).body.result).toBe(6505);
  });

  it.each(['6501', '6502', '6503', '6504', '6505', '6599'] as const)(
    'answers %s when the tester orders it at sign-in',
    async (fault) => {
      const simulator = simulatorForTest();
      const token = await tokenFor(simulator, 'young', fault);
      expect((await simulator.simpleauth({ method: 'getUserInfo', token })).body.result).toBe(Number(fault));
    },
  );
});

describe('every call', () => {
  it.each([
    ['9800', { method: 'logout' }],
    ['9900', { servicecode: 'another-app' }],
    ['9901', { sign: '0'.repeat(32) }],
    ['9902', { time: '2026-11-23 16:00' }],
    ['9902', { time: '20261323160000' }],
  ])('answers %s when called with %o', async (code, wrong) => {
    const { simpleauth } = simulatorForTest();
    const { body } = await simpleauth({ method: 'ticketValidation', st: '', ...wrong });
    expect(body.result).toBe(Number(code));
  });

  it('behind the gateway is signed with AK and SK and goes to its own component', async () => {
    const { signIn, gateway } = simulatorForTest();
    const { ticket } = await signIn('hong-kong');
    const signed = signedParameters(KEYS.accessKey, KEYS.secretKey);
    const validated = await gateway(PATHS.ticketValidation, { ...signed, method: 'ticketValidation', st: ticket }, 'form');
    const asked = { ...signed, method: 'getUserInfo', token: validated.body.token };
    expect((await gateway(PATHS.getUserInfo, asked, 'form')).body).toMatchObject({ result: 0, username: '何嘉慧' });
    expect((await gateway(PATHS.ticketValidation, asked, 'form')).body.result).toBe(9800);
    const openKeys = { ...asked, ...signedParameters(KEYS.serviceCode, KEYS.servicePassword) };
    expect((await gateway(PATHS.getUserInfo, openKeys, 'form')).body.result).toBe(9900);
  });
});
