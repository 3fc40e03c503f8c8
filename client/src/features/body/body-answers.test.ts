import { describe, expect, test } from 'vitest';
import { type BodyAnswers, type BodyViewer, beginning, faultsOf, firstOpen, inputOf, placeOf } from './body-answers.ts';

const viewer = (special: object = {}) => ({ citizen: { suggestedResidence: { level: 'COUNTY', code: '330106' } }, donor: null, bodyDonation: null, ...special }) as unknown as BodyViewer;
const whole: BodyAnswers = {
  use: 'TEACHING',
  ashes: 'MEMORIAL',
  hasExecutor: 'YES',
  executorName: ' 演示女儿 ',
  executorRelation: 'CHILD',
  executorPhone: ' 13900002468 ',
  executorAgreed: true,
  keepConfidential: 'NO',
  informFamily: 'YES',
  areaCode: '330106',
  phone: '',
};
const fields = (question: Parameters<typeof faultsOf>[0], special: Partial<BodyAnswers>, knowsPhone = true) => faultsOf(question, { ...whole, ...special }, knowsPhone).map(({ field, words }) => `${field} ${words}`);

test('nothing is chosen beforehand, and every question is asked in its turn', () => {
  const answers = beginning(viewer());
  expect(answers).toMatchObject({ use: null, ashes: null, hasExecutor: null, keepConfidential: null, informFamily: null, areaCode: '330106' });
  expect(inputOf(answers)).toBeNull();
  expect(firstOpen(answers, true)).toBe('use');
  expect(firstOpen({ ...answers, use: 'RESEARCH' }, true)).toBe('ashes');
  expect(firstOpen(whole, true)).toBeNull();
});

test('a change begins with what stands, but who the executor is must be said anew: only a covered name comes back', () => {
  const said = { area: { code: '330302' }, executor: { maskedName: '*示' }, declaration: { use: 'RESEARCH', ashes: 'NO_PREFERENCE', keepConfidential: true, informFamily: false } };
  expect(beginning(viewer({ bodyDonation: said }))).toMatchObject({ use: 'RESEARCH', ashes: 'NO_PREFERENCE', keepConfidential: 'YES', informFamily: 'NO', areaCode: '330302', hasExecutor: null, executorName: '' });
});

test('the home on record goes before what sign-in suggests, and a suggestion that ends at the city is none', () => {
  expect(beginning(viewer({ donor: { contact: { residence: { code: '330203' } } } })).areaCode).toBe('330203');
  expect(beginning(viewer({ citizen: { suggestedResidence: { level: 'CITY', code: '330100' } } })).areaCode).toBe('');
});

describe('an executor', () => {
  test('is whole or not at all, and agreed to be named', () => {
    expect(fields('executor', { executorName: ' ', executorRelation: '', executorPhone: '', executorAgreed: false })).toEqual(['executor-name executorName', 'executor-relation executorRelation', 'executor-phone executorPhone', 'executor-agreed executorAgreed']);
    expect(fields('executor', { executorPhone: 'x' })).toEqual(['executor-phone phoneMalformed']);
    expect(fields('executor', {})).toEqual([]);
  });

  test('may be left for later, and then nothing that was typed of somebody is sent', () => {
    expect(fields('executor', { hasExecutor: 'NO', executorAgreed: false })).toEqual([]);
    expect(inputOf({ ...whole, hasExecutor: 'NO' })?.executor).toBeNull();
  });
});

test('a telephone is asked for only where none is known', () => {
  expect(fields('contact', {}, false)).toEqual(['phone phone']);
  expect(fields('contact', { phone: 'abc' })).toEqual(['phone phoneMalformed']);
  expect(fields('contact', { areaCode: '' })).toEqual(['area area']);
});

test('what is sent is what was answered, in its normal form, and names no receiving unit', () => {
  expect(inputOf(whole)).toEqual({
    areaCode: '330106',
    phone: null,
    use: 'TEACHING',
    ashes: 'MEMORIAL',
    keepConfidential: false,
    informFamily: true,
    receivingUnitId: null,
    executor: { name: '演示女儿', relation: 'CHILD', phone: '13900002468', hasAgreed: true },
  });
});

test('a problem of the register is mended on the screen where it was answered', () => {
  expect([placeOf(['executor', 'hasAgreed']), placeOf(['executor', 'phone']), placeOf(['areaCode']), placeOf(['phone']), placeOf(['idempotencyKey'])]).toEqual([
    { question: 'executor', field: 'executor-agreed' },
    { question: 'executor', field: 'executor-phone' },
    { question: 'contact', field: 'area' },
    { question: 'contact', field: 'phone' },
    { question: null, field: '' },
  ]);
});
