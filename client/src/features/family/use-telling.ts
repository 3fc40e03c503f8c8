import { type Ref, shallowRef, watch } from 'vue';
import type { FamilyMessageContent, TellFamilyMutation } from '../../../../schema/generated/graphql.ts';
import { sessionMark } from '../../api/session.ts';
import { type Draft, useDraft } from '../../use-draft.ts';

/** What a person has said so far: whom to tell and how much. Neither link nor code ever comes in here. */
export interface Telling {
  label: string;
  content: FamilyMessageContent | null;
  /** Of this message, until a definite answer: a second press makes no second link. Another answer is another message. */
  idempotencyKey: string;
  keyOf: string;
  awaitsSignIn: boolean;
}

/** A message with what opens it. */
export type Made = Extract<TellFamilyMutation['tellFamily'], { __typename?: 'TellFamilySuccess' }>;

/** In memory only, and gone with the page: what opens somebody's decision rests on no device. */
const made = shallowRef<Made | null>(null);
watch(sessionMark, () => (made.value = null));

/** The answers of this message. */
export function useTelling(): Draft<Telling> {
  return useDraft<Telling>('family-message', () => ({ label: '', content: null, idempotencyKey: '', keyOf: '', awaitsSignIn: false }));
}

/** The message that was just made; whoever leaves its page sets it to null. */
export const justMade = (): Ref<Made | null> => made;

/** The address that opens a message, as it lies behind `#`, which no server is told. */
export function addressOf(secret: string, here: string = window.location.href): string {
  const url = new URL(here);
  url.search = '';
  url.hash = `/family/open?k=${secret}`;
  return url.href;
}
