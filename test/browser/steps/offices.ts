import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { givenAVisitor } from './arriving.ts';
import { heading } from './words.ts';

/** Opens the directory by its door. */
export async function whenTheyLookForOffices(phone: Phone): Promise<void> {
  await phone.press(/^附近的红十字会/);
  await phone.arriveAt(heading.offices);
}

/** Searches for words and waits for the outcome. */
export async function whenTheySearchFor(phone: Phone, words: string): Promise<void> {
  await phone.type('按名称或地区查找', words);
  await phone.press('查找');
  await phone.app.getByText(`“${words}”`).waitFor();
}

/** Goes down the tree, place by place. */
export async function whenTheyBrowseTo(phone: Phone, places: readonly string[]): Promise<void> {
  for (const place of places) await phone.press(place);
}

/** The offices found, in their order. */
export function foundOffices(phone: Phone): Promise<string[]> {
  return phone.app.locator('ul.cards h3').allInnerTexts();
}

/** The offices nearest to the phone, in their order. */
export async function nearestOffices(phone: Phone): Promise<string[]> {
  await phone.sees('离您最近的几家：');
  return phone.app.locator('ol.cards h3').allInnerTexts();
}

/** The page of one office is in front. */
export async function thenTheOfficeIs(phone: Phone, name: string): Promise<void> {
  await phone.arriveAt(name);
}

/** The pages about the offices, one after the other. */
export async function walkOfOffices(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  const phone = await givenAVisitor(journey, { place: { latitude: 30.26, longitude: 120.13 } });
  await whenTheyLookForOffices(phone);
  await phone.sees('丽水市');
  await look(phone);
  await phone.press('用我的位置查找');
  await nearestOffices(phone);
  await look(phone);
  await whenTheySearchFor(phone, '江干');
  await look(phone);
  await whenTheySearchFor(phone, '没有这个地方');
  await look(phone);
  await phone.press('宁波市');
  await phone.arriveAt('宁波市红十字会');
  await look(phone);
  await phone.press('告诉我们正确的信息');
  await phone.arriveAt(heading.correction);
  await phone.press('提交');
  await look(phone);
  await phone.type('正确的电话（选填）', '0574-00000000');
  await phone.press('提交');
  await phone.arriveAt(heading.corrected);
  await look(phone);
}
