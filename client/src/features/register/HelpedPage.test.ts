import { flushPromises } from '@vue/test-utils';
import { afterEach, expect, test } from 'vitest';
import { beginSession, endSession } from '../../api/session.ts';
import { mountPage } from '../../testing/within-app.ts';
import { useDraft } from '../../use-draft.ts';
import HelpedPage from './HelpedPage.vue';
import { type KindAnswers, unanswered } from './choice-answers.ts';

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
  ofRegistering().discard();
  endSession();
});

test('somebody who is not signed in is shown each choice, and the way on leads through sign-in and back here', async () => {
  const { wrapper } = await mountPage(HelpedPage, {}, { words, path: '/helper/open?a=1.aaaaaannnnnr', answers: { DecisionStart: () => start } });
  await flushPromises();
  expect(wrapper.findAll('.choice-list li')).toHaveLength(12);
  expect(decodeURIComponent(wrapper.get('.ways a').attributes('href') ?? '')).toContain('/sign-in?returnTo=/helper/open?a=1.aaaaaannnnnr&go=1');
  expect(ofRegistering().value.value.helped).toBe(false);
});

test('after signing in the answers begin a registration, also when the items are slow to come', async () => {
  await signedIn();
  let arrive = (_answer: unknown): void => undefined;
  const slow = new Promise((resolve) => (arrive = resolve));
  const { router } = await mountPage(HelpedPage, {}, { words, path: '/helper/open?a=1.aaaaaannnnnr&go=1', answers: { DecisionStart: () => slow } });
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
  await mountPage(HelpedPage, {}, { words, path: '/helper/open?a=1.rrrrrrrrrrrr&go=1', answers: { DecisionStart: () => start } });
  await flushPromises();
  expect(ofRegistering().value.value).toMatchObject({ helped: false, answers: { ORGAN: { scope: 'ALL' } } });
});

test('a link without the mark that was pressed takes nothing over by itself', async () => {
  await signedIn();
  const { router } = await mountPage(HelpedPage, {}, { words, path: '/helper/open?a=1.aaaaaaaaaaaa', answers: { DecisionStart: () => start } });
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/helper/open');
  expect(ofRegistering().value.value.helped).toBe(false);
});
