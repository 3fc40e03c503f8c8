import { AxeBuilder } from '@axe-core/playwright';
import { expect, vi } from 'vitest';
import { languages } from '../../client/src/language.ts';
import type { Phone } from './phone.ts';

/** One way in which a person may have the screen: look, colours and width (px). */
export interface View {
  readonly theme: 'normal' | 'elder';
  readonly scheme: 'light' | 'dark';
  readonly width: 320 | 375 | 414;
}

/** Ways so chosen that every look meets both colours, and every look and colour two widths. */
export const usualViews: readonly View[] = [
  { theme: 'normal', scheme: 'light', width: 375 },
  { theme: 'elder', scheme: 'light', width: 320 },
  { theme: 'normal', scheme: 'dark', width: 414 },
  { theme: 'elder', scheme: 'dark', width: 375 },
];

/** For the same pages in another language: its words have other lengths, and nothing else is new. */
export const viewsOfWords: readonly View[] = [
  { theme: 'elder', scheme: 'light', width: 320 },
  { theme: 'normal', scheme: 'light', width: 414 },
];

/** All of them; for pages that are few, and for all pages where every way is asked for (`pnpm screens:every`). */
export const everyView: readonly View[] = (['normal', 'elder'] as const).flatMap((theme) =>
  (['light', 'dark'] as const).flatMap((scheme) => ([320, 375, 414] as const).map((width) => ({ theme, scheme, width }))),
);

/** The least size of a target (px): WCAG 2.5.5, and 工信厅信管函〔2021〕67号 2.1 for 长辈版. */
const targets = { normal: 44, elder: 60 } as const;

/** Sizes of words at which nothing may need scrolling sideways: the usual one, our own largest (30 px in 长辈版), WCAG 1.4.4's. */
const textScales = ['100%', '137.5%', '200%'];

/** The narrowest screen that must do (WCAG 1.4.10), in px. */
const NARROWEST = 320;

const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Whether each screen is looked at in every way and every language, which takes most of an hour (`pnpm screens:every`). */
export const isEveryWay = process.env['SANXIAN_EVERY_WAY'] === '1';

/**
 * Looks at the screen in front in both looks, light and dark, on phones of three widths: accessibility faults, targets too small
 * for a finger, and anything that needs scrolling sideways at 320 px, also with larger words. Answers what it found, each in a line.
 */
export async function faultsOfScreen(phone: Phone, views?: readonly View[]): Promise<string[]> {
  if (views || !isEveryWay) return faultsInViews(phone, views ?? usualViews);
  const faults: string[] = [];
  const ownLanguage = await languageOf(phone);
  // The desk speaks one language.
  for (const language of ownLanguage === null ? [null] : languages) {
    if (language !== null && !(await speak(phone, language))) continue;
    faults.push(...(await faultsInViews(phone, everyView)).map((fault) => `${language ?? ''} ${fault}`));
  }
  if (ownLanguage !== null) await speak(phone, ownLanguage);
  return faults;
}

async function faultsInViews(phone: Phone, views: readonly View[]): Promise<string[]> {
  const faults: string[] = [];
  const before = await phone.app.evaluate(({ dataset }) => ({ theme: dataset['theme'] ?? 'normal', scheme: dataset['scheme'] ?? 'light' }));
  const size = phone.page.viewportSize() ?? { width: 375, height: 812 };
  // A desk or the container's own window is no phone: its width stays, and it has no dark.
  const isPhone = size.width <= 414;
  const narrowed = new Set<string>();
  for (const { theme, scheme, width } of views.filter((view) => isPhone || view.scheme === 'light')) {
    await dress(phone, theme, scheme);
    if (isPhone) await phone.page.setViewportSize({ ...size, width });
    const found = [...(await accessibilityFaults(phone, scheme)), ...(await smallTargets(phone, targets[theme]))];
    await phone.page.setViewportSize(size);
    // Its own widths: once for each look.
    if (scheme === 'light' && !narrowed.has(theme)) found.push(...(await overflows(phone)));
    if (scheme === 'light') narrowed.add(theme);
    faults.push(...found.map((fault) => `${theme}${scheme === 'dark' ? ' dark' : ''}: ${fault}`));
  }
  await dress(phone, before.theme, before.scheme);
  return faults;
}

/** The language of the citizen app in front, or null where another app is. */
function languageOf({ app }: Phone): Promise<string | null> {
  return app.evaluate((html) => (html.querySelector('#app .top-bar') ? (localStorage.getItem('sanxian.language') ?? 'zh-CN') : null));
}

