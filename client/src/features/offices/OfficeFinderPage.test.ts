import { flushPromises } from '@vue/test-utils';
import { afterEach, expect, test } from 'vitest';
import { NetworkLost } from '../../api/faults.ts';
import { PlaceUnknown } from '../../container/app-container.ts';
import { type Surrounding, fakeContainer, mountPage } from '../../testing/within-app.ts';
import CorrectionPage from './CorrectionPage.vue';
import OfficeFinderPage from './OfficeFinderPage.vue';

const office = (name: string, more: object = {}) => ({ id: name, name: `${name}红十字会`, level: 'CITY', division: { code: '1', name, fullName: `浙江省${name}` }, address: null, phone: null, ...more });
const page = (nodes: object[], totalCount = nodes.length, endCursor: string | null = null) => ({ organisations: { nodes, totalCount, pageInfo: { hasNextPage: endCursor !== null, endCursor } } });
const open = async (surrounding: Surrounding) => {
  const mounted = await mountPage(OfficeFinderPage, {}, { words: ['offices'], ...surrounding });
  await flushPromises();
  return mounted;
};
const press = async ({ wrapper }: Awaited<ReturnType<typeof open>>, words: string) => {
  await wrapper.findAll('button, a').find((button) => button.text() === words)?.trigger('click');
  await flushPromises();
};

afterEach(() => (document.body.innerHTML = ''));

test('what is not known is said to be so', async () => {
  const { wrapper } = await open({ path: '/offices?q=温', answers: { Organisations: () => page([office('温州市')]) } });
  expect(wrapper.get('.office-card').text()).toMatch(/地址\s*待核实\s*电话\s*待核实/);
  expect(wrapper.get('[role=status]').text()).toBe('“温”：找到 1 家');
});

test('a search that finds nothing says so and offers the other ways', async () => {
  const { wrapper } = await open({ path: '/offices?q=火星', answers: { Organisations: () => page([]) } });
  expect(wrapper.get('[role=status]').text()).toContain('没有找到“火星”');
  expect(wrapper.text()).toContain('按地区查找');
});

test('more results join those that are there', async () => {
  const mounted = await open({
    path: '/offices?q=区',
    answers: { Organisations: ({ after }) => (after === null ? page([office('一区')], 2, 'c1') : page([office('二区')], 2)) },
  });
  await press(mounted, '显示更多');
  expect(mounted.wrapper.findAll('.office-card h3').map((name) => name.text())).toEqual(['一区红十字会', '二区红十字会']);
});

test('a refused location closes no way', async () => {
  const mounted = await open({
    answers: { Organisations: () => page([office('温州市')]) },
    container: fakeContainer({ location: () => Promise.reject(new PlaceUnknown('REFUSED')) }),
  });
  await press(mounted, '用我的位置查找');
  expect(mounted.wrapper.get('.nearby-offices').text()).toContain('没有得到位置许可');
  expect(mounted.wrapper.find('input[type=search]').exists()).toBe(true);
  expect(mounted.wrapper.get('.link-grid').text()).toContain('温州市');
});

test('a distance to the middle of a place is not sold as one to the door; the place is sent only roughly', async () => {
  const mounted = await open({
    answers: {
      Organisations: () => page([]),
      NearbyOrganisations: () => ({ nearbyOrganisations: [{ organisation: office('温州市'), distanceMetres: 1_240, basis: 'DIVISION_CENTRE' }] }),
    },
    container: fakeContainer({ location: () => Promise.resolve({ latitude: 28.012345, longitude: 120.654321 }) }),
  });
  await press(mounted, '用我的位置查找');
  expect(mounted.wrapper.get('.distance').text()).toBe('约 1.2 公里（按当地中心位置估算）');
  expect(mounted.asked.at(-1)?.variables).toEqual({ latitude: 28.01, longitude: 120.65 });
});

test('a lost network is told with a retry that works', async () => {
  let isLost = true;
  const mounted = await open({
    path: '/offices?q=温',
    answers: {
      Organisations: () => {
        if (isLost) throw new NetworkLost('r');
        return page([office('温州市')]);
      },
    },
  });
  expect(mounted.wrapper.get('[role=alert]').text()).toContain('网络好像断了');
  isLost = false;
  await press(mounted, '再试一次');
  expect(mounted.wrapper.findAll('.office-card')).toHaveLength(1);
});

const correct = async (result: object) => {
  const mounted = await mountPage(CorrectionPage, { id: 'o1' }, { words: ['offices'], answers: { Organisation: () => ({ organisation: null }), SuggestOrganisationCorrection: () => ({ suggestOrganisationCorrection: result }) } });
  return { ...mounted, send: async () => (await mounted.wrapper.get('form').trigger('submit'), await flushPromises()) };
};

test('an empty correction is not sent', async () => {
  const { wrapper, asked, send } = await correct({});
  await send();
  expect(wrapper.get('[role=alert]').text()).toContain('请至少填写一项');
  expect(asked.map(({ name }) => name)).not.toContain('SuggestOrganisationCorrection');
});

test('a problem the server finds stands by its field', async () => {
  const { wrapper, send } = await correct({ __typename: 'InvalidInput', code: 'INVALID_INPUT', message: '', problems: [{ path: ['input', 'phone'], message: '电话太长' }] });
  await wrapper.get('#correction-phone').setValue('1'.repeat(80));
  await send();
  expect(wrapper.get('#correction-phone-error').text()).toBe('电话太长');
  expect(wrapper.get('#correction-phone').attributes('aria-invalid')).toBe('true');
});

test('a sent correction shows its receipt', async () => {
  const { wrapper, send } = await correct({ __typename: 'SuggestOrganisationCorrectionSuccess', receiptNumber: 'R-1' });
  await wrapper.get('#correction-address').setValue('某路 1 号');
  await send();
  expect(wrapper.text()).toContain('受理编号：R-1');
});
