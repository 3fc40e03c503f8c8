import { clearDrafts, hasWaitingSubmission } from '../all-drafts.ts';
import { visitStore } from '../storage.ts';
import { dropSession, holdSession } from './session.ts';

// Needed on the way through sign-in and out only: the first page does without it.
const personKey = 'sanxian.person';
const returnKey = 'sanxian.return-to';

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
  holdSession(secret, isSamePerson !== true);
  beganHere = true;
  return lost;
}

/** Leaves nothing of the person on this device. */
export function endSession(): void {
  dropSession();
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
