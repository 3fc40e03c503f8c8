import { AxeBuilder } from '@axe-core/playwright';
import type { Phone } from './phone.ts';

/** The two looks, with the least size of a target in each (px): WCAG 2.5.5, and 工信厅信管函〔2021〕67号 for 长辈版. */
const looks = [
  { theme: 'normal', target: 44 },
  { theme: 'elder', target: 60 },
] as const;

/** The narrowest screen that must do (WCAG 1.4.10), in px. */
const NARROWEST = 320;

const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Looks at the screen in front in both looks: accessibility faults, targets too small for a finger, and anything that
 * needs scrolling sideways at 320 px, also with text of 200 %. Answers what it found, each in a line.
 */
export async function faultsOfScreen(phone: Phone): Promise<string[]> {
  const faults: string[] = [];
  const before = await phone.app.getAttribute('data-theme');
  for (const { theme, target } of looks) {
    await phone.app.evaluate((html, name) => html.setAttribute('data-theme', name), theme);
    const found = [...(await accessibilityFaults(phone)), ...(await smallTargets(phone, target)), ...(await overflows(phone))];
    faults.push(...found.map((fault) => `${theme}: ${fault}`));
  }
  await phone.app.evaluate((html, name) => html.setAttribute('data-theme', name ?? 'normal'), before);
  return faults;
}

async function accessibilityFaults({ page }: Phone): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(axeTags).analyze();
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
  for (const scale of ['100%', '200%']) {
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
