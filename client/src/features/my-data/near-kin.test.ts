import { flushPromises } from '@vue/test-utils';
import { beforeEach, expect, test } from 'vitest';
import { endSession } from '../../api/begin-session.ts';
import { type Answers, mountPage } from '../../testing/within-app.ts';
import NearKinPage from './NearKinPage.vue';

const NUMBER = '330106194001010019';
const strong = { viewer: { state: 'AGREED', donor: null, personalData: { requests: { nodes: [] } } } };
const filed = { fileNearKinRequest: { __typename: 'FileNearKinRequestSuccess', request: { receiptNumber: 'SQ-1' } } };

beforeEach(() => {
  endSession();
  sessionStorage.clear();
});

async function open(answers: Answers = {}) {
  const page = await mountPage(NearKinPage, {}, { answers: { MyData: () => strong, ...answers }, words: ['journey', 'my-data'], path: '/my-data/near-kin' });
  await flushPromises();
  return page;
}
type Page = Awaited<ReturnType<typeof open>>;
async function write({ wrapper }: Page): Promise<void> {
  await wrapper.get('input[type=radio][value=CHILD]').setValue();
  await wrapper.get('#fullName').setValue('演示长辈');
  await wrapper.get('#documentNumber').setValue(NUMBER);
  await wrapper.get('#occasion').setValue('想知道母亲生前的决定。');
}
const written = ({ wrapper }: Page) => ['#fullName', '#documentNumber', '#occasion'].map((id) => wrapper.get<HTMLInputElement>(id).element.value);

test('who signed in too weakly is led to a stronger sign-in before they write anything, and back', async () => {
  const { wrapper, router } = await open({ MyData: () => ({ viewer: { state: null, donor: null, personalData: null } }) });
  expect([router.currentRoute.value.path, router.currentRoute.value.query['returnTo']]).toEqual(['/sign-in/step-up', '/my-data/near-kin']);
  wrapper.unmount();
});

test('what was written is still there after the way to the sign-in page and back; the number of who died never rests on the device', async () => {
  const page = await open();
  expect(page.wrapper.text()).not.toContain('您刚才写的还在');
  await write(page);
  page.wrapper.unmount();
  expect(JSON.stringify({ ...sessionStorage, ...localStorage })).not.toContain(NUMBER);
  const again = await open();
  expect(written(again)).toEqual(['演示长辈', '', '想知道母亲生前的决定。']);
  expect(again.wrapper.get<HTMLInputElement>('input[value=CHILD]').element.checked).toBe(true);
  expect(again.wrapper.text()).toContain('没有留下，请再填一次');
  again.wrapper.unmount();
});

test('nothing of it stays once it was received', async () => {
  const page = await open({ FileNearKinRequest: () => filed });
  await write(page);
  await page.wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(page.asked.find(({ name }) => name === 'FileNearKinRequest')?.variables).toEqual({ input: { tie: 'CHILD', fullName: '演示长辈', documentNumber: NUMBER, occasion: '想知道母亲生前的决定。' } });
  expect(page.router.currentRoute.value.fullPath).toBe('/my-data/requests?filed=SQ-1');
  page.wrapper.unmount();
  expect(Object.keys(sessionStorage).filter((key) => key.includes('near-kin'))).toEqual([]);
});
