import { describe, expect } from 'vitest';
import { choicesOf, consentTo } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { decline, pendingOf } from '../kit/submissions.ts';
import { givenACitizen } from './steps/arriving.ts';
import { whenTheyChooseOrgans, whenTheyDeclare, whenTheyGoHome } from './steps/deciding.ts';
import { whenTheyLookUp } from './steps/reading.ts';
import { givenSomethingWasSent, whenTheyReadOn, whenTheyTakeItOver } from './steps/sent.ts';
import { all, heading } from './steps/words.ts';

describe.concurrent('a registration that an organisation sent', () => {
  it('is read, taken over, declared and sent by the person themself; only then it is their decision', { timeout: 120_000 }, async ({ journey }) => {
    const phone = await givenSomethingWasSent(journey, 'young');
    await phone.sees('演示代办单位');
    await phone.sees('纸质表录入');
    await phone.sees('没有登记');
    await whenTheyTakeItOver(phone);
    await whenTheyReadOn(phone);
    await phone.sees('前面的选择来自别的单位提交的登记');
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt(heading.registered);
    const citizen = await journey.onAnotherPhone('young');
    const { data } = await citizen.query('{ viewer { state pendingSubmissions { id } donor { decision { submission { partnerName channel } choices { item choice } } } } }');
    await whenTheyGoHome(phone);
    await whenTheyLookUp(phone);
    await phone.sees('由谁代您提交');
    await phone.sees('您本人在');
    await phone.sees('演示代办单位代您提交过（纸质表录入），由您本人确认。');
    expect(await faultsOfScreen(phone)).toEqual([]);
    expect(data).toMatchObject({ viewer: { state: 'AGREED', pendingSubmissions: [], donor: { decision: { submission: { partnerName: '演示代办单位', channel: 'PAPER_FORM' } } } } });
  });

  it('is said not to be theirs, and nothing has changed', { timeout: 120_000 }, async ({ journey }) => {
    const phone = await givenSomethingWasSent(journey, 'young');
    await phone.press('这不是我的');
    await phone.press('确定，不是我的');
    await phone.sees('已经记下：这份登记不是您的');
    const citizen = await journey.onAnotherPhone('young');
    expect((await citizen.query('{ viewer { state pendingSubmissions { id } } }')).data).toEqual({ viewer: { state: 'SILENT', pendingSubmissions: [] } });
  });

  it('that refuses is taken over, says on the last page from where it comes, and is sent by the person themself', { timeout: 120_000 }, async ({ journey }) => {
    const phone = await givenSomethingWasSent(journey, 'young', { choices: choicesOf('REFUSE'), words: consentTo('REFUSE') });
    await phone.press('是我的意思，接着办');
    await phone.arriveAt(heading.refuseExplained);
    await phone.press('继续');
    await phone.arriveAt(heading.refuseCheck);
    await phone.sees('这份“不同意捐献”是别的单位替您提交的');
    expect(await faultsOfScreen(phone)).toEqual([]);
    await whenTheyDeclare(phone, '提交：不同意捐献');
    await phone.arriveAt(heading.refused);
    const citizen = await journey.onAnotherPhone('young');
    expect((await citizen.query('{ viewer { state donor { decision { submission { partnerName } } } } }')).data).toMatchObject({ viewer: { state: 'REFUSED', donor: { decision: { submission: { partnerName: '演示代办单位' } } } } });
  });

  it('that ended meanwhile is said to have ended; the answers stay, and sent once more they are the person’s own', { timeout: 120_000 }, async ({ journey }) => {
    const phone = await givenSomethingWasSent(journey, 'young');
    await whenTheyTakeItOver(phone);
    await whenTheyReadOn(phone);
    const citizen = await journey.onAnotherPhone('young');
    for (const { id } of await pendingOf(citizen)) await decline(citizen, id);
    await whenTheyDeclare(phone, '提交登记');
    await phone.sees('已经处理过，或者已经过期，所以这次没有提交');
    expect(await faultsOfScreen(phone)).toEqual([]);
    await phone.press('提交登记');
    await phone.arriveAt(heading.registered);
    expect((await citizen.query('{ viewer { donor { decision { submission { partnerName } choices { item choice } } } } }')).data).toMatchObject({ viewer: { donor: { decision: { submission: null, choices: expect.arrayContaining([{ item: 'SKIN', choice: 'REFUSE' }]) as unknown } } } });
  });

  it('never writes over what the person has begun to answer without asking', { timeout: 120_000 }, async ({ journey }) => {
    await journey.sendFor('young');
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^同意捐献/);
    await whenTheyChooseOrgans(phone, all('AGREE'));
    await phone.arriveAt(heading.tissues);
    await phone.go('/#/sent');
    await phone.press('是我的意思，接着办');
    await phone.sees('用这份代替您已经填的吗？');
    expect(await faultsOfScreen(phone)).toEqual([]);
    await phone.press('保留我填的');
    await phone.press('是我的意思，接着办');
    await phone.press('用这份代替');
    await phone.arriveAt(heading.organs);
  });

  it('is not on the home page of anybody else', { timeout: 120_000 }, async ({ journey }) => {
    await journey.sendFor('young');
    const phone = await givenACitizen(journey, 'elder');
    expect(await phone.text()).not.toContain('代您提交');
  });
});
