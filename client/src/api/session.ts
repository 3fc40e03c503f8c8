import { computed, ref } from 'vue';
import { clearDrafts, hasWaitingSubmission } from '../drafts.ts';
import { visitStore } from '../storage.ts';

// What the device keeps of a sign-in: the session's secret and a mark to tell two people apart. No name, no number, and no
// end either: every request moves the end on, so only the server knows it.
const sessionKey = 'sanxian.session';
const personKey = 'sanxian.person';
const returnKey = 'sanxian.return-to';

const token = ref(visitStore.get(sessionKey));

/** The session's secret to send with requests, or null when nobody is signed in. */
export const sessionToken = (): string | null => token.value;

/** Whether somebody is signed in on this device, as far as the device knows; the server has the last word. */
export const isSignedIn = computed(() => token.value !== null);

const mark = ref(token.value ?? '');

/** Changes whenever a session begins or ends, but not when the same person signs in afresh; whoever keeps answers of a session watches it. */
export const sessionMark = computed(() => mark.value);

let beganHere = false;

/** Whether a session began since this document was loaded: coming back by the back button is no sign-in. */
export const hasSignedInHere = (): boolean => beganHere;

/** What sign-in learnt about the person, only to notice that another person has signed in. */
export interface PersonMarks {
  readonly maskedName: string;
  readonly documentType: string;
  readonly maskedDocumentNumber: string;
}

/**
 * Begins a session. When another person than before has signed in, everything the former one left on this device
 * is removed first (浙里办 listing rule 2: A logs out, B logs in, the app shows B).
 * @param isSamePerson what the server says about the session that ended with this one; null when it could not tell.
 * @returns whether answers that another person was about to send were removed, which the new one must be told.
 */
export async function beginSession(secret: string, person: PersonMarks, isSamePerson: boolean | null = null): Promise<boolean> {
  const former = visitStore.get(personKey);
  const digested = await digest([person.maskedName, person.documentType, person.maskedDocumentNumber].join('|'));
  const isSame = isSamePerson ?? (digested !== '' && former === digested);
  const lost = !isSame && former !== null && hasWaitingSubmission();
  if (!isSame) clearDrafts();
  visitStore.set(personKey, digested);
  visitStore.set(sessionKey, secret);
  token.value = secret;
  if (isSamePerson !== true) mark.value = secret;
  beganHere = true;
  return lost;
}

/** Forgets the session's secret but keeps drafts: the same person can sign in again and go on. */
export function expireSession(): void {
  visitStore.remove(sessionKey);
  token.value = null;
  mark.value = '';
}

/** Leaves nothing of the person on this device. */
export function endSession(): void {
  expireSession();
  clearDrafts();
  visitStore.remove(personKey);
  visitStore.remove(returnKey);
}

/** Remembers the question from which sign-in was asked for: the way through sign-in leaves the page and loses its memory. */
export function rememberReturn(path: string): void {
  visitStore.set(returnKey, path);
}

/** The remembered question, once; home when there is none. Only paths of this app, never an address. */
export function takeReturn(): string {
  const path = visitStore.get(returnKey) ?? '/';
  visitStore.remove(returnKey);
  return safePath(path);
}

/** A path of this app, or home for anything else: a link must not lead a signed-in person to a foreign page. */
export function safePath(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-in') ? path : '/';
}

/** Plain marks would keep a masked name readable in storage; a digest does not. Without https there is no digest, and then no mark. */
async function digest(text: string): Promise<string> {
  if (!globalThis.crypto?.subtle) return '';
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
