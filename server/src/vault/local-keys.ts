import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VaultKeys } from './vault.ts';

interface KeyFile {
  readonly activeId: string;
  readonly encryption: Readonly<Record<string, string>>;
  readonly index: string;
}

/**
 * The keys for local use: made once, kept beside the data in `keys.json` (mode 0600).
 * Production takes its keys from configuration instead and never calls this.
 */
export function localKeys(dataFolder: string): VaultKeys {
  mkdirSync(dataFolder, { recursive: true });
  const path = join(dataFolder, 'keys.json');
  try {
    // `wx` decides who makes the keys when two processes start at once: the loser reads the winner's file.
    writeFileSync(path, JSON.stringify(newKeys()), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return parseKeys(JSON.parse(readFileSync(path, 'utf8')) as KeyFile);
}

/**
 * Reads the configured keys: `ring` is `id:base64,id:base64` (the first one seals new values), `index` is base64.
 * @throws Error that names the setting, never its value.
 */
export function configuredKeys(ring: string, index: string): VaultKeys {
  const pairs = ring.split(',').map((pair) => pair.trim().split(':'));
  const activeId = pairs[0]?.[0];
  if (!activeId || pairs.some(([id, key]) => !id || !key)) throw new Error('SANXIAN_KEYS must be id:base64,id:base64');
  return parseKeys({ activeId, encryption: Object.fromEntries(pairs.map(([id = '', key = '']) => [id, key] as const)), index });
}

function newKeys(): KeyFile {
  return { activeId: 'local-1', encryption: { 'local-1': randomBytes(32).toString('base64') }, index: randomBytes(32).toString('base64') };
}

function parseKeys(file: KeyFile): VaultKeys {
  return {
    activeId: file.activeId,
    encryption: new Map(Object.entries(file.encryption).map(([id, key]) => [id, Buffer.from(key, 'base64')])),
    index: Buffer.from(file.index, 'base64'),
  };
}
