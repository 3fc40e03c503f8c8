import { expect, it, vi } from 'vitest';
import { Crowd, type Life } from './crowd.ts';
import type { Holder } from './phone.ts';

let people = 0;
const holders = (count: number): Holder[] => Array.from({ length: count }, () => ({ token: `token ${(people += 1)}`, person: `person ${people}` }));

it('goes on when everybody was done for today while no database signed anybody in', async () => {
  let isAway = false;
  let lived = 0;
  const ending = new Set<() => void>();
  const crowd = new Crowd({
    signInAgain: () => Promise.resolve(),
    newHolders: (count) => (isAway ? Promise.reject(new Error('the database is away')) : Promise.resolve(holders(count))),
    phoneOf: (): Life => {
      lived += 1;
      const over = Promise.withResolvers<null>();
      ending.add(() => over.resolve(null));
      // The first forty people are done at once; whoever comes later stays.
      return { live: async () => void (lived > 40 && (await over.promise)), stop: () => over.resolve(null) };
    },
  });
  await crowd.raise(2, []);
  isAway = true;
  await vi.waitFor(() => expect(crowd.words()).toBe('0 phones in use, 0 people wait for one'));
  await expect(crowd.signIn()).rejects.toThrow('the database is away');
  isAway = false;
  await crowd.signIn();
  await vi.waitFor(() => expect(crowd.words()).toBe('2 phones in use, 38 people wait for one'));
  crowd.rest();
  await crowd.ended();
  expect(lived).toBe(42);
});
