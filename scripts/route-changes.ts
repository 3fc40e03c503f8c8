import type { Locator, Page } from 'playwright-core';

/** One way from page to page, and how long it took (ms) from the tap until the next page was painted. */
export interface RouteChange {
  readonly name: string;
  readonly took: number;
}

/** Lighthouse's standard phone: slow 4G, processor slowed four times. */
const slow = { cpu: 4, latency: 150, bytesPerSecond: (1.6 * 1024 * 1024) / 8 };

/** Rounds that are timed; the middle one of each change counts, because a shared machine is noisy. */
const rounds = 3;

/**
 * Goes through the app on the standard phone and takes the time of each change of page when what it needs is on the device: files
 * and words from an earlier round, answers from the question before. A page that must ask the register first (its rules, words and
 * versions are never taken from a cache) counts from the moment its frame stands in place of the former page.
 *
 * @param url the citizen app's address; the person who signs in is the simulator's.
 */
export async function routeChanges(page: Page, url: string): Promise<{ readonly changes: readonly RouteChange[]; readonly expertSeconds: number }> {
  await page.goto(url);
  await page.getByRole('link', { name: /^同意捐献/ }).click();
  await page.getByRole('button', { name: '打开演示登录' }).click();
  await page.getByRole('button', { name: '林晓舟' }).click();
  await page.getByRole('heading', { level: 1, name: /器官/ }).waitFor();
  await homeLink(page).click();
  // The first round brings everything onto the device.
  await goRound(page, async (_name, target) => void (await tapAndWait(target)));

  const wire = await page.context().newCDPSession(page);
  await wire.send('Emulation.setCPUThrottlingRate', { rate: slow.cpu });
  await wire.send('Network.enable');
  await wire.send('Network.emulateNetworkConditions', { offline: false, latency: slow.latency, downloadThroughput: slow.bytesPerSecond, uploadThroughput: slow.bytesPerSecond });
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    await goRound(page, async (name, target) => void times.set(name, [...(times.get(name) ?? []), await tapAndWait(target)]));
  }
  return {
    changes: [...times].map(([name, took]) => ({ name, took: took.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? Number.NaN })),
    expertSeconds: await registerAsAnExpert(page),
  };
}

/** Seconds that a practised hand needs, by the keystroke-level model (Card, Moran and Newell 1980): to point, to press, to make up one's mind. */
const human = { point: 1.1, press: 0.2, think: 1.35 };

/**
 * Registers, agreeing to everything, on the slow phone: what a practised hand needs by the model, one thought for each screen, and
 * what the app and the network took, as measured.
 *
 * @returns seconds from the first question to the receipt, signed in before.
 */
async function registerAsAnExpert(page: Page): Promise<number> {
  const humanTime = (taps: number) => human.think + taps * (human.point + human.press);
  await homeLink(page).click();
  await page.getByRole('link', { name: /^同意捐献/ }).click();
  let seconds = 0;
  const screen = async (answers: readonly Locator[], next: Locator) => {
    for (const answer of answers) await answer.click();
    seconds += humanTime(answers.length + 1) + (await tapAndWait(next)) / 1000;
  };
  const goOn = page.getByRole('button', { name: '继续', exact: true });
  await screen([page.getByRole('radio', { name: /^全部器官都同意/ })], goOn);
  await screen([page.getByRole('radio', { name: /^全部组织都同意/ })], goOn);
  await screen([], goOn);
  await screen([], goOn);
  await screen([page.getByRole('checkbox')], page.getByRole('button', { name: '提交登记' }));
  await page.getByRole('heading', { level: 1, name: /已登记|登记/ }).waitFor();
  return seconds;
}

const homeLink = (page: Page): Locator => page.locator('header a').first();

async function goRound(page: Page, step: (name: string, target: Locator) => Promise<void>): Promise<void> {
  const goOn = page.getByRole('button', { name: '继续', exact: true });
  for (const [name, path] of [['questions', '/questions'], ['offices', '/offices'], ['giving while alive', '/giving'], ['my data', '/my-data'], ['my decision', '/decision']] as const) {
    await step(`home → ${name}`, page.locator(`a[href="#${path}"]`).first());
    await step(`${name} → home`, homeLink(page));
  }
  await step('home → first question', page.getByRole('link', { name: /^同意捐献/ }));
  await page.getByRole('radio', { name: /^全部器官都同意/ }).click();
  await step('organs → tissues', goOn);
  await page.getByRole('radio', { name: /^全部组织都同意/ }).click();
  await step('tissues → contact', goOn);
  await step('contact → family', goOn);
  await step('family → check', goOn);
  await step('check → home', homeLink(page));
}

/** Taps, and answers how long (ms) it took until another address stood above and the former page was gone from the screen. */
async function tapAndWait(target: Locator): Promise<number> {
  await target.waitFor();
  return target.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const before = { address: location.hash, heading: document.querySelector('h1')?.textContent };
        const begun = performance.now();
        const look = () => {
          const isThere = location.hash !== before.address && document.querySelector('h1')?.textContent !== before.heading;
          // The frame after the one in which it stands is painted.
          if (isThere) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
          else requestAnimationFrame(look);
        };
        (element as HTMLElement).click();
        requestAnimationFrame(look);
      }),
  );
}
