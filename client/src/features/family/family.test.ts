import { flushPromises } from '@vue/test-utils';
import { beforeEach, describe, expect, test } from 'vitest';
import { NetworkLost } from '../../api/faults.ts';
import { endSession } from '../../api/begin-session.ts';
import { openApp } from '../../testing/open-app.ts';
import { type Answers, fakeContainer, mountPage } from '../../testing/within-app.ts';
import MadePage from './MadePage.vue';
import OpenPage from './OpenPage.vue';
import WhatPage from './WhatPage.vue';
import { routes } from './routes.ts';
import { addressOf, justMade } from './use-telling.ts';
import { loadWords } from '../../i18n.ts';

const words = ['donation', 'journey', 'family'];
const success = { __typename: 'TellFamilySuccess', secret: 's', digits: '012345', familyMessage: { id: '1', label: '女儿', expiresAt: '2026-12-23T08:00:00Z' } };

beforeEach(async () => {
  endSession();
  sessionStorage.clear();
  await loadWords(words);
});

describe('the link of a message', () => {
  test('carries its secret behind #, where no server is told it, and nothing else', () => {
    expect(addressOf('s-e_c', 'https://register.example/app/index.html?from=chat#/family/made')).toBe('https://register.example/app/index.html#/family/open?k=s-e_c');
  });

  test.each([
    ['SHARED', '已经交给您选的应用去发送。'],
    ['COPIED', '链接已经复制好了。'],
    ['CANCELLED', '没有发送。'],
    ['FAILED', '请长按下面的链接'],
  ] as const)('is handed to the container with words that say nothing of anybody; %s is told on the page', async (outcome, told) => {
    const given: { title: string; content: string; url: string }[] = [];
    justMade().value = success as never;
    const { wrapper } = await mountPage(MadePage, {}, { words, container: fakeContainer({ share: (item) => (given.push(item), Promise.resolve(outcome)) }) });
    await wrapper.findAll('button').find((button) => button.text() === '发送链接')?.trigger('click');
    await flushPromises();
    expect(given).toEqual([{ title: '有一条留言给您', content: '打开需要六位口令，我会另外告诉您。', url: expect.stringContaining('#/family/open?k=s') }]);
    expect(wrapper.get('.shared').text()).toContain(told);
    wrapper.unmount();
  });
});

describe('making a message', () => {
  async function telling(answers: Answers) {
    sessionStorage.setItem('sanxian.draft.family-message', JSON.stringify({ version: 1, path: '', savedAt: '', value: { label: '女儿', content: 'DECIDED', idempotencyKey: '', keyOf: '', awaitsSignIn: false } }));
    const page = await mountPage(WhatPage, {}, { answers, words });
    const send = async () => {
      await page.wrapper.get('form').trigger('submit');
      await flushPromises();
    };
    return { ...page, send };
  }

  test('a lost reply is sent again under the same key, another answer under another', async () => {
    const { send, asked, wrapper } = await telling({ TellFamily: () => { throw new NetworkLost('1'); } });
    await send();
    await send();
    await wrapper.get('input[value="WHOLE_DECISION"]').setValue();
    await send();
    const keys = asked.map(({ variables }) => (variables['input'] as { idempotencyKey: string }).idempotencyKey);
    expect(keys).toHaveLength(3);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    wrapper.unmount();
  });

  test('leaves neither link nor code on the device, and the page that shows them is gone with its leaving', async () => {
    const { send, router, wrapper } = await telling({ TellFamily: () => ({ tellFamily: success }) });
    await send();
    expect(router.currentRoute.value.path).toBe('/family/made');
    expect(JSON.stringify({ ...sessionStorage }) + JSON.stringify({ ...localStorage })).not.toContain('012345');
    wrapper.unmount();
    const app = await openApp(routes, '/family/made', {});
    expect(app.app.get('.code').text()).toContain('012345');
    await app.router.push('/elsewhere');
    await app.settled();
    await app.router.push('/family/made');
    await app.settled();
    expect(app.path()).toBe('/family');
    app.app.unmount();
  });

  test('a rule that stands in the way is told with the way on', async () => {
    const { send, wrapper } = await telling({ TellFamily: () => ({ tellFamily: { __typename: 'RecordRestricted', code: 'RECORD_RESTRICTED', message: '限制处理。' } }) });
    await send();
    expect(wrapper.text()).toContain('限制处理。');
    expect(wrapper.get('.notice-panel a').attributes('href')).toBe('/my-data/restriction');
    wrapper.unmount();
  });
});

describe('the page that a link opens', () => {
  const refused = { openFamilyMessage: { __typename: 'FamilyMessageNotOpen', code: 'FAMILY_MESSAGE_NOT_OPEN', message: '打不开。' } };

  async function opening(answers: Answers, path = '/family/open?k=the-secret') {
    const page = await mountPage(OpenPage, {}, { answers, words, path });
    await flushPromises();
    const enter = async (code: string) => {
      await page.wrapper.get('#code').setValue(code);
      await page.wrapper.get('form').trigger('submit');
      await flushPromises();
    };
    return { ...page, enter };
  }

  test('takes the secret out of the address at once, and asks nothing before a code is there', async () => {
    const { router, asked, wrapper } = await opening({});
    expect(router.currentRoute.value.fullPath).toBe('/family/open');
    expect([asked, wrapper.html().includes('the-secret')]).toEqual([[], false]);
    wrapper.unmount();
  });

  test('loses no try on what cannot be a code, and takes one that is typed with spaces', async () => {
    const { enter, asked, wrapper } = await opening({ OpenFamilyMessage: () => refused });
    await enter('12345');
    expect([asked.length, wrapper.text().includes('口令是六个数字')]).toEqual([0, true]);
    await enter('123 456');
    expect(asked.map(({ variables }) => variables)).toEqual([{ input: { secret: 'the-secret', code: '123 456' } }]);
    expect(wrapper.text()).toContain('打不开。');
    wrapper.unmount();
  });

  test('without a link says where to find it', async () => {
    const { wrapper } = await opening({}, '/family/open');
    expect(wrapper.get('h1').text()).toBe('请重新点开链接');
    wrapper.unmount();
  });

  test.each([
    [{ contested: true, isStanding: false, state: null }, '我的登记正在核实'],
    [{ contested: false, isStanding: true, state: null }, '我已经做了决定，登记在册'],
    [{ contested: false, isStanding: false, state: null }, '我现在没有登记的决定'],
    [{ contested: false, isStanding: true, state: 'REFUSED' }, '我登记了：不同意捐献'],
    [{ contested: false, isStanding: false, state: 'WITHDRAWN' }, '我现在没有登记的决定'],
  ])('says of %j: %s', async (what, sentence) => {
    const opened = { maskedName: '*晓舟', label: '女儿', content: 'DECIDED', choices: [], recordedAt: null, hasChanged: false, madeAt: '2026-11-23T08:00:00Z', expiresAt: '2026-12-23T08:00:00Z', answer: null, ...what };
    const { enter, wrapper } = await opening({ OpenFamilyMessage: () => ({ openFamilyMessage: { __typename: 'OpenFamilyMessageSuccess', opened } }) });
    await enter('123456');
    expect(wrapper.get('.finding .name').text()).toBe(sentence);
    wrapper.unmount();
  });
});
