import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { deciding } from '../../kit/decisions.ts';
import { otherCode } from '../../kit/family.ts';
import { givenACitizen } from './arriving.ts';
import { whenTheyLookUp } from './reading.ts';
import { heading } from './words.ts';

/** What a person has in hand when the message is made. */
export interface InHand {
  /** The address as it lies below the origin, ready to be opened on another phone. */
  readonly link: string;
  readonly code: string;
}

/** A donor goes to the page by which they tell their family. */
export async function givenADonorAtFamily(journey: Journey, persona: string): Promise<Phone> {
  await deciding.register(await journey.onAnotherPhone(persona));
  const phone = await givenACitizen(journey, persona);
  await whenTheyLookUp(phone);
  await phone.press('告诉家人');
  await phone.arriveAt(heading.tellFamily);
  return phone;
}

/** They choose their daughter and how much to tell, and the message is made. */
export async function whenTheyTellTheirDaughter(phone: Phone, content: string): Promise<InHand> {
  await phone.press('告诉一位家人');
  await phone.arriveAt(heading.familyWho);
  await phone.tap(phone.app.getByRole('radio', { name: '女儿' }));
  await phone.press('继续');
  await phone.arriveAt(heading.familyWhat);
  await phone.tap(phone.app.getByRole('radio', { name: content }));
  await phone.press('做好留言');
  await phone.arriveAt(heading.familyMade);
  return inHand(phone);
}

/** Link and code as the page shows them. */
export async function inHand(phone: Phone): Promise<InHand> {
  await phone.tap(phone.app.getByText('自己复制链接'));
  const address = await phone.app.locator('.address').innerText();
  const code = (await phone.app.locator('.code [aria-hidden]').innerText()).replace(/\D/g, '');
  return { link: address.slice(new URL(address).origin.length), code };
}

/** A family member opens the link on a phone of their own, on which nobody is signed in. */
export async function whenTheDaughterOpens(journey: Journey, { link }: InHand): Promise<Phone> {
  const phone = await journey.phone();
  await phone.go(link);
  await phone.arriveAt(heading.familyCode);
  return phone;
}

/** She types the code. */
export async function whenSheTypes(phone: Phone, code: string): Promise<void> {
  await phone.type('六位口令', code);
  await phone.press('打开留言');
}

/** The pages of telling one's family and of being told, one after the other. */
export async function walkOfTelling(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  const silent = await givenACitizen(journey, 'elder');
  await silent.app.evaluate(() => void (window.location.hash = '#/family'));
  await silent.arriveAt(heading.tellFamily);
  await silent.sees('您现在没有登记的决定');
  await look(silent);

  const phone = await givenADonorAtFamily(journey, 'young');
  await phone.tap(phone.app.getByText('留言是怎样的？'));
  await look(phone);
  await phone.press('告诉一位家人');
  await phone.arriveAt(heading.familyWho);
  await phone.press('继续');
  await phone.tap(phone.app.getByRole('radio', { name: '别的称呼' }));
  await look(phone);
  await phone.tap(phone.app.getByRole('radio', { name: '女儿' }));
  await phone.press('继续');
  await phone.arriveAt(heading.familyWhat);
  await phone.press('做好留言');
  await look(phone);
  await phone.tap(phone.app.getByRole('radio', { name: '我的整个决定' }));
  await phone.press('做好留言');
  await phone.arriveAt(heading.familyMade);
  const sent = await inHand(phone);
  await look(phone);

  const daughter = await whenTheDaughterOpens(journey, sent);
  await whenSheTypes(daughter, otherCode(sent.code));
  await daughter.sees('打不开。请核对六位口令');
  await look(daughter);
  await whenSheTypes(daughter, sent.code);
  await daughter.arriveAt(/给您的留言$/);
  await look(daughter);
  await daughter.press('我知道了');
  await daughter.sees('已经告诉对方：您知道了。');
  await look(daughter);
  await daughter.page.reload();
  await daughter.arriveAt(heading.familyAgain);
  await look(daughter);

  await phone.press('好了，看我发过的留言');
  await phone.arriveAt(heading.tellFamily);
  await phone.tap(phone.app.getByText('每一次的记录'));
  await look(phone);
  await phone.press('返回我的决定');
  await phone.sees('女儿：“我知道了”');
  await look(phone);
}
