import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { faultsOfScreen, type View } from '../kit/screen-checks.ts';
import { tourOfDeciding, tourOfOneself, tourOfVisitors, whenItSpeaks } from './steps/every-route.ts';
import { keysShown, leftInChinese, leftInUsualWords } from './steps/languages.ts';
import { walks } from './steps/walks.ts';

/** The hardest one: the largest words on the narrowest phone. The others are seen in Chinese (screens.test.ts) and on the main ways. */
const hardest: readonly View[] = [{ theme: 'elder', scheme: 'light', width: 320 }];
const tours = { 'what is open to all': tourOfVisitors, 'what belongs to oneself': tourOfOneself, 'the decision': tourOfDeciding };
const left = { en: leftInChinese, 'zh-easy': leftInUsualWords } as const;
const tags = { en: 'en', 'zh-easy': 'zh-CN' } as const;
const routes = [...new Set(Object.values(walks).flatMap((walk) => walk.routes))];
const met = { en: new Set<string>(), 'zh-easy': new Set<string>() };

describe.each(['en', 'zh-easy'] as const)('in the language %s', (language) => {
  describe.concurrent('every page says all of its words in it and has no fault', () => {
    it.for(Object.entries(tours))('%s', { timeout: 240_000 }, async ([, tour], { journey }) => {
      const faults: string[] = [];
      const speak = (phone: Phone) => whenItSpeaks(phone, language, tags[language]);
      await tour(journey, speak, async (phone) => {
        const path = await phone.path();
        met[language].add(routes.find((route) => new RegExp(`^${route.replace(':id', '[^/]+')}$`).test(path)) ?? path);
        expect(await phone.app.getAttribute('lang'), path).toBe(tags[language]);
        const found = [...(await left[language](phone)), ...(await keysShown(phone)), ...(await faultsOfScreen(phone, hardest))];
        faults.push(...found.map((fault) => `${path} ${fault}`));
      });
      expect([...new Set(faults)]).toEqual([]);
    });
  });

  it('and no page is left out', () => {
    expect(routes.length).toBeGreaterThan(60);
    expect(routes.filter((route) => !met[language].has(route))).toEqual([]);
  });
});
