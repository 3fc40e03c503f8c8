import { flushPromises } from '@vue/test-utils';
import { beforeEach, expect, test } from 'vitest';
import { endSession } from '../../api/begin-session.ts';
import { type Answers, mountPage } from '../../testing/within-app.ts';
import WishPage from './WishPage.vue';

const words = { version: '1', hash: 'h', title: '标题', data: '您写的话', necessity: '为什么', effect: '影响' };
const viewer = (special: object = {}) => ({
  state: 'AGREED',
  donor: { version: 1, wish: null },
  personalData: { isRestricted: false, purposes: [{ purpose: 'RESPECT_WISH', given: false, words }] },
  ...special,
});
const success = { stateWish: { __typename: 'StateWishSuccess', wish: { text: '安静', statedAt: '2026-11-23T08:00:00Z' } } };

beforeEach(() => {
  endSession();
  sessionStorage.clear();
});

async function open(answers: Answers, special: object = {}) {
  const page = await mountPage(WishPage, {}, { answers: { MyWish: () => ({ viewer: viewer(special) }), ...answers }, words: ['journey', 'wish'] });
  await flushPromises();
  const save = async () => {
    await page.wrapper.get('form').trigger('submit');
    await flushPromises();
  };
  return { ...page, save, sent: (name: string) => page.asked.filter((each) => each.name === name).map(({ variables }) => variables['input']) };
}

test('nothing is ticked beforehand, and neither an empty text nor an unticked box is sent', async () => {
  const { wrapper, save, sent } = await open({ StateWish: () => success });
  expect(wrapper.get<HTMLInputElement>('#agree').element.checked).toBe(false);
  await save();
  expect(wrapper.findAll('.error-summary li').map((line) => line.text())).toEqual(['请写下您的希望。不想写，就直接返回', '要保存这段话，需要您单独同意；不同意也没有关系，直接返回就行']);
  await wrapper.get('#text').setValue('安静');
  await save();
  expect(sent('StateWish')).toEqual([]);
  wrapper.unmount();
});

test('a wish is sent with the words that were read', async () => {
  const { wrapper, save, sent } = await open({ StateWish: () => success });
  await wrapper.get('#text').setValue('安静');
  await wrapper.get('#agree').setValue(true);
  await save();
  expect(sent('StateWish')).toEqual([{ text: '安静', words: { version: '1', hash: 'h' } }]);
  expect(wrapper.text()).toContain('已经记下您的希望');
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('安静');
  wrapper.unmount();
});

test('what the register says about the text stands beside it', async () => {
  const { wrapper, save } = await open({ StateWish: () => ({ stateWish: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: '', problems: [{ path: ['text'], code: 'FORBIDDEN_CHARACTER', message: '请不要写证件号码或者电话。' }] } }) });
  await wrapper.get('#text').setValue('安静');
  await wrapper.get('#agree').setValue(true);
  await save();
  expect(wrapper.get('#text-error').text()).toContain('请不要写证件号码或者电话。');
  wrapper.unmount();
});

test('changed words are shown anew, to be ticked again', async () => {
  const { wrapper, save, asked } = await open({ StateWish: () => ({ stateWish: { __typename: 'PurposeTextOutdated', code: 'PURPOSE_TEXT_OUTDATED', message: '说明的内容有更新。' } }) });
  await wrapper.get('#text').setValue('安静');
  await wrapper.get('#agree').setValue(true);
  await save();
  expect(wrapper.get<HTMLInputElement>('#agree').element.checked).toBe(false);
  expect(wrapper.get<HTMLTextAreaElement>('#text').element.value).toBe('安静');
  expect(asked.filter(({ name }) => name === 'MyWish')).toHaveLength(2);
  wrapper.unmount();
});

test('a wish is removed after one question, whose answers say what they do, also from a restricted record, where nothing new can be written', async () => {
  const { wrapper, sent } = await open({ TakeBackConsent: () => ({ takeBackConsent: { __typename: 'TakeBackConsentSuccess' } }) }, {
    donor: { version: 1, wish: { text: '安静', statedAt: '2026-11-23T08:00:00Z' } },
    personalData: { isRestricted: true, purposes: [{ purpose: 'RESPECT_WISH', given: true, words }] },
  });
  expect(wrapper.find('#text').exists()).toBe(false);
  const press = async (words: string) => {
    await wrapper.findAll('button').find((button) => button.text() === words)?.trigger('click');
    await flushPromises();
  };
  await press('删除我的希望');
  expect(document.activeElement?.textContent).toBe('要删除您写的希望吗？');
  await press('不，留着');
  expect(document.activeElement?.textContent?.trim()).toBe('删除我的希望');
  await press('删除我的希望');
  expect(sent('TakeBackConsent')).toEqual([]);
  await press('是，删除');
  expect(sent('TakeBackConsent')).toEqual([{ purpose: 'RESPECT_WISH' }]);
  expect(document.activeElement?.textContent).toContain('已经删除。');
  expect(document.activeElement?.getAttribute('role')).toBe('status');
  wrapper.unmount();
});

test('who has no record is led to their decision first', async () => {
  const { wrapper } = await open({}, { donor: null, state: 'SILENT' });
  expect(wrapper.get('.notice-panel a').attributes('href')).toBe('/decision');
  expect(wrapper.find('#text').exists()).toBe(false);
  wrapper.unmount();
});
