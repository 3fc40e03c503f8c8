import { expect, test } from 'vitest';
import { i18n, loadWords } from '../../i18n.ts';
import { holdsOn, latestFirst, linkTo, periodWords, serviceLines, witnessWords } from './office-words.ts';

await loadWords(['offices']);
const words = { t: (key: string, named: Record<string, unknown>) => i18n.t(key, named), day: (day: string) => day };
const capability = (parts: object) => ({ canWitnessIndependently: false, minimumWitnesses: null, assignedBy: null, validFrom: '2020-07-01', validTo: null, source: '', ...parts });

test('the last day of a period belongs to it', () => {
  const period = { validFrom: '2020-07-01', validTo: '2024-04-30' };
  expect(['2020-06-30', '2020-07-01', '2024-04-30', '2024-05-01'].map((day) => holdsOn(period, day))).toEqual([false, true, true, false]);
  expect(holdsOn({ validFrom: null, validTo: null }, '1949-10-01')).toBe(true);
});

test('the law of 2024 is told in plain words', () => {
  const now = capability({ minimumWitnesses: 2, assignedBy: { id: '1', name: '浙江省红十字会' }, validFrom: '2024-05-01' });
  expect(witnessWords(now, words)).toBe('由浙江省红十字会指派至少 2 名协调员到场见证');
  expect(periodWords(now, words)).toBe('2024-05-01起');
});

test('what held before 2024 is told with its end', () => {
  const then = capability({ canWitnessIndependently: true, validTo: '2024-04-30' });
  expect(witnessWords(then, words)).toBe('可以独立派人见证');
  expect(periodWords(then, words)).toBe('2020-07-01至2024-04-30');
  expect(witnessWords(capability({}), words)).toBe('当时未列入能独立见证的名单');
});

test('the steps of stem cell donation share a line, and what has ended is left out', () => {
  const offer = (service: 'REGISTRATION' | 'HOME_VISIT' | 'STEM_CELL_ENROLMENT' | 'STEM_CELL_COLLECTION', validTo: string | null = null) => ({ service, validFrom: null, validTo });
  const offers = [offer('REGISTRATION'), offer('HOME_VISIT', '2020-01-01'), offer('STEM_CELL_ENROLMENT'), offer('STEM_CELL_COLLECTION')];
  expect(serviceLines(offers, '2026-11-23', words)).toEqual(['捐献意愿登记报名', '造血干细胞捐献：登记入库、采集']);
});

test('the latest period comes first', () => {
  const [old, recent] = [capability({}), capability({ validFrom: '2024-05-01' })];
  expect(latestFirst([old, recent])).toEqual([recent, old]);
});

test('a city is named by itself, the province\'s bodies in full', () => {
  const office = { id: '1', name: '温州市红十字会', level: 'CITY', division: { name: '温州市' } } as const;
  expect(linkTo(office)).toEqual({ to: '/offices/1', label: '温州市' });
  expect(linkTo({ ...office, level: 'PROVINCE' }).label).toBe('温州市红十字会');
});
