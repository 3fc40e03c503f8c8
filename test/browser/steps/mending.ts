import { expect, vi } from 'vitest';
import type { Phone } from '../../kit/phone.ts';

const SUMMARY = '有内容需要修改';

/** What has the focus, by the words a screen reader would say: its label, or what is written on it. */
export function focused(phone: Phone): Promise<string> {
  return phone.app.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement ? element.labels?.[0] : null;
    return (label ?? (element as HTMLElement | null))?.innerText.trim() ?? '';
  });
}

/** The focus is on the control with this label, or on the words. */
export async function thenFocusIsOn(phone: Phone, words: string | RegExp): Promise<void> {
  const wanted = words instanceof RegExp ? words : new RegExp(`^${words.replaceAll(/[()]/g, '\\$&')}$`);
  // Not `expect.poll`, which knows one test at a time: some journeys go side by side.
  await vi.waitFor(async () => expect(await focused(phone)).toMatch(wanted), { timeout: 15_000 });
}

/** The problems stand in a summary that has the focus, beside their controls, and before the title. */
export async function thenTheyAreTold(phone: Phone, messages: readonly (string | RegExp)[]): Promise<void> {
  const summary = phone.app.getByRole('alert', { name: SUMMARY });
  const told = () => summary.getByRole('listitem').allInnerTexts();
  await expect.poll(told).toEqual(messages.map((message) => expect.stringMatching(message instanceof RegExp ? message : new RegExp(`^${message}$`)) as string));
  await expect.poll(() => summary.evaluate((element) => element === document.activeElement)).toBe(true);
  const beside = await phone.app.locator('form .error').allInnerTexts();
  expect(beside).toEqual(await told());
  await expect.poll(() => phone.page.title()).toMatch(new RegExp(`^${SUMMARY}:`));
  await phone.lookForNumbers();
}

/** No problem is on the screen, and the title says nothing of one. */
export async function thenNothingIsWrong(phone: Phone): Promise<void> {
  expect(await phone.app.getByRole('alert').count()).toBe(0);
  await expect.poll(() => phone.page.title()).not.toContain(SUMMARY);
}
