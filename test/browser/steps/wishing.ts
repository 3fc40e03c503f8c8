import { deciding } from '../../kit/decisions.ts';
import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { givenACitizen } from './arriving.ts';
import { whenTheyLookUp } from './reading.ts';
import { heading } from './words.ts';

/** A donor goes to the page on which they write what they hope for. */
export async function givenADonorAtTheirWish(journey: Journey, persona: string): Promise<Phone> {
  await deciding.register(await journey.onAnotherPhone(persona));
  const phone = await givenACitizen(journey, persona);
  await whenTheyLookUp(phone);
  await phone.press('写下我的希望');
  await phone.arriveAt(heading.wish);
  return phone;
}

/** They write it, tick that they agree, and save it. */
export async function whenTheyWish(phone: Phone, text: string): Promise<void> {
  await phone.type('我的希望（选填）', text);
  await phone.tap(phone.app.getByRole('checkbox', { name: /^我同意保存这段话/ }));
  await phone.press('保存');
}

/** The page of what they hope for, empty, faulty and full. */
export async function walkOfWishing(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  const phone = await givenADonorAtTheirWish(journey, 'young');
  await look(phone);
  await phone.press('保存');
  await phone.sees('请写下您的希望');
  await look(phone);
  await whenTheyWish(phone, '请让我的家人陪着我。');
  await phone.sees('已经记下您的希望');
  await look(phone);
  await phone.press('返回我的决定');
  await phone.sees('请让我的家人陪着我。');
  await look(phone);
}
