import { computed, ref } from 'vue';
import { visitStore } from '../storage.ts';

// What the device keeps of a sign-in: the session's secret and a mark to tell two people apart. No name, no number, and no
// end either: every request moves the end on, so only the server knows it.
const sessionKey = 'sanxian.session';

const token = ref(visitStore.get(sessionKey));

/** The session's secret to send with requests, or null when nobody is signed in. */
export const sessionToken = (): string | null => token.value;

/** Whether somebody is signed in on this device, as far as the device knows; the server has the last word. */
export const isSignedIn = computed(() => token.value !== null);

const mark = ref(token.value ?? '');

/** Changes whenever a session begins or ends, but not when the same person signs in afresh; whoever keeps answers of a session watches it. */
export const sessionMark = computed(() => mark.value);

/** Takes a session's secret into use; `isNew` tells whoever keeps answers of a session that another one has begun. Use `beginSession`. */
export function holdSession(secret: string, isNew: boolean): void {
  visitStore.set(sessionKey, secret);
  token.value = secret;
  lapsed = false;
  if (isNew) mark.value = secret;
}

let lapsed = false;

/** Whether the session that was here ended by itself and nobody signed in since: the person is told why they must sign in again. */
export const hasLapsed = (): boolean => lapsed;

/** The session ended by itself: its secret is forgotten, drafts are kept, so the same person can sign in again and go on. */
export function expireSession(): void {
  lapsed ||= token.value !== null;
  forgetSecret();
}

/** Lets go of the session on purpose, which calls for no explanation; drafts are kept. */
export function dropSession(): void {
  lapsed = false;
  forgetSecret();
}

function forgetSecret(): void {
  visitStore.remove(sessionKey);
  token.value = null;
  mark.value = '';
}
