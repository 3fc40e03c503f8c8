import { computed, ref } from 'vue';
import { visitStore } from '../storage.ts';

// In the tab's own storage, under names of its own: a citizen's session on the same computer is another matter.
const sessionKey = 'sanxian.desk.session';
const attemptKey = 'sanxian.desk.attempt';
const returnKey = 'sanxian.desk.return-to';

const token = ref(visitStore.get(sessionKey));
let patience: number | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The session's secret to send with requests, or null when nobody is signed in at this desk. */
export const deskToken = (): string | null => token.value;

/** Whether somebody is signed in at this desk, as far as it knows; the server has the last word. */
export const isAtDesk = computed(() => token.value !== null);

/** Changes whenever another session begins or ends. */
export const deskMark = computed(() => token.value ?? '');

/** Begins a session. */
export function beginDeskSession(secret: string): void {
  visitStore.set(sessionKey, secret);
  token.value = secret;
}

/** Forgets the session, and with it everything the pages show. */
export function endDeskSession(): void {
  clearTimeout(timer);
  patience = null;
  visitStore.remove(sessionKey);
  token.value = null;
}

/** Says how long the server waits for the next request, in milliseconds; from then on each request moves the end. */
export function setPatience(milliseconds: number): void {
  patience = milliseconds;
  touchDeskSession();
}

/** A request was answered: the desk counts its idle time anew. When it is over, nothing of a person stays on the screen. */
export function touchDeskSession(): void {
  clearTimeout(timer);
  if (patience !== null && token.value !== null) timer = setTimeout(endDeskSession, patience);
}

/** Keeps the secret of an attempt to sign in until the provider returns to this tab. */
export function keepAttempt(attempt: string): void {
  visitStore.set(attemptKey, attempt);
}

/** The attempt of this tab, once. */
export function takeAttempt(): string | null {
  const attempt = visitStore.get(attemptKey);
  visitStore.remove(attemptKey);
  return attempt;
}

/** Remembers the page from which sign-in was asked for; only paths of the desk. */
export function rememberDeskReturn(path: unknown): void {
  if (typeof path === 'string' && /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-in')) visitStore.set(returnKey, path);
}

/** The remembered page, once; the desk's first page when there is none. */
export function takeDeskReturn(): string {
  const path = visitStore.get(returnKey) ?? '/';
  visitStore.remove(returnKey);
  return path;
}

/** This page's own address, as it is registered with the provider. */
export const deskAddress = (): string => `${window.location.origin}${window.location.pathname}`;
