import type { Journey } from '../../kit/journey.ts';
import type { Phone, PhoneOptions } from '../../kit/phone.ts';
import { heading } from './words.ts';

/** The simulated container's switches that a journey sets. */
export type ContainerSettings = Partial<
  Record<
    | ('persona' | 'container' | 'uiStyle' | 'appVersion' | 'userType' | 'ssoTicket' | 'fault' | 'location' | 'place' | 'network' | 'ready' | 'delay')
    | ('failMethod' | 'failWith' | 'zwlog' | 'transport' | 'mgop'),
    string
  >
>;

/** Somebody opens the app in a plain browser and is not signed in. */
export async function givenAVisitor(journey: Journey, options: PhoneOptions = {}): Promise<Phone> {
  const phone = await journey.phone(options);
  await phone.go('/');
  await phone.arriveAt(heading.home);
  return phone;
}

/** A demo person in a plain browser who came from the platform's own portal, said that it is them, and is on the home page. */
export async function givenACitizen(journey: Journey, persona: string, options: PhoneOptions = {}): Promise<Phone> {
  const phone = await journey.phone(options);
  await arriveWithATicket(journey, phone, persona);
  await whenTheySayItIsThem(phone);
  await phone.arriveAt(heading.home);
  await phone.app.getByText('您好，').waitFor();
  return phone;
}

/** Asked who they are, because the app did not begin this sign-in, they say that it is them. */
export async function whenTheySayItIsThem(phone: Phone): Promise<void> {
  await phone.arriveAt(heading.isThisYou);
  await phone.press('是我本人，继续');
}

/** The callback brings a ticket to the app that the app did not ask for: from the platform's portal, or a stranger's link. */
export async function arriveWithATicket(journey: Journey, phone: Phone, persona: string, fault?: string): Promise<void> {
  await phone.go(`/sign-in/callback?ticket=${await journey.ticketFor(persona, fault)}`);
}

/** The app inside the simulated 浙里办 container, opened at a question. */
export async function givenTheContainer(journey: Journey, settings: ContainerSettings, question = '/', options: PhoneOptions = {}): Promise<Phone> {
  const phone = await journey.phone({ ...options, inContainer: true });
  await phone.go(`/sim?${new URLSearchParams(settings).toString()}#${question}`);
  return phone;
}

/** Moves switches of the container; most make it open the app anew, as the real one does. */
export async function whenTheContainerChanges({ page }: Phone, settings: ContainerSettings): Promise<void> {
  await page.getByRole('button', { name: '设置' }).click();
  for (const [name, value] of Object.entries(settings)) await page.locator(`select[name=${name}]`).selectOption(value);
  await page.getByRole('button', { name: '收起' }).click();
}

/** Another person takes the phone while the app stays open: from now on the container's tickets are theirs. */
export async function whenTheContainerHolds({ page }: Phone, persona: string): Promise<void> {
  await page.evaluate((key) => {
    const settings = JSON.parse(localStorage.getItem('sanxian-sim') ?? '{}') as Record<string, string>;
    localStorage.setItem('sanxian-sim', JSON.stringify({ ...settings, persona: key }));
  }, persona);
}

/** Signs in on the simulated sign-in page, from the app's own sign-in screen. */
export async function whenTheySignIn(phone: Phone, name: string): Promise<void> {
  await phone.arriveAt(heading.signIn);
  await phone.press('打开演示登录');
  await phone.tap(phone.app.getByRole('button', { name }));
}

/** Goes to a question by its address, as a link would. */
export async function whenTheyOpen(phone: Phone, question: string): Promise<void> {
  await phone.app.evaluate((_document, hash) => {
    window.location.hash = hash;
  }, question);
}
