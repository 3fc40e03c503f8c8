import { draftKeys, forget, readDraft } from './drafts.ts';

// What concerns all drafts at once happens at signing in and out: kept apart from `drafts.ts`, which every first load fetches.

/** Whether a journey on this device had been sent or was about to be: whoever signs in next must know that it was not theirs. */
export function hasWaitingSubmission(): boolean {
  return draftKeys().some((key) => {
    const value = readDraft<{ readonly attempt?: unknown; readonly awaitsSignIn?: unknown }>(key, null)?.value;
    return value?.attempt ?? value?.awaitsSignIn;
  });
}

/** Forgets every draft: the person has signed out, or another one has signed in. */
export function clearDrafts(): void {
  for (const key of draftKeys()) forget(key);
}
