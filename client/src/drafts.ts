import { type Ref, getCurrentScope, onScopeDispose, ref, watch } from 'vue';
import { visitStore } from './storage.ts';

/** An unfinished answer on this device: which journey, where it was left and when. */
export interface UnfinishedDraft {
  readonly key: string;
  /** The path of the question last answered. */
  readonly path: string;
  readonly savedAt: string;
}

/** Answers that survive a reload and a lost session until they are sent or discarded. */
export interface Draft<Value> {
  /** The answers so far; change them freely, every change is kept. */
  readonly value: Ref<Value>;
  /** Remembers the question in front, so that the home page can lead back to it. */
  keepPlace(path: string): void;
  /** Forgets the answers, here and on the device: call it when they have been sent. */
  discard(): void;
}

interface Stored<Value> {
  readonly version: number;
  readonly value: Value;
  readonly path: string;
  readonly savedAt: string;
}

const prefix = 'sanxian.draft.';

/** A resident's number (18, or 15 of the old kind) must never rest on the device, whoever typed it wherever. */
const idNumber = /(?<!\d)(\d{17}[\dXx]|\d{15})(?![\dXx])/g;

/**
 * Keeps the answers of one journey in the tab's own storage (gone when the tab closes). Never put a token or an ID
 * number into a draft; a text that looks like an ID number is blanked before it is stored.
 * Answers of another `version` (their shape has changed) are dropped.
 */
export function useDraft<Value extends object>(key: string, initial: () => Value, version = 1): Draft<Value> {
  const kept = readDraft<Value>(key, version);
  const value = ref(kept ? { ...initial(), ...kept.value } : initial()) as Ref<Value>;
  let path = kept?.path ?? '';

  const stop = watch(value, save, { deep: true, flush: 'sync' });
  if (getCurrentScope()) onScopeDispose(stop);

  function save(): void {
    // An untouched journey is no draft: nobody needs to be led back to it.
    if (JSON.stringify(value.value) === JSON.stringify(initial())) return forget(key);
    const draft: Stored<Value> = { version, value: value.value, path, savedAt: new Date().toISOString() };
    visitStore.set(prefix + key, JSON.stringify(draft, (name, part: unknown) => (typeof part === 'string' && name !== 'savedAt' ? part.replace(idNumber, '') : part)));
  }

  return {
    value,
    keepPlace(place) {
      path = place;
      save();
    },
    discard() {
      value.value = initial();
      path = '';
      forget(key);
    },
  };
}

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
  return draftKeys().some((key) => Boolean(readDraft<{ readonly attempt?: unknown }>(key, null)?.value?.attempt));
}

/** Forgets every draft: the person has signed out, or another one has signed in. */
export function clearDrafts(): void {
  for (const key of draftKeys()) forget(key);
}

function forget(key: string): void {
  visitStore.remove(prefix + key);
}

function draftKeys(): string[] {
  return visitStore
    .names()
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

/** The kept draft, or null when there is none, it cannot be read, or it is of another version (`null` accepts any). */
function readDraft<Value>(key: string, version: number | null): Stored<Value> | null {
  try {
    const draft = JSON.parse(visitStore.get(prefix + key) ?? 'null') as Stored<Value> | null;
    return draft !== null && typeof draft === 'object' && (version === null || draft.version === version) ? draft : null;
  } catch {
    return null;
  }
}
