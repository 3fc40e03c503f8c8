/** What the figures were measured on, and how far the machine was ours while it was. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { root } from '../stages.ts';

/** The kind of machine; nothing that would tell whose it is. */
export interface Machine {
  readonly system: string;
  readonly processor: string;
  readonly processors: number;
  /** The processors everything ran on: servers, database and load generator together. */
  readonly used: string;
  readonly memoryGigabytes: number;
}

/** Describes this machine, after `holdToTwoProcessors`. */
export function describeMachine(used: string): Machine {
  return {
    system: `${type()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model ?? 'unknown',
    processors: availableParallelism(),
    used,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  };
}

/**
 * Puts this process, and so everything it starts from now on, on the first two processors it may use.
 *
 * @returns which those are.
 */
export function holdToTwoProcessors(): string {
  const allowed = /^Cpus_allowed_list:\s+(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  const numbers = allowed.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  const used = numbers.slice(0, 2).join(',');
  if (numbers.length <= 2) return used;
  const { status } = spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', used, String(process.pid)]);
  return status === 0 ? used : `${allowed} (taskset is missing, so not held to two)`;
}

/** Load averages of the last minute and the last five, as `uptime` tells them. */
export function loadAverages(): { readonly oneMinute: number; readonly fiveMinutes: number } {
  const [oneMinute = 0, fiveMinutes = 0] = loadavg().map((load) => Math.round(load * 100) / 100);
  return { oneMinute, fiveMinutes };
}

const packages = ['@apollo/server', 'graphql', 'type-graphql', '@mikro-orm/postgresql', 'express', 'pg', 'autocannon', 'postgraphile', 'mercurius', 'fastify', 'graphql-yoga'];

/** The versions that matter, with the commit the sources stand on, when git knows it. */
export function describeVersions(postgresql: string): Readonly<Record<string, string>> {
  const catalog = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const versionOf = (name: string): string => new RegExp(String.raw`^ {2}'?${name}'?: (\S+)$`, 'm').exec(catalog)?.[1] ?? 'unknown';
  return {
    sanxian: commit(),
    node: process.versions.node,
    postgresql,
    ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
}

function commit(): string {
  const git = (...words: string[]) => spawnSync('git', words, { cwd: root, encoding: 'utf8' });
  const { status, stdout } = git('rev-parse', '--short', 'HEAD');
  if (status !== 0) return 'unknown';
  const changed = git('status', '--porcelain', '--', 'server', 'schema', 'scripts').stdout.trim() !== '';
  return `${stdout.trim()}${changed ? ' with uncommitted changes' : ''}`;
}
