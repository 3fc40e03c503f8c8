import { type Ref, getCurrentScope, onScopeDispose, ref, watch } from 'vue';
import { type Stored, draftPrefix, forget, readDraft } from './drafts.ts';
import { visitStore } from './storage.ts';

/** Answers that survive a reload and a lost session until they are sent or discarded. */
export interface Draft<Value> {
  /** The answers so far; change them freely, every change is kept. */
  readonly value: Ref<Value>;
  /** Remembers the question in front, so that the home page can lead back to it. */
  keepPlace(path: string): void;
  /** Forgets the answers, here and on the device: call it when they have been sent. */
  discard(): void;
}

/**
 * A resident's number (18, or 15 of the old kind) must never rest on the device, whoever typed it wherever, also in wide digits or in
 * groups. No look-behind: Safari before 16.4 does not know it, and the file would not even load.
 */
const idNumber = /(^|[^\d０-９])((?:[\d０-９][\s-]?){17}[\d０-９XxＸｘ]|(?:[\d０-９][\s-]?){14}[\d０-９])(?![\d０-９XxＸｘ])/g;

/** A key or an id that a machine made. Among them every sixtieth holds fifteen digits in a row, and without them it names nothing. */
const madeId = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const withoutIdNumbers = (text: string): string => (madeId.test(text) ? text : text.replace(idNumber, '$1'));

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
    visitStore.set(draftPrefix + key, JSON.stringify(draft, (name, part: unknown) => (typeof part === 'string' && name !== 'savedAt' ? withoutIdNumbers(part) : part)));
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
