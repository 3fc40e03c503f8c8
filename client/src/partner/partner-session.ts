import { shallowRef } from 'vue';
import { browserSurroundings, createExecute } from '../api/execute.ts';

/** The token of this page. It lives in the memory of the page alone: a reload forgets it, and so does its end after ten minutes. */
const token = shallowRef<string | null>(null);

/** Whether somebody's token is in use. */
export const isConnected = (): boolean => token.value !== null;

/** Whether the last token ended by itself: expired, or its partner or key is in force no more. */
export const hasEnded = shallowRef(false);

/** Takes a token into use. */
export function connect(secret: string): void {
  hasEnded.value = false;
  token.value = secret;
}

/** Lets go of the token. */
export function disconnect(): void {
  token.value = null;
}

/** The door to the server in the partner's name. */
export const partnerExecute = createExecute({
  ...browserSurroundings,
  token: () => token.value,
  signedOut() {
    hasEnded.value = true;
    token.value = null;
  },
});
