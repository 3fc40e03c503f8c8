import { existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Em } from '../database/orm.ts';
import { readErasedList, updateErasedList } from './erased-list.ts';

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

it('is begun when there is none, and never written through a link: the folder may be another account’s', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanxian-erased-'));
  const em = { execute: async () => [{ person_id: one, erased_at: '2026-11-26T01:02:03.004Z' }] } as unknown as Em;
  expect(await updateErasedList(em, join(folder, 'list.txt'))).toBe(1);
  expect(readFileSync(join(folder, 'list.txt'), 'utf8')).toBe(`${one} 2026-11-26T01:02:03.004Z\n`);
  symlinkSync(join(folder, 'victim'), join(folder, 'link.txt'));
  await expect(updateErasedList(em, join(folder, 'link.txt'))).rejects.toThrow('ELOOP');
  expect(existsSync(join(folder, 'victim'))).toBe(false);
});
