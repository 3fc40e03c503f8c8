import { expect } from 'vitest';
import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { heading } from './words.ts';

/** The phone loses its network. */
export async function whenTheNetworkGoes(phone: Phone): Promise<void> {
  await phone.page.context().setOffline(true);
}

/** The phone has its network again. */
export async function whenTheNetworkIsBack(phone: Phone): Promise<void> {
  await phone.page.context().setOffline(false);
}

/** From now on the server hears and carries out every command of this name, but its replies never arrive. */
export async function whenRepliesGetLost(phone: Phone, command: string): Promise<void> {
  await phone.page.route('**/graphql', async (route) => {
    const { operationName } = route.request().postDataJSON() as { readonly operationName: string };
    if (operationName !== command) return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
}

/** The register refuses the command although the page believed it open: the person's sign-in was weakened meanwhile. */
export async function whenTheSignInIsFoundTooWeak(phone: Phone, command: string): Promise<void> {
  const refusal = { __typename: 'AssuranceTooLow', code: 'ASSURANCE_TOO_LOW', message: '请先完成高级实名认证。', stepUpUrl: null };
  await phone.page.route('**/graphql', (route) => {
    const { operationName } = route.request().postDataJSON() as { readonly operationName: string };
    const field = `${command.charAt(0).toLowerCase()}${command.slice(1)}`;
    return operationName === command ? route.fulfill({ json: { data: { [field]: refusal } } }) : route.continue();
  });
}

/** Replies arrive again. */
export async function whenRepliesArriveAgain(phone: Phone): Promise<void> {
  await phone.page.unrouteAll({ behavior: 'wait' });
}

/** The page is loaded anew, as a phone short of memory does. */
export async function whenThePageReloads(phone: Phone): Promise<void> {
  const reloaded = phone.page.waitForEvent('framenavigated');
  await phone.app.evaluate(() => {
    window.location.reload();
  });
  await reloaded;
}

/** So many minutes pass while the person thinks. */
export function whenMinutesPass(journey: Journey, minutes: number): void {
  journey.wait(minutes * 60_000);
}

/** So much time passes that the server ends the session. */
export function whenTheSessionEnds(journey: Journey): void {
  journey.wait(16 * 60_000);
}

/** Nobody knows whether the decision arrived, and the screen says so instead of guessing. */
export async function thenTheOutcomeIsUnknown(phone: Phone): Promise<void> {
  await phone.sees('还不知道有没有提交成功');
  await phone.sees('不会重复登记');
}

/** The session is over; the screen says so, and that nothing is lost. */
export async function thenTheyMustSignInAgain(phone: Phone): Promise<void> {
  await phone.arriveAt(heading.signIn);
  await phone.sees('登录已过期');
  await phone.sees('您填写的内容还在');
}

/** Neither the screen nor the device holds any of these words. */
export async function thenNothingIsLeftOf(phone: Phone, words: readonly string[]): Promise<void> {
  const seen = `${await phone.text()}\n${await phone.kept()}`;
  expect(words.filter((word) => seen.includes(word))).toEqual([]);
}
