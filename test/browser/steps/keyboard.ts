import { expect } from 'vitest';
import type { Phone } from '../../kit/phone.ts';
import { focused } from './mending.ts';

/** More stops than any screen has. */
const MANY = 80;

/** Presses Tab until the focus is on these words; at each stop the focus must be plain to see. */
export async function whenTheyTabTo(phone: Phone, words: RegExp): Promise<void> {
  for (let stop = 0; stop < MANY; stop += 1) {
    await phone.page.keyboard.press('Tab');
    expect(await isFocusVisible(phone), `a visible focus at “${await focused(phone)}”`).toBe(true);
    if (words.test(await focused(phone))) return;
  }
  throw new Error(`The keyboard does not reach ${String(words)}`);
}

/** Follows a link or presses a button by Enter. */
export async function whenTheyEnter(phone: Phone, words: RegExp): Promise<void> {
  await whenTheyTabTo(phone, words);
  await phone.page.keyboard.press('Enter');
}

/** Ticks a box or chooses an answer by the space bar. */
export async function whenTheyTick(phone: Phone, words: RegExp): Promise<void> {
  await whenTheyTabTo(phone, words);
  await phone.page.keyboard.press('Space');
}

/** The reading begins at the heading of the screen. */
export async function thenReadingBeginsAt(phone: Phone, heading: string): Promise<void> {
  await phone.arriveAt(heading);
  await expect.poll(() => focused(phone)).toBe(heading);
}

/** A ring around what has the focus, or around the answer it belongs to. */
function isFocusVisible({ app }: Phone): Promise<boolean> {
  return app.evaluate(() => {
    const element = document.activeElement;
    const ringed = [element, element?.closest('label')].filter((each) => each instanceof HTMLElement);
    return ringed.some((each) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(each);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    });
  });
}
