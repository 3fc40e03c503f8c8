import { type Ref, computed, ref } from 'vue';
import { visitStore } from '../storage.ts';

// What the device keeps of a sign-in: the session's secret and a mark to tell two people apart. No name, no number, and no
// end either: every request moves the end on, so only the server knows it.
const sessionKey = 'sanxian.session';

/** The secret; null when nobody was signed in or they ended it, an empty text when the session ended by itself. */
const token = ref(visitStore.get(sessionKey));

/** The session's secret to send with requests, or null when nobody is signed in. */
export const sessionToken = (): string | null => token.value || null;

/** Whether somebody is signed in on this device, as far as the device knows; the server has the last word. */
export const isSignedIn = computed(() => sessionToken() !== null);

/** Whether the session that was here ended by itself and nobody signed in since: the person is told why they must sign in again. */
export const hasLapsed = (): boolean => token.value === '';

const mark = ref(token.value ?? '');

/** Changes whenever a session begins or ends, but not when the same person signs in afresh; whoever keeps answers of a session watches it. */
export const sessionMark: Readonly<Ref<string>> = mark;

/** Takes a session's secret into use; `isNew` tells whoever keeps answers of a session that another one has begun. Use `beginSession`. */
export function holdSession(secret: string, isNew: boolean): void {
  visitStore.set(sessionKey, secret);
  token.value = secret;
  if (isNew) mark.value = secret;
}

/** The session ended by itself: its secret is forgotten, drafts are kept, so the same person can sign in again and go on. */
export const expireSession = (): void => forgetSecret(token.value && '');

/** Lets go of the session on purpose, which calls for no explanation; drafts are kept. */
export const dropSession = (): void => forgetSecret(null);

function forgetSecret(rest: '' | null): void {
  visitStore.remove(sessionKey);
  token.value = rest;
  mark.value = '';
}
