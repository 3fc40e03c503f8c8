import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import RadioGroup from './RadioGroup.vue';

const options = [
  { value: 'AGREE', label: '同意' },
  { value: 'REFUSE', label: '不同意', hint: '任何人都不能替您捐献' },
  { value: 'NOT_STATED', label: '暂不表态' },
];
const mountGroup = (extra: { error?: string } = {}) =>
  mount(RadioGroup, { props: { id: 'heart', legend: '心脏', hint: '可以以后再改', options, modelValue: null, ...extra } });

test('no answer is chosen beforehand', () => {
  expect(mountGroup().findAll('input').every((input) => !input.element.checked)).toBe(true);
});

test('the question names the group; hint and error describe it', () => {
  const group = mountGroup({ error: '请选择一项' });
  const fieldset = group.get('fieldset');
  expect(fieldset.get('legend').text()).toBe('心脏');
  expect(fieldset.attributes('aria-describedby')).toBe('heart-hint heart-error');
});

test('answers share one name and choosing reaches the model', async () => {
  const group = mountGroup();
  expect(new Set(group.findAll('input').map((input) => input.attributes('name')))).toEqual(new Set(['heart']));
  await group.findAll('input')[1]?.setValue();
  expect(group.emitted('update:modelValue')).toEqual([['REFUSE']]);
});

test('the hint of an answer is read with that answer', () => {
  const input = mountGroup().findAll('input')[1];
  expect(input?.attributes('aria-describedby')).toBe('heart-REFUSE-hint');
});
