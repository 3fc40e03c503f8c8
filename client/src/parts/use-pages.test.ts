import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { shallowRef } from 'vue';
import { InspectedLookUpsDocument } from '../../../schema/generated/graphql.ts';
import { NetworkLost } from '../api/faults.ts';
import { withinApp } from '../testing/within-app.ts';
import { usePages } from './use-pages.ts';

const page = (after: unknown) => ({
  lookUps: after === null ? { totalCount: 3, nodes: [{ id: 'a' }, { id: 'b' }], pageInfo: { hasNextPage: true, endCursor: 'b' } } : { totalCount: 3, nodes: [{ id: 'c' }], pageInfo: { hasNextPage: false, endCursor: 'c' } },
});
const sample = shallowRef(false);
const reading = (answer: (after: unknown) => unknown) => withinApp(() => usePages(InspectedLookUpsDocument, () => ({ sample: sample.value }), ({ lookUps }) => lookUps), { answers: { InspectedLookUps: ({ after }) => answer(after) } });

test('a list goes on where its first page ended, down to the end', async () => {
  const { result, asked } = reading(page);
  await flushPromises();
  expect([result.nodes.value?.length, result.total.value, result.hasMore.value]).toEqual([2, 3, true]);
  await result.loadMore();
  expect([result.nodes.value?.map(({ id }) => id), result.hasMore.value]).toEqual([['a', 'b', 'c'], false]);
  expect(asked[1]?.variables).toEqual({ sample: false, first: 20, after: 'b' });
});

test('a later page that fails leaves what is shown, and can be tried again', async () => {
  let isAway = true;
  const { result } = reading((after) => {
    if (after !== null && isAway) throw new NetworkLost('r');
    return page(after);
  });
  await flushPromises();
  await result.loadMore();
  expect([result.nodes.value?.length, result.fault.value]).toEqual([2, expect.any(NetworkLost)]);
  isAway = false;
  await result.loadMore();
  expect([result.nodes.value?.length, result.fault.value]).toEqual([3, null]);
});

test('another choice begins the list anew', async () => {
  const { result, asked } = reading(page);
  await flushPromises();
  await result.loadMore();
  sample.value = true;
  await flushPromises();
  expect([result.nodes.value?.length, asked.at(-1)?.variables]).toEqual([2, { sample: true, first: 20, after: null }]);
});
