import { expect } from 'vitest';
import type { Phone } from '../../kit/phone.ts';

/** Orders what the gateway mgop answers to the next call of the app, without a stop of the app. */
export async function whenTheGatewaySays({ page }: Phone, code: string): Promise<void> {
  await page.evaluate((mgop) => {
    const settings = JSON.parse(localStorage.getItem('sanxian-sim') ?? '{}') as Record<string, string>;
    localStorage.setItem('sanxian-sim', JSON.stringify({ ...settings, mgop }));
  }, code);
}

/** Notes from now on which doors of the server the app knocks at. */
export function doorsOf({ page }: Phone): { readonly knockedAt: () => string[] } {
  const paths: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === 'POST') paths.push(pathname);
  });
  return { knockedAt: () => [...new Set(paths)].toSorted() };
}

/** What the container was asked by the app under this name, as its log tells it, the latest first. */
export function callsOf({ page }: Phone, method: string): Promise<string[]> {
  return page.locator('#log li', { has: page.locator('code', { hasText: new RegExp(`^${method}$`) }) }).allTextContents();
}

/** The container has been asked, and its log says with what outcome. */
export async function thenTheContainerWasAsked(phone: Phone, method: string, outcome: RegExp): Promise<void> {
  await expect.poll(async () => (await callsOf(phone, method))[0] ?? '').toMatch(outcome);
}
