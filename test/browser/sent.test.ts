import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import { givenACitizen } from './steps/arriving.ts';
import { whenTheyDeclare } from './steps/deciding.ts';
import { givenSomethingWasSent, whenTheyReadOn, whenTheyTakeItOver } from './steps/sent.ts';
import { heading } from './steps/words.ts';

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

  it('is not on the home page of anybody else', { timeout: 120_000 }, async ({ journey }) => {
    await journey.sendFor('young');
    const phone = await givenACitizen(journey, 'elder');
    expect(await phone.text()).not.toContain('代您提交');
  });
});
