import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import CheckboxField from './CheckboxField.vue';
import SelectField from './SelectField.vue';
import TextInput from './TextInput.vue';

test('label, hint and error belong to the input', () => {
  const field = mount(TextInput, { props: { id: 'phone', label: '手机', hint: '11 位数字', error: '请填写', modelValue: '' } });
  const input = field.get('input');
  expect(field.get('label').attributes('for')).toBe('phone');
  expect(input.attributes()).toMatchObject({ id: 'phone', 'aria-describedby': 'phone-hint phone-error', 'aria-invalid': 'true' });
  expect(field.get('#phone-error').text()).toBe('请填写');
});

test('a sound answer carries no trace of problems', () => {
  const input = mount(TextInput, { props: { id: 'phone', label: '手机', modelValue: '' } }).get('input');
  expect(input.attributes('aria-describedby')).toBeUndefined();
  expect(input.attributes('aria-invalid')).toBeUndefined();
});

test('typing reaches the model', async () => {
  const field = mount(TextInput, { props: { id: 'phone', label: '手机', modelValue: '' } });
  await field.get('input').setValue('13800000000');
  expect(field.emitted('update:modelValue')).toEqual([['13800000000']]);
});

test('a select begins unanswered', () => {
  const field = mount(SelectField, {
    props: { id: 'city', label: '市', placeholder: '请选择', options: [{ value: '330100', label: '杭州市' }], modelValue: '' },
  });
  expect(field.get('select').element.value).toBe('');
  expect(field.findAll('option').map((option) => option.text())).toEqual(['请选择', '杭州市']);
});

test('a statement is ticked only by the person', async () => {
  const field = mount(CheckboxField, { props: { id: 'agree', label: '我已阅读', error: '请先阅读', modelValue: false } });
  expect(field.get('input').element.checked).toBe(false);
  expect(field.get('input').attributes('aria-describedby')).toBe('agree-error');
  await field.get('input').setValue(true);
  expect(field.emitted('update:modelValue')).toEqual([[true]]);
});
