import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { withinApp } from '../testing/within-app.ts';
import { useDivisionChoice } from './use-division-choice.ts';

const below: Record<string, string[]> = { '': ['330000', '440000'], '330000': ['330100', '330200'], '330100': ['330102'], '330200': ['330203'], '440000': ['441900'], '441900': [] };
const answers = {
  Divisions: ({ parentCode }: Record<string, unknown>) => ({ divisions: (below[typeof parentCode === 'string' ? parentCode : ''] ?? []).map((code) => ({ code, name: code, level: '' })) }),
  DivisionWithParents: () => ({
    division: { code: '330102', name: '', fullName: '', level: 'COUNTY', parent: { code: '330100', level: 'CITY', parent: { code: '330000', level: 'PROVINCE' } } },
  }),
};
const choose = async (initial = '') => {
  const { result } = withinApp(() => useDivisionChoice(initial, '330000'), { answers });
  await flushPromises();
  return result;
};

test('the choice begins in the register\'s own province and is finished with a county', async () => {
  const choice = await choose();
  expect(choice.province.value).toBe('330000');
  choice.city.value = '330100';
  await flushPromises();
  expect(choice.code.value).toBe('');
  choice.county.value = '330102';
  expect(choice.code.value).toBe('330102');
});

test('another city or province takes back what was chosen below it', async () => {
  const choice = await choose();
  choice.city.value = '330100';
  await flushPromises();
  choice.county.value = '330102';
  choice.city.value = '330200';
  await flushPromises();
  expect([choice.county.value, choice.code.value]).toEqual(['', '']);
  choice.province.value = '440000';
  await flushPromises();
  expect(choice.city.value).toBe('');
});

test('a city without counties is finished by itself', async () => {
  const choice = await choose();
  choice.province.value = '440000';
  await flushPromises();
  choice.city.value = '441900';
  await flushPromises();
  expect(choice.code.value).toBe('441900');
});

test('a code chosen before is shown in all three steps', async () => {
  const choice = await choose('330102');
  expect([choice.province.value, choice.city.value, choice.county.value, choice.code.value]).toEqual(['330000', '330100', '330102', '330102']);
});
