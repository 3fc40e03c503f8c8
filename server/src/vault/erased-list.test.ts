import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readErasedList } from './erased-list.ts';

const path = join(mkdtempSync(join(tmpdir(), 'sanxian-erased-')), 'list.txt');
const [one, two] = ['7b0c9a4e-52f1-4c7e-8a51-0d4b8f3a2c11', '1f3e5d7c-9b8a-4c6d-8e2f-102938475665'];

it('a list of erasures is read line by line; what a crash cut short is skipped, a list that is not there is empty', async () => {
  expect(await readErasedList(path)).toEqual([]);
  writeFileSync(path, `${one} 2026-11-26T01:02:03.004Z\n${two} 2026-11-26T0\n${two} 2026-11-26T05:06:07.008Z\nnonsense\n`);
  expect(await readErasedList(path)).toEqual([
    { personId: one, at: new Date('2026-11-26T01:02:03.004Z') },
    { personId: two, at: new Date('2026-11-26T05:06:07.008Z') },
  ]);
});
