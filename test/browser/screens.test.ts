import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import { keepPictures } from '../kit/pictures.ts';
import { faultsOfScreen, isEveryWay } from '../kit/screen-checks.ts';
import { givenAVisitor } from './steps/arriving.ts';
import { walks } from './steps/walks.ts';

const isRoute = (route: string, path: string): boolean => new RegExp(`^${route.replace(':id', '[^/]+')}$`).test(path);

describe.concurrent('in both looks, light and dark, on narrow screens and with text of 200 %, no fault is on the screens', () => {
  it.for(Object.entries(walks))('%s', { timeout: isEveryWay ? 7_200_000 : 240_000 }, async ([name, { routes, walk }], { journey }) => {
    const faults: string[] = [];
    const seen = new Set<string>();
    let step = 0;
    await walk(journey, async (phone) => {
      const path = await phone.path();
      await keepPictures(phone, name, (step += 1));
      seen.add(routes.find((route) => isRoute(route, path)) ?? path);
      faults.push(...(await faultsOfScreen(phone)).map((fault) => `${path} ${fault}`));
    });
    expect([...new Set(faults)]).toEqual([]);
    expect([...seen].toSorted()).toEqual(routes.toSorted());
  });

  it('and the look itself finds what it is meant to find', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.app.evaluate(() => {
      const [first, second] = document.querySelectorAll<HTMLElement>('.switch');
      if (first) first.textContent = '';
      if (second) second.style.minHeight = second.style.maxHeight = '30px';
      const wide = document.querySelector<HTMLElement>('h1');
      if (wide) wide.style.width = '30rem';
    });
    const faults = await faultsOfScreen(phone);
    expect(faults).toContainEqual(expect.stringMatching(/^normal: button-name/));
    expect(faults).toContainEqual(expect.stringMatching(/^normal: target of \d+ × 30 px: a “字号 · English”/));
    expect(faults).toContainEqual(expect.stringMatching(/^elder: scrolls sideways at 320 px and text of 100%: \d+ px, h1/));
  });

  it('and the look for ID numbers finds one on the screen and one in storage', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.app.evaluate((_document, number) => {
      sessionStorage.setItem('left', number);
      document.querySelector('h1')?.append(number);
    }, journey.person('young').document.number);
    await phone.lookForNumbers();
    expect(phone.faults.splice(0)).toEqual(['an ID number on the screen /', 'an ID number kept on the device at /']);
  });

  it('and no page of the app is left out', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    // All pages but home are learnt with the first that is opened.
    await phone.press(/^字号/);
    await phone.arriveAt('字号、语言和颜色');
    const pages = await phone.app.evaluate(() => {
      const root = document.querySelector('#app') as (Element & { __vue_app__?: { config: { globalProperties: { $router: { getRoutes(): { path: string; redirect?: unknown; children: { path: string }[] }[] } } } } }) | null;
      const routes = root?.__vue_app__?.config.globalProperties.$router.getRoutes() ?? [];
      return routes.filter(({ redirect, children }) => redirect === undefined && children.length === 0).map(({ path }) => path);
    });
    const looked = new Set(Object.values(walks).flatMap(({ routes }) => routes));
    expect(pages.length).toBeGreaterThan(20);
    expect(pages.filter((page) => !looked.has(page))).toEqual([]);
  });
});
