import { mount, type VueWrapper } from '@vue/test-utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { Channel, Choice, DonationItem } from '../../../../schema/generated/graphql.ts';
import { i18n, loadWords, setLanguage } from '../../i18n.ts';
import { choices, decision, donor } from '../../testing/decision-samples.ts';
import ChangedMeanwhile from './ChangedMeanwhile.vue';
import ChoiceList from './ChoiceList.vue';
import RecordedPage from './RecordedPage.vue';
import type { ItemChoice } from './record.ts';

/*
 * What a person reads on the screen is taken back into data and compared with what the register sent. The words stand here
 * once more, so that two of them changing places in a file of words would show.
 */
const words = {
  'zh-CN': {
    items: { HEART: '心脏', LUNG: '肺', LIVER: '肝', KIDNEY: '肾', PANCREAS: '胰', SMALL_INTESTINE: '小肠', EYE_TISSUE: '眼组织（角膜）', SKIN: '皮肤', BONE: '骨', HEART_VALVE: '心脏瓣膜', BRAIN_TISSUE: '脑组织', DURA_MATER: '硬脑膜' },
    choices: { AGREE: '同意', REFUSE: '不同意', NOT_STATED: '不表态' },
    channels: { ZHELIBAN_APP: '浙里办 App', ZHELIBAN_WECHAT: '微信里的浙里办', ZHELIBAN_ALIPAY: '支付宝里的浙里办', OPEN_WEB: '网页', RED_CROSS_OFFICE: '红十字会' },
    none: '没有登记',
  },
  en: {
    items: { HEART: 'Heart', LUNG: 'Lungs', LIVER: 'Liver', KIDNEY: 'Kidneys', PANCREAS: 'Pancreas', SMALL_INTESTINE: 'Small bowel', EYE_TISSUE: 'Eye tissue (cornea)', SKIN: 'Skin', BONE: 'Bone', HEART_VALVE: 'Heart valves', BRAIN_TISSUE: 'Brain tissue', DURA_MATER: 'Dura mater' },
    choices: { AGREE: 'Agree', REFUSE: 'Refuse', NOT_STATED: 'Not stated' },
    channels: { ZHELIBAN_APP: 'Zheliban app', ZHELIBAN_WECHAT: 'Zheliban in WeChat', ZHELIBAN_ALIPAY: 'Zheliban in Alipay', OPEN_WEB: 'Website', RED_CROSS_OFFICE: 'Red Cross office' },
    none: 'Nothing on record',
  },
  'zh-easy': {
    items: { HEART: '心脏', LUNG: '肺', LIVER: '肝', KIDNEY: '肾', PANCREAS: '胰', SMALL_INTESTINE: '小肠', EYE_TISSUE: '眼组织（角膜）', SKIN: '皮肤', BONE: '骨头', HEART_VALVE: '心脏瓣膜', BRAIN_TISSUE: '脑组织', DURA_MATER: '硬脑膜' },
    choices: { AGREE: '同意', REFUSE: '不同意', NOT_STATED: '不说' },
    channels: { ZHELIBAN_APP: '浙里办 App', ZHELIBAN_WECHAT: '微信里的浙里办', ZHELIBAN_ALIPAY: '支付宝里的浙里办', OPEN_WEB: '网页', RED_CROSS_OFFICE: '红十字会' },
    none: '没有登记',
  },
} as const;
const languages = ['zh-CN', 'en', 'zh-easy'] as const;
const items = choices('AGREE').map(({ item }) => item);
const every = Object.values(Choice);
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] });
const show = (component: Component, props: Record<string, unknown>): VueWrapper => mount(component, { props, global: { plugins: [i18n, router] } });

/** All twelve items in rows of an orthogonal array: each pair of items meets in each pair of choices. */
const combinations: readonly ItemChoice[][] = Array.from({ length: 27 }, (_, row) => {
  const [a, b, c] = [row % 3, Math.floor(row / 3) % 3, Math.floor(row / 9)];
  const directions = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 2, 0], [1, 0, 1], [1, 0, 2], [0, 1, 1], [0, 1, 2], [1, 1, 1], [1, 1, 2], [1, 2, 1]] as const;
  return choices('AGREE').map((stored, place) => {
    const [x, y, z] = directions[place] ?? [0, 0, 0];
    return { ...stored, choice: every[(a * x + b * y + c * z) % 3] ?? 'AGREE' };
  });
});

/** Reads a list of choices off the screen: its words, and the sign beside them. */
function readBack(page: VueWrapper, language: (typeof languages)[number]): Record<string, string | undefined> {
  const keyOf = (table: Record<string, string>, word: string) => Object.keys(table).find((key) => table[key] === word);
  return Object.fromEntries(
    page.findAll('.choice-list li').map((line) => {
      const choice = keyOf(words[language].choices, line.get('.choice').text());
      expect(line.get('svg').classes()).toContain(choice);
      return [keyOf(words[language].items, line.get('.item').text()), choice];
    }),
  );
}

test('the samples hold every item of the contract', () => {
  expect([...items].sort()).toEqual(Object.values(DonationItem).sort());
});

const asSaid = (stored: readonly ItemChoice[]) => Object.fromEntries(stored.map(({ item, choice }) => [item, choice]));

beforeAll(() => loadWords(['app', 'donation', 'journey', 'register', 'decision']));
afterAll(() => setLanguage('zh-CN'));

describe.each(languages)('a stored decision in %s', (language) => {
  beforeAll(() => setLanguage(language));

  test.each(Object.values(Channel))('made through %s is read off the receipt as it was stored, every pair of items in every pair of choices', (channel) => {
    for (const stored of combinations) {
      const page = show(RecordedPage, { heading: 'x', donor: donor(), decision: decision({ channel, choices: stored }), nextSteps: [] });
      expect(readBack(page, language)).toEqual(asSaid(stored));
      expect(page.text()).toContain(words[language].channels[channel]);
      for (const other of Object.values(Channel)) if (other !== channel) expect(page.text()).not.toContain(words[language].channels[other]);
      page.unmount();
    }
  });

  test.each(items)('that does not hold %s shows nothing for it, whatever else it says', (missing) => {
    for (const choice of every) {
      const stored = choices(choice).filter(({ item }) => item !== missing);
      const page = show(ChoiceList, { choices: stored });
      expect(readBack(page, language)).toEqual(asSaid(stored));
      expect(page.findAll('.item').map((word) => word.text())).not.toContain(words[language].items[missing]);
    }
  });

  test('that holds nothing is shown as nothing', () => {
    expect(show(ChoiceList, { choices: [] }).text()).toBe('');
  });

  test.each(items)('beside unsent answers says that nothing is on record for %s when it holds nothing for it', (missing) => {
    const current = donor({ decision: decision({ choices: choices('AGREE').filter(({ item }) => item !== missing) }) });
    const page = show(ChangedMeanwhile, { current, mine: choices('REFUSE'), intent: 'x', message: 'x' });
    const cells = page.findAll('.compared > li').map((row) => [row.get('.item').text(), row.findAll('dd')[0]?.text()]);
    const { AGREE: agreed } = words[language].choices;
    expect(cells).toEqual(items.map((item) => [words[language].items[item], item === missing ? words[language].none : agreed]));
  });
});
