import { expect, it } from 'vitest';
import type { Orm } from '../database/orm.ts';
import { createLog } from '../log.ts';
import { keepErasedList } from './keep-erased-list.ts';

it('a round that cannot even find the folders says so, and ends nothing', async () => {
  const said: string[] = [];
  const log = createLog('info', { write: (line: string) => void said.push(line) } as never);
  const paths = (): readonly string[] => {
    throw Object.assign(new Error('input/output error'), { code: 'EIO' });
  };
  const kept = keepErasedList({ orm: {} as Orm, paths, log });
  await kept.stop();
  expect(said.filter((line) => line.includes('erasedListFailed'))).toHaveLength(2);
});
