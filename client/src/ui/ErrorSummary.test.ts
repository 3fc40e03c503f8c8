import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import ErrorSummary from './ErrorSummary.vue';
import RadioGroup from './RadioGroup.vue';
import { pageTitleKey } from './page-title.ts';

const page = { set: vi.fn(), warn: vi.fn() };
const mountSummary = (problems: { field: string; message: string }[]) =>
  mount(ErrorSummary, {
    attachTo: document.body,
    props: { heading: '有内容需要修改', problems },
    global: { provide: { [pageTitleKey]: page } },
  });

afterEach(() => (document.body.innerHTML = ''));

test('without problems nothing is shown and the title does not warn', async () => {
  const summary = mountSummary([]);
  await flushPromises();
  expect(summary.html()).toBe('<!--v-if-->');
  expect(page.warn).toHaveBeenLastCalledWith('');
});

test('problems are announced, focused and put before the title', async () => {
  const summary = mountSummary([]);
  await summary.setProps({ problems: [{ field: 'phone', message: '请填写手机号码' }] });
  await flushPromises();
  const box = summary.get('[role=alert]').element;
  expect(document.activeElement).toBe(box);
  expect(box.getAttribute('aria-labelledby')).toBe(summary.get('h2').attributes('id'));
  expect(page.warn).toHaveBeenLastCalledWith('有内容需要修改');
});

test('a second try with problems takes the focus back to the summary', async () => {
  const summary = mountSummary([{ field: 'phone', message: '请填写手机号码' }]);
  await flushPromises();
  (document.activeElement as HTMLElement).blur();
  await summary.setProps({ problems: [{ field: 'phone', message: '请填写手机号码' }] });
  await flushPromises();
  expect(document.activeElement).toBe(summary.get('[role=alert]').element);
});

test('a line leads to its control without changing the address', async () => {
  const input = document.body.appendChild(Object.assign(document.createElement('input'), { id: 'phone' }));
  const summary = mountSummary([{ field: 'phone', message: '请填写手机号码' }]);
  await flushPromises();
  await summary.get('a').trigger('click');
  expect(document.activeElement).toBe(input);
  expect(window.location.hash).toBe('');
});

test('a line about a group of answers leads to its first answer', async () => {
  const group = mount(RadioGroup, {
    attachTo: document.body,
    props: { id: 'knows', legend: '家人知道吗', modelValue: null, options: [{ value: 'YES', label: '知道' }] },
  });
  const summary = mountSummary([{ field: 'knows', message: '请选择' }]);
  await flushPromises();
  await summary.get('a').trigger('click');
  expect(document.activeElement).toBe(group.get('input').element);
});
