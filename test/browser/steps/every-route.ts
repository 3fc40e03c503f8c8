import { expect, vi } from 'vitest';
import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { arriveWithATicket, givenACitizen, givenAVisitor, whenTheyOpen } from './arriving.ts';
import type { Look } from './walk.ts';

/*
 * A way through every page in whatever language: by addresses, and by the parts that look alike in all of them (the first answer, the
 * button that sends). What the words say is nothing that it knows.
 */

/** What will be true in a moment. `expect.poll` knows one test at a time, and these tours go side by side. */
const soon = (holds: () => Promise<unknown>) => vi.waitFor(holds, { timeout: 15_000 });

/** The app on this phone speaks a language from now on. */
export async function whenItSpeaks(phone: Phone, language: string, tag: string): Promise<void> {
  await phone.app.evaluate((_document, chosen) => {
    localStorage.setItem('sanxian.language', chosen);
  }, language);
  await phone.page.reload();
  // The page as it is delivered is Chinese already: only the app that stands in it has read what was chosen.
  await phone.app.locator('#app[data-v-app]').waitFor();
  await soon(async () => expect(await phone.app.getAttribute('lang')).toBe(tag));
}

/** The page at this address is in front, and all of it is there. */
async function arrive(phone: Phone, path: string): Promise<void> {
  await soon(async () => expect(await phone.path()).toBe(path));
  await phone.app.locator('main h1').waitFor();
  await soon(async () => expect(await phone.app.locator('.loading-skeleton').count()).toBe(0));
}

/** Chooses an answer to every question in front that has none. */
async function choose(phone: Phone, which: 'first' | 'last'): Promise<void> {
  const open = phone.app.locator('fieldset:has(input[type=radio]):not(:has(input[type=radio]:checked))');
  for (let left = await open.count(); left > 0; left -= 1) await open.first().locator('input[type=radio]')[which]().click();
}
const send = (phone: Phone) => phone.tap(phone.app.locator('form button[type=submit]'));

/** A tour and its means. */
class Tour {
  readonly #phone: Phone;
  readonly #look: Look;
  constructor(phone: Phone, look: Look) {
    this.#phone = phone;
    this.#look = look;
  }

  /** Opens pages by their addresses. */
  async open(...paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      await whenTheyOpen(this.#phone, path);
      await this.at(path.split('?')[0] ?? '');
    }
  }

  /** Looks at the page to which the last press led. */
  async at(path: string): Promise<void> {
    await arrive(this.#phone, path);
    await this.#look(this.#phone);
  }

  /** Answers what is asked and goes on to these pages, one after the other. */
  async answer(which: 'first' | 'last', ...paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      await choose(this.#phone, which);
      await send(this.#phone);
      await this.at(path);
    }
  }

  /** Ticks that the words were read, and sends. */
  async declare(path: string): Promise<void> {
    await this.#phone.tap(this.#phone.app.locator('#consent'));
    await send(this.#phone);
    await this.at(path);
  }

  /** Follows the first link whose address fits. */
  async follow(selector: string, path: RegExp): Promise<void> {
    await this.#phone.tap(this.#phone.app.locator(selector).first());
    await soon(async () => expect(await this.#phone.path()).toMatch(path));
    await this.at(await this.#phone.path());
  }
}

/** What is open to all, and what leads to signing in. */
export async function tourOfVisitors(journey: Journey, speak: (phone: Phone) => Promise<void>, look: Look): Promise<void> {
  const phone = await givenAVisitor(journey);
  await speak(phone);
  const tour = new Tour(phone, look);
  await tour.open('/', '/display', '/questions', '/giving', '/giving/stem-cells', '/giving/stem-cells/check', '/giving/blood', '/offices');
  await tour.follow('a[href^="#/offices/"]', /^\/offices\/[^/]+$/);
  await tour.follow('a[href$="/correction"]', /\/correction$/);
  await tour.open('/helper', '/helper/organs');
  await tour.answer('first', '/helper/tissues', '/helper/hand-over');
  await tour.open('/helper/open?a=1.aaaaaaaaaaaa', '/family/open?k=demo', '/sign-in', '/sign-in/switched');
  await arriveWithATicket(journey, phone, 'young');
  await tour.at('/sign-in/return');
  const weak = await givenACitizen(journey, 'low-assurance');
  await speak(weak);
  await whenTheyOpen(weak, '/decision');
  await new Tour(weak, look).at('/sign-in/step-up');
}

/** What belongs to a person beside their decision. */
export async function tourOfOneself(journey: Journey, speak: (phone: Phone) => Promise<void>, look: Look): Promise<void> {
  const phone = await givenACitizen(journey, 'young');
  await speak(phone);
  const tour = new Tour(phone, look);
  await tour.open('/looks', '/wish', '/card', '/my-data', '/my-data/purposes', '/my-data/recipients', '/my-data/copy');
  await tour.open('/my-data/request', '/my-data/requests', '/my-data/after-death', '/my-data/near-kin', '/my-data/restriction');
  await tour.open('/visits', '/visits/purpose');
  await tour.answer('first', '/visits/place');
  await phone.app.locator('#address').fill('1 Demo Road');
  await tour.answer('first', '/visits/contact', '/visits');
  await tour.open('/body', '/body/use');
  await tour.answer('first', '/body/ashes', '/body/executor');
  await tour.answer('last', '/body/privacy', '/body/contact', '/body/check');
  await tour.declare('/body');
  await tour.open('/body/refuse', '/body/withdraw');
  await tour.open('/health-card', '/health-card/invited', '/health-card/expired');
  await journey.sendFor('young');
  await tour.open('/sent');
}

/** The decision, from the first question to its withdrawal. */
export async function tourOfDeciding(journey: Journey, speak: (phone: Phone) => Promise<void>, look: Look): Promise<void> {
  const phone = await givenACitizen(journey, 'young');
  await speak(phone);
  const tour = new Tour(phone, look);
  await tour.open('/decision', '/register/organs');
  await tour.answer('first', '/register/tissues', '/register/contact', '/register/family', '/register/check');
  await tour.declare('/register/done');
  await tour.open('/decision', '/card', '/family', '/family/who');
  await tour.answer('first', '/family/what', '/family/made');
  await tour.open('/reaffirm');
  await tour.declare('/reaffirm/done');
  await tour.open('/edit/check', '/edit/organs', '/edit/tissues');
  await phone.app.locator('input[type=radio]').last().click();
  await tour.answer('first', '/edit/contact', '/edit/family', '/edit/check');
  await tour.declare('/edit/done');
  await tour.open('/refuse', '/refuse/check');
  await tour.declare('/refuse/done');
  await tour.open('/edit', '/withdraw', '/withdraw/check');
  await tour.declare('/withdraw/done');
}
