import { deciding } from '../../kit/decisions.ts';
import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { givenACitizen, whenTheyOpen } from './arriving.ts';
import { heading } from './words.ts';

/** A donor goes to the page about their health cards. */
export async function givenADonorAtTheirCards(journey: Journey, persona: string): Promise<Phone> {
  await deciding.register(await journey.onAnotherPhone(persona));
  const phone = await givenACitizen(journey, persona);
  await whenTheyOpen(phone, '#/health-card');
  await phone.arriveAt(heading.healthCard);
  return phone;
}

/** They bind the city's card and agree that it is noted there. */
export async function whenTheyBindTheCity(phone: Phone): Promise<void> {
  await phone.tap(phone.app.getByRole('checkbox', { name: /^如果我还没有卡/ }).first());
  await phone.press('绑定：市电子健康医保卡');
  await phone.sees('已经绑定');
}

/** The page about health cards, unbound, bound, waiting, noted and taken off; and the two pages to which a card leads. */
export async function walkOfCards(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  const phone = await givenADonorAtTheirCards(journey, 'young');
  await look(phone);
  await whenTheyBindTheCity(phone);
  await look(phone);
  await phone.press(/^我同意这一项：在我的健康卡上注明/);
  await phone.sees('正在请平台注明');
  await look(phone);
  await journey.tellCards();
  // Seen anew: the platform was told meanwhile.
  await whenTheyOpen(phone, '#/health-card/invited');
  await phone.arriveAt(heading.invited);
  await whenTheyOpen(phone, '#/health-card');
  await phone.sees('卡上已经注明');
  await look(phone);
  await phone.press('解除绑定：市电子健康医保卡');
  await phone.sees('已经解除绑定');
  await look(phone);
  for (const [path, words] of [['invited', heading.invited], ['expired', heading.invitationExpired]] as const) {
    await whenTheyOpen(phone, `#/health-card/${path}`);
    await phone.arriveAt(words);
    await look(phone);
  }
}