/**
 * Changes the language as another window of the app does, so that everything on the screen stays.
 *
 * @returns false where the words of the language cannot come: the walk has cut the network.
 */
async function speak({ app }: Phone, language: string): Promise<boolean> {
  // The home page alone does not listen yet: the other pages bring that along.
  const address = await app.evaluate(() => window.location.hash);
  if (address.length <= 2) {
    await app.evaluate(() => (window.location.hash = '#/display'));
    // Not expect.poll: walks go side by side, and it would not know whose it is.
    await vi.waitFor(async () => expect(await app.evaluate(knownPages)).toBeGreaterThan(20), { timeout: 15_000 });
    await app.evaluate((_html, former) => (window.location.hash = former), address || '#/');
    await app.getByRole('radio', { name: '长辈版' }).waitFor({ state: 'detached' });
  }
  await app.evaluate((_html, newValue) => window.dispatchEvent(new StorageEvent('storage', { key: 'sanxian.language', newValue })), language);
  const kept = () => app.evaluate(() => localStorage.getItem('sanxian.language'));
  const isThere = vi.waitFor(async () => expect(await kept()).toBe(language), { timeout: 5000 });
  if (await isThere.then(() => true, () => false)) return true;
  const isOnline = await app.evaluate(() => fetch('/healthz').then(() => true, () => false));
  if (isOnline) throw new Error(`the app does not take over ${language}`);
  return false;
}

/** How many pages the app in front knows: home alone until another was opened. */
function knownPages(html: HTMLElement | SVGElement): number {
  const root = html.querySelector('#app') as (Element & { __vue_app__?: { config: { globalProperties: { $router: { getRoutes(): unknown[] } } } } }) | null;
  return root?.__vue_app__?.config.globalProperties.$router.getRoutes().length ?? 0;
}

async function dress({ app }: Phone, theme: string, scheme: string): Promise<void> {
  await app.evaluate((html, wanted) => Object.assign((html as HTMLElement).dataset, wanted), { theme, scheme });
}

async function accessibilityFaults({ page }: Phone, scheme: View['scheme']): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  // Dark changes colours and nothing else: everything else was looked at in the light.
  const { violations } = await (scheme === 'dark' ? axe.withRules(['color-contrast', 'link-in-text-block']) : axe.withTags(axeTags)).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary = '' }) => `${id} at ${target.join(' ')} (${failureSummary.replaceAll(/\s+/g, ' ')})`));
}

/** Links in running text are exempt: their size is that of the words around them. */
function smallTargets({ app }: Phone, least: number): Promise<string[]> {
  return app.evaluate((html, size) => {
    const isInRunningText = (element: Element): boolean => element.matches('a') && getComputedStyle(element).display === 'inline';
    const targets = [...html.querySelectorAll('a[href], button, input, select, textarea, summary')]
      .filter((element) => element.checkVisibility() && !element.matches('.skip-link') && !isInRunningText(element))
      .map((element) => (element.matches('[type=radio], [type=checkbox]') ? (element.closest('label') ?? element) : element));
    return targets.flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      const name = `${element.tagName.toLowerCase()} “${(element as HTMLElement).innerText.trim().slice(0, 20)}”`;
      return Math.min(width, height) < size - 0.5 ? [`target of ${Math.round(width)} × ${Math.round(height)} px: ${name}`] : [];
    });
  }, least);
}

async function overflows({ page, app }: Phone): Promise<string[]> {
  const faults: string[] = [];
  const size = page.viewportSize() ?? { width: 375, height: 812 };
  await page.setViewportSize({ ...size, width: NARROWEST });
  for (const scale of textScales) {
    const beyond = await app.evaluate(widestBeyondScreen, scale);
    if (beyond !== null) faults.push(`scrolls sideways at ${NARROWEST} px and text of ${scale}: ${beyond}`);
  }
  await page.setViewportSize(size);
  return faults;
}

/** With the root's text at a scale: the element that reaches farthest beyond the screen, or null when nothing does. */
function widestBeyondScreen(html: HTMLElement | SVGElement, scale: string): string | null {
  html.style.fontSize = scale;
  const screen = html.clientWidth;
  const reach = html.scrollWidth;
  const widest = [...html.querySelectorAll('body *')].find((element) => Math.round(element.getBoundingClientRect().right) >= reach);
  html.style.fontSize = '';
  return reach > screen ? `${reach} px, ${widest?.tagName.toLowerCase() ?? ''}.${widest?.getAttribute('class') ?? ''} “${widest?.textContent.trim().slice(0, 20) ?? ''}”` : null;
}
