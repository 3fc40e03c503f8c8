/** @import { ContainerConfig, Settings } from './script-types.ts' */

/**
 * Reads the settings in force: stored values where they are allowed, defaults elsewhere.
 * @param {ContainerConfig} config
 * @param {{ getItem(key: string): string | null }} storage
 * @returns {Settings}
 */
export function readSettings(config, storage) {
  /** @type {Record<string, unknown>} */
  let stored = {};
  try {
    stored = JSON.parse(storage.getItem(config.settingsKey) ?? '{}') ?? {};
  } catch {
    // A tester's broken JSON counts as no settings.
  }
  return Object.fromEntries(
    config.settings.map(({ name, values }) => [name, values.find((value) => value === stored[name]) ?? values[0] ?? '']),
  );
}
