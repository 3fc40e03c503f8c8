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
    .sort((one, other) => other.savedAt.localeCompare(one.savedAt));
}

/** Whether a journey on this device had been sent or was about to be: whoever signs in next must know that it was not theirs. */
export function hasWaitingSubmission(): boolean {
  return draftKeys().some((key) => {
    const value = readDraft<{ readonly attempt?: unknown; readonly awaitsSignIn?: unknown }>(key, null)?.value;
    return Boolean(value?.attempt ?? value?.awaitsSignIn);
  });
}

/** Forgets every draft: the person has signed out, or another one has signed in. */
export function clearDrafts(): void {
  for (const key of draftKeys()) forget(key);
}

/** Forgets one draft. */
export function forget(key: string): void {
  visitStore.remove(draftPrefix + key);
}

function draftKeys(): string[] {
  return visitStore
    .names()
    .filter((name) => name.startsWith(draftPrefix))
    .map((name) => name.slice(draftPrefix.length));
}

/** The kept draft, or null when there is none, it cannot be read, or it is of another version (`null` accepts any). */
/** A draft as it rests, or null; `version` null takes any. */
export function readDraft<Value>(key: string, version: number | null): Stored<Value> | null {
  try {
    const draft = JSON.parse(visitStore.get(draftPrefix + key) ?? 'null') as Stored<Value> | null;
    return draft !== null && typeof draft === 'object' && (version === null || draft.version === version) ? draft : null;
  } catch {
    return null;
  }
}
