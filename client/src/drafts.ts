import { visitStore } from './storage.ts';

/** An unfinished answer on this device: which journey, where it was left and when. */
export interface UnfinishedDraft {
  readonly key: string;
  /** The path of the question last answered. */
  readonly path: string;
  readonly savedAt: string;
}

/** How a draft rests on the device. */
export interface Stored<Value> {
  readonly version: number;
  readonly value: Value;
  readonly path: string;
  readonly savedAt: string;
}

/** Names of drafts in the tab's storage begin so. */
export const draftPrefix = 'sanxian.draft.';

/** Every journey left unfinished on this device, the latest first. */
export function unfinishedDrafts(): UnfinishedDraft[] {
  return draftKeys()
    .flatMap((key) => {
      const draft = readDraft<unknown>(key, null);
      return draft && draft.path !== '' ? [{ key, path: draft.path, savedAt: draft.savedAt }] : [];
    })
    .sort((one, other) => (one.savedAt < other.savedAt ? 1 : -1));
}

/** Forgets one draft. */
export function forget(key: string): void {
  visitStore.remove(draftPrefix + key);
}

/** The names of all journeys left unfinished on this device. */
export function draftKeys(): string[] {
  return visitStore
    .names()
    .filter((name) => name.startsWith(draftPrefix))
    .map((name) => name.slice(draftPrefix.length));
}

/** A draft as it rests, or null; `version` null takes any. */
export function readDraft<Value>(key: string, version: number | null): Stored<Value> | null {
  try {
    const draft = JSON.parse(visitStore.get(draftPrefix + key) ?? 'null') as Stored<Value> | null;
    return draft !== null && typeof draft === 'object' && (version === null || draft.version === version) ? draft : null;
  } catch {
    return null;
  }
}
