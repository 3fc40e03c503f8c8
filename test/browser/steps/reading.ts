import { expect } from 'vitest';
import type { Phone } from '../../kit/phone.ts';
import { heading, inWords, type Choices } from './words.ts';

/** The choices that the screen lists, item by item. */
export async function listedChoices(phone: Phone): Promise<Record<string, string>> {
  const lines = await phone.app.locator('.choice-list').getByRole('listitem').allInnerTexts();
  return Object.fromEntries(lines.map((line) => line.split('\n').map((word) => word.trim())) as [string, string][]);
}

/** The receipt lists what the register stored, and how to refer to it. */
export async function thenTheReceiptReadsBack(phone: Phone, choices: Choices): Promise<void> {
  expect(await listedChoices(phone)).toEqual(inWords(choices));
  await phone.sees('登记编号');
  await phone.sees('待同步');
}

/** The page «我的决定» lists what the register stores. */
export async function thenMyDecisionReadsBack(phone: Phone, choices: Choices): Promise<void> {
  await phone.press('查看我的决定');
  await phone.arriveAt(heading.decision);
  await phone.app.getByRole('heading', { name: '每一项的选择' }).waitFor();
  expect(await listedChoices(phone)).toMatchObject(inWords(choices));
}

/** The facts of a summary: each label with the lines of its answer. */
export async function facts(phone: Phone): Promise<Record<string, string>> {
  const rows = phone.app.locator('dl.summary-list .row');
  return Object.fromEntries(await rows.evaluateAll((all) => all.map((row) => [row.querySelector('dt')?.innerText ?? '', row.querySelector<HTMLElement>('dd.value')?.innerText ?? ''])));
}

/** The look in use: 标准版 or 长辈版. */
export async function thenTheThemeIs(phone: Phone, theme: 'normal' | 'elder'): Promise<void> {
  await expect.poll(() => phone.app.getAttribute('data-theme')).toBe(theme);
}

/** The look that somebody has chosen before. */
export async function whenTheLookIs(phone: Phone, look: 'normal' | 'elder'): Promise<void> {
  await phone.app.evaluate((_document, theme) => {
    document.documentElement.dataset['theme'] = theme;
  }, look);
}

/** These buttons have the same weight: the one looks no more like the answer than the other. */
export async function thenTheyWeighTheSame(phone: Phone, words: readonly string[]): Promise<void> {
  const weights = words.map((name) =>
    phone.app
      .getByRole('button', { name, exact: true })
      .or(phone.app.getByRole('link', { name, exact: true }))
      .evaluate((button) => {
        const { backgroundColor, color, borderColor, fontWeight, fontSize, inlineSize } = getComputedStyle(button);
        return { backgroundColor, color, borderColor, fontWeight, fontSize, inlineSize };
      }),
  );
  const [first, ...others] = await Promise.all(weights);
  for (const other of others) expect(other).toEqual(first);
}

/** Opens «我的决定» by its door and waits for the register's answer. */
export async function whenTheyLookUp(phone: Phone): Promise<void> {
  await phone.press(/^我的决定/);
  await phone.arriveAt(heading.decision);
  await phone.sees('从登记系统读取');
}

/** The decisions as the page tells them, the latest first. */
export function history(phone: Phone): Promise<string[]> {
  return phone.app.locator('.decision-history .action').allInnerTexts();
}

/** Each item's choice on record now, and the one not sent yet, from the page that sets them side by side. */
export async function comparedChoices(phone: Phone): Promise<Record<string, string[]>> {
  const rows = await phone.app.locator('.compared > li').evaluateAll((all) => all.map((row) => [...row.querySelectorAll<HTMLElement>('.item, dd')].map((cell) => cell.innerText.trim())));
  return Object.fromEntries(rows.map(([item = '', ...choices]) => [item, choices]));
}
