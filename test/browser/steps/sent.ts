import { choicesOf, consentTo, deciding } from '../../kit/decisions.ts';
import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { givenACitizen } from './arriving.ts';
import { whenTheyConfirmContact, whenTheyDeclare, whenTheyGoHome, whenTheySkipFamily } from './deciding.ts';
import { whenTheyLookUp } from './reading.ts';
import { heading } from './words.ts';

const HEADING = '某单位代您提交的登记';

/** A citizen for whom something was sent opens it from the home page. */
export async function givenSomethingWasSent(journey: Journey, persona: string, special?: Readonly<Record<string, unknown>>): Promise<Phone> {
  await journey.sendFor(persona, special);
  const phone = await givenACitizen(journey, persona);
  await phone.sees('某单位代您提交了一份登记');
  await phone.press('看看提交了什么');
  await phone.arriveAt(HEADING);
  return phone;
}

/** They take it over, go through the ordinary screens, and come to the check. */
export async function whenTheyTakeItOver(phone: Phone): Promise<void> {
  await phone.press('是我的意思，接着办');
  await phone.arriveAt(heading.organs);
}

/** They read every question, with what was sent as the answer, and change nothing. */
export async function whenTheyReadOn(phone: Phone): Promise<void> {
  await phone.press('继续');
  await phone.arriveAt(heading.tissues);
  await phone.press('继续');
  await whenTheyConfirmContact(phone);
  await whenTheySkipFamily(phone);
}

/** What was sent beside what holds now, disowned, and the check of what is taken over. */
export async function walkOfWhatWasSent(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  await deciding.register(await journey.onAnotherPhone('young'));
  await journey.sendFor('young');
  const phone = await givenSomethingWasSent(journey, 'young');
  await phone.sees('和现在的不一样');
  await look(phone);
  await phone.press('这不是我的');
  await phone.sees('确定这不是您的吗？');
  await look(phone);
  await phone.press('确定，不是我的');
  await phone.sees('已经记下：这份登记不是您的');
  await look(phone);
  await whenTheyTakeItOver(phone);
  await whenTheyReadOn(phone);
  await phone.sees('前面的选择来自别的单位提交的登记');
  await look(phone);
  await walkOfARefusalThatWasSent(journey, phone, look);
}

/** A refusal that was sent too: read, declared, and by whom it was sent beside the decision. */
async function walkOfARefusalThatWasSent(journey: Journey, phone: Phone, look: (phone: Phone) => Promise<void>): Promise<void> {
  await journey.sendFor('young', { choices: choicesOf('REFUSE'), words: consentTo('REFUSE') });
  await phone.go('/#/sent');
  await phone.press('是我的意思，接着办');
  await phone.arriveAt(heading.refuseExplained);
  await phone.press('继续');
  await phone.sees('这份“不同意捐献”是别的单位替您提交的');
  await look(phone);
  await whenTheyDeclare(phone, '提交：不同意捐献');
  await phone.arriveAt(heading.refused);
  await whenTheyGoHome(phone);
  await whenTheyLookUp(phone);
  await phone.sees('由谁代您提交');
  await look(phone);
}
