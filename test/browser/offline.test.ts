import { expect } from 'vitest';
import { it } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { givenACitizen, givenAVisitor } from './steps/arriving.ts';
import { whenTheyChooseOrgans } from './steps/deciding.ts';
import { all, heading } from './steps/words.ts';

/** The app has put itself on the phone and answers for its own files. */
const whenTheAppIsKept = (phone: Phone) => phone.page.evaluate(async () => void (await navigator.serviceWorker.ready));

const keeps = (phone: Phone) => phone.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);

it('somebody whose network goes can open the app anew, finds their answers, and sends them when it is back', async ({ journey }) => {
  // Given somebody in the middle of registering, whose phone has kept the app
  const phone = await givenACitizen(journey, 'young', { mayKeep: true });
  await phone.press(/^同意捐献/);
  await whenTheyChooseOrgans(phone, all('AGREE'));
  await phone.arriveAt(heading.tissues);
  await whenTheAppIsKept(phone);
  // When the network goes and they open the app anew
  await phone.page.context().setOffline(true);
  await phone.page.reload();
  // Then the app is there, says what is the matter, and has their answers
  await phone.sees('网络好像断了');
  expect(await phone.kept()).toMatch(/ORGAN\\":{\\"scope\\":\\"ALL/);
  // When the network is back
  await phone.page.context().setOffline(false);
  await phone.press('再试一次');
  // Then they go on where they were
  await phone.arriveAt(heading.tissues);
});

it('a look at the first page leaves nothing on the phone, and no question to the register is ever kept', async ({ journey }) => {
  const phone = await givenAVisitor(journey, { mayKeep: true });
  expect(await keeps(phone)).toBe(0);
  await phone.press(/^附近的红十字会/);
  await phone.arriveAt('查找红十字会');
  await whenTheAppIsKept(phone);
  const kept = await phone.page.evaluate(async () => {
    const caches = await window.caches.keys();
    const requests = await Promise.all(caches.map(async (name) => (await (await window.caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)));
    return requests.flat();
  });
  expect(kept).toContain('/index.html');
  expect(kept.filter((path) => !/^\/(?:assets\/|index\.html$|icon\.svg$|manifest\.webmanifest$)/.test(path))).toEqual([]);
});
