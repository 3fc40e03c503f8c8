import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { findBinaries } from './binaries.ts';
import { DatabaseUnavailable, explainFileError, explainOutput } from './database-unavailable.ts';

const folder = tmpdir();

describe('a database that cannot start says why in Chinese and English', () => {
  it.each([
    ['a full disk', () => explainOutput('initdb: error: could not write: No space left on device', folder), /磁盘已满[^]*disk is full/],
    ['a full disk under Node', () => explainFileError(fileError('ENOSPC'), folder), /磁盘已满[^]*disk is full/],
    ['a folder it may not write', () => explainFileError(fileError('EACCES'), folder), /没有权限[^]*cannot be written/],
    ['a read-only file system', () => explainFileError(fileError('EROFS'), folder), /没有权限[^]*cannot be written/],
    ['anything else PostgreSQL says', () => explainOutput('FATAL:  something new', folder), /未能启动[^]*something new/],
  ])('%s', (_, explain, words) => {
    expect(explain()).toBeInstanceOf(DatabaseUnavailable);
    expect(String(explain())).toMatch(words);
  });

  it.each([
    ['linux', 'riscv64', /没有找到适用于 linux-riscv64[^]*No PostgreSQL programs for linux-riscv64/],
    ['win32', 'x64', /WSL2[^]*DATABASE_URL/],
  ])('a platform without binaries (%s %s)', (platform, arch, words) => {
    expect(() => findBinaries(platform, arch)).toThrow(words);
  });

  it('leaves an error alone that is not about files', () => {
    const error = new TypeError('a bug');
    expect(explainFileError(error, folder)).toBe(error);
  });
});

function fileError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
