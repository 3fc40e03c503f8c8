import { flushPromises } from '@vue/test-utils';
import { afterEach, expect, test } from 'vitest';
import { beginSession, endSession } from '../../api/begin-session.ts';
import { mountPage } from '../../testing/within-app.ts';
import { visitStore } from '../../storage.ts';
import { useDraft } from '../../use-draft.ts';
import HelpedPage from './HelpedPage.vue';
import { type KindAnswers, unanswered } from './choice-answers.ts';
import { forgetPrepared } from './helped-answers.ts';

const start = {
  viewer: null,
  donationPolicy: {
    kinds: [
      { kind: 'ORGAN', items: ['HEART', 'LUNG', 'LIVER', 'KIDNEY', 'PANCREAS', 'SMALL_INTESTINE'] },
      { kind: 'TISSUE', items: ['EYE_TISSUE', 'SKIN', 'BONE', 'HEART_VALVE', 'BRAIN_TISSUE', 'DURA_MATER'] },
    ],
    consents: [],
  },
};
const words = ['donation', 'register', 'helping', 'journey'];
const ofRegistering = () => useDraft<{ answers: KindAnswers; helped: boolean }>('register', () => ({ answers: unanswered(), helped: false }));
const signedIn = () => beginSession('secret', { maskedName: '*示', documentType: 'RESIDENT_ID_CARD', maskedDocumentNumber: '3***X' });
afterEach(() => {
  forgetPrepared();
  ofRegistering().discard();
  endSession();
});

test('somebody who is not signed in is shown each choice, and the way on leads through sign-in and back here', async () => {
  const { wrapper, router } = await mountPage(HelpedPage, {}, { words, path: '/helper/open?a=1.aaaaaannnnnr', answers: { DecisionStart: () => start } });
  await flushPromises();
  expect(wrapper.findAll('.choice-list li')).toHaveLength(12);
  await wrapper.get('.ways button').trigger('click');
  await flushPromises();
  expect(router.currentRoute.value).toMatchObject({ path: '/sign-in', query: { returnTo: '/helper/open' } });
  expect(ofRegistering().value.value.helped).toBe(false);
  wrapper.unmount();
});

test('after signing in the answers begin a registration, also when the items are slow to come', async () => {
  await signedIn();
  visitStore.set('sanxian.helped', '1.aaaaaannnnnr');
  let arrive = (_answer: unknown): void => undefined;
  const slow = new Promise((resolve) => (arrive = resolve));
  const { router } = await mountPage(HelpedPage, {}, { words, path: '/helper/open?a=1.aaaaaannnnnr', answers: { DecisionStart: () => slow } });
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/helper/open');
  arrive(start);
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/register/organs');
  expect(ofRegistering().value.value).toMatchObject({ helped: true, answers: { ORGAN: { items: { HEART: 'AGREE' } }, TISSUE: { items: { DURA_MATER: 'REFUSE', SKIN: 'NOT_STATED' } } } });
});

test('a link does not push aside what the person answered themselves', async () => {
  await signedIn();
  ofRegistering().value.value.answers.ORGAN.scope = 'ALL';
  visitStore.set('sanxian.helped', '1.rrrrrrrrrrrr');
  await mountPage(HelpedPage, {}, { words, path: '/helper/open?a=1.rrrrrrrrrrrr', answers: { DecisionStart: () => start } });
  await flushPromises();
  expect(ofRegistering().value.value).toMatchObject({ helped: false, answers: { ORGAN: { scope: 'ALL' } } });
});

test('a link presses for nobody, whatever it says', async () => {
  await signedIn();
  const { router } = await mountPage(HelpedPage, {}, { words, path: '/helper/open?a=1.aaaaaaaaaaaa&go=1', answers: { DecisionStart: () => start } });
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/helper/open');
  expect(ofRegistering().value.value.helped).toBe(false);
});

test('what a link carries leaves the address at once, and is still there after a reload, until it is taken over', async () => {
  const { wrapper, router } = await mountPage(HelpedPage, {}, { words, path: '/helper/open?a=1.aaaaaannnnnr', answers: { DecisionStart: () => start } });
  await flushPromises();
  expect(router.currentRoute.value.fullPath).toBe('/helper/open');
  wrapper.unmount();
  const again = await mountPage(HelpedPage, {}, { words, path: '/helper/open', answers: { DecisionStart: () => start } });
  await flushPromises();
  expect(again.wrapper.findAll('.choice-list li')).toHaveLength(12);
  await signedIn();
  await flushPromises();
  await again.wrapper.get('.ways button').trigger('click');
  await flushPromises();
  expect(again.router.currentRoute.value.path).toBe('/register/organs');
  expect(Object.values({ ...sessionStorage }).filter((text) => String(text).includes('1.aaaaaannnnnr'))).toEqual([]);
  again.wrapper.unmount();
});

test('so does what boot.js took out of the address before the app began', async () => {
  window.sanxianSecret = '1.rrrrrrnnnnnn';
  const { wrapper } = await mountPage(HelpedPage, {}, { words, path: '/helper/open', answers: { DecisionStart: () => start } });
  await flushPromises();
  expect(wrapper.findAll('.choice-list li')).toHaveLength(12);
  expect(window.sanxianSecret).toBeUndefined();
  wrapper.unmount();
});
