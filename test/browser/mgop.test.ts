import { describe, expect } from 'vitest';
import { ownPage } from '../kit/decisions.ts';
import { it, type Journey } from '../kit/journey.ts';
import { givenTheContainer } from './steps/arriving.ts';
import { whenTheyAnswerEverything, whenTheyDeclare } from './steps/deciding.ts';
import { callsOf, doorsOf, thenTheContainerWasAsked, whenTheGatewaySays } from './steps/in-the-container.ts';
import { thenMyDecisionReadsBack, thenTheReceiptReadsBack, whenTheyLookUp } from './steps/reading.ts';
import { whenTheSessionEnds } from './steps/trouble.ts';
import { all, heading } from './steps/words.ts';

/** The register holds one decision of this person. */
async function thenTheyRegisteredOnce(journey: Journey, persona: string): Promise<void> {
  const { state, donor } = await ownPage(await journey.onAnotherPhone(persona));
  expect([state, donor?.history.totalCount]).toEqual(['AGREED', 1]);
}

describe('through the gateway mgop', () => {
  it.for(['normal', 'elder'])('a person registers once although the token ends and an answer is lost on the way: %s', async (uiStyle, { journey }) => {
    const choices = all('AGREE', { LUNG: 'REFUSE' });
    const phone = await givenTheContainer(journey, { persona: 'young', transport: 'mgop', uiStyle });
    const doors = doorsOf(phone);
    await phone.arriveAt(heading.home);
    await whenTheGatewaySays(phone, '9003');
    await phone.press(/^同意捐献/);
    await whenTheyAnswerEverything(phone, choices, ['杭州市', '西湖区']);
    expect((await callsOf(phone, 'mgop')).filter((line) => line.includes('9003'))).toHaveLength(1);

    await whenTheGatewaySays(phone, '4001');
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt(heading.registered);
    expect((await callsOf(phone, 'mgop')).filter((line) => line.includes('4001'))).toHaveLength(1);
    await thenTheReceiptReadsBack(phone, choices);
    await thenMyDecisionReadsBack(phone, choices);
    await thenTheyRegisteredOnce(journey, 'young');
    expect(doors.knockedAt()).toEqual(['/h5/mgop', '/sim/api/ticket-id']);
  });

  it.for(['jupiter', 'alipay'])('a person registers where the container itself carries the calls: %s', async (container, { journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', transport: 'mgop', container }, '/register');
    const doors = doorsOf(phone);
    await whenTheyAnswerEverything(phone, all('AGREE'), ['杭州市', '西湖区']);
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt(heading.registered);
    await thenTheyRegisteredOnce(journey, 'young');
    expect(doors.knockedAt().filter((path) => path !== '/sim/api/ticket-id')).toEqual(['/sim/api/mgop']);
  });

  it.for([
    ['1002', '操作有些频繁'],
    ['3006', '出了点问题'],
  ] as const)('a call that fails is told in plain words, and another press helps: %s', async ([code, words], { journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', transport: 'mgop' });
    await phone.arriveAt(heading.home);
    await whenTheGatewaySays(phone, code);
    await phone.press(/^附近的红十字会/);
    await phone.sees(words);
    await phone.press('再试一次');
    await phone.sees('红十字会');
    await thenTheContainerWasAsked(phone, 'mgop', /1000/);
    expect(await phone.text()).not.toContain(words);
  });

  it('a question that got lost is asked again by itself', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', transport: 'mgop' });
    await phone.arriveAt(heading.home);
    await whenTheGatewaySays(phone, '4002');
    const before = (await callsOf(phone, 'mgop')).length;
    await phone.press(/^附近的红十字会/);
    await phone.arriveAt(heading.offices);
    await expect.poll(async () => (await callsOf(phone, 'mgop')).length - before).toBeGreaterThan(1);
    await thenTheContainerWasAsked(phone, 'mgop', /1000/);
    expect((await callsOf(phone, 'mgop')).filter((line) => line.includes('4002'))).toHaveLength(1);
    expect(await phone.text()).not.toContain('网络好像断了');
  });

  it('the end of the session is understood as it is without the gateway: the person signs in afresh and goes on', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', transport: 'mgop' }, '/decision');
    await phone.arriveAt(heading.decision);
    await phone.press('返回首页');
    await phone.arriveAt(heading.home);
    whenTheSessionEnds(journey);
    await whenTheyLookUp(phone);
    expect(await callsOf(phone, 'ssoTicket')).toHaveLength(2);
  });
});
