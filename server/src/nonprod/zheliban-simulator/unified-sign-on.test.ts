import { describe, expect, it } from 'vitest';
import { KEYS, PATHS, simulatorForTest } from './simulator-test-kit.ts';

type Simulator = ReturnType<typeof simulatorForTest>;

async function userInfoOf(simulator: Simulator, persona: string, fault?: string) {
  const ticketId = await simulator.ticketId(persona, fault);
  const exchanged = await simulator.gateway(PATHS.accessToken, { ticketId, appId: KEYS.appId });
  return (await simulator.gateway(PATHS.userInfo, { token: exchanged.body.data.accessToken })).body;
}

const refused = (errorCode: string) => ({ success: false, errorCode, errorMsg: expect.stringMatching(/./), data: null });

describe('access_token', () => {
  it('exchanges a ticketId once, with or without the appId', async () => {
    const { gateway, ticketId } = simulatorForTest();
    const [first, second] = [await ticketId('young'), await ticketId('young')];
    expect(first).toMatch(/^debug_tk_[0-9a-f]{32}$/);
    const { body } = await gateway(PATHS.accessToken, { ticketId: first, appId: KEYS.appId });
    expect(body).toMatchObject({ success: true, data: { accessToken: expect.stringMatching(/^debug_at_[0-9a-f]{32}$/) } });
    expect((await gateway(PATHS.accessToken, { ticketId: first })).body).toEqual(refused('C-USER-SSO-TICKET-INVALID'));
    expect((await gateway(PATHS.accessToken, { ticketId: second })).body.success).toBe(true);
  });

  it('refuses an unknown, expired or ordered-invalid ticketId and another application’s appId', async () => {
    const { gateway, ticketId, pass } = simulatorForTest();
    const refusal = refused('C-USER-SSO-TICKET-INVALID');
    const ordered = await ticketId('young', 'C-USER-SSO-TICKET-INVALID');
    for (const body of [{}, { ticketId: 'x' }, { ticketId: ordered }, { ticketId: await ticketId('young'), appId: 'other' }]) {
      expect((await gateway(PATHS.accessToken, body)).body).toEqual(refusal);
    }
    const expired = await ticketId('young');
    pass(5 * 60_000 + 1);
    expect((await gateway(PATHS.accessToken, { ticketId: expired })).body).toEqual(refusal);
  });
});

describe('getUserInfo', () => {
  it('describes a person', async () => {
    const body = await userInfoOf(simulatorForTest(), 'foreigner');
    expect(body).toMatchObject({ success: true, errorCode: null, data: { userType: 'PERSON', legalPersonInfo: null } });
    expect(body.data.personInfo).toMatchObject({
      userName: 'MARTIN CLAIRE ELISE',
      idType: 'FOREIGN_PERMANENT_RESIDENT_ID_CARD',
      idNo: expect.stringMatching(/^933250\d{11}[\dX]$/),
      phone: '13800000004',
      attributes: { authLevel: '3' },
    });
  });

  it.each([
    ['taiwan', 'MAINLAND_TRAVEL_PERMIT_FOR_TAIWAN_RESIDENTS'],
    ['hong-kong', 'MAINLAND_TRAVEL_PERMIT_FOR_HONGKONG_AND_MACAO_RESIDENTS'],
    ['elder', 'ID_CARD'],
  ])('names the document of %s %s', async (persona, idType) => {
    expect((await userInfoOf(simulatorForTest(), persona)).data.personInfo.idType).toBe(idType);
  });

  it('describes an organisation with the person who acts for it', async () => {
    const body = await userInfoOf(simulatorForTest(), 'legal-person');
    expect(body.data).toMatchObject({
      userType: 'LEGAL_PERSON',
      personInfo: { userName: '林晓舟' },
      legalPersonInfo: { name: '演示科技有限公司', attnName: '林晓舟', attnIdType: 'ID_CARD' },
    });
  });

  it('refuses an unknown and an expired token', async () => {
    const { gateway, ticketId, pass } = simulatorForTest();
    const exchanged = await gateway(PATHS.accessToken, { ticketId: await ticketId('young') });
    pass(5 * 60_000 + 1);
    for (const token of ['nonsense', exchanged.body.data.accessToken]) {
      expect((await gateway(PATHS.userInfo, { token })).body).toEqual(refused('C-USER-SSO-TOKEN-INVALID'));
    }
  });

  it.each(['C-USER-SSO-TOKEN-INVALID', 'C-USER-SSO-USER-EMPTY'])('answers %s when the tester orders it', async (fault) => {
    expect(await userInfoOf(simulatorForTest(), 'young', fault)).toEqual(refused(fault));
  });
});
