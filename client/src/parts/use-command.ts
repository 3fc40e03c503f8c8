import { type Ref, type ShallowRef, ref, shallowRef } from 'vue';
import { type Renewal, useFreshSignIn } from './decision/use-fresh-sign-in.ts';

/** A command that may need a fresh sign-in, and what came of it. */
export interface Command<Answer> {
  readonly busy: Readonly<ShallowRef<boolean>>;
  /** Why no answer came. */
  readonly fault: Readonly<ShallowRef<unknown>>;
  /** The last definite answer. */
  readonly answer: Readonly<ShallowRef<Answer | null>>;
  /** How the person can sign in afresh, when that is what is missing. */
  readonly renewal: Readonly<ShallowRef<Renewal | null>>;
  /** Whether it waits for nothing but the sign-in that has just taken place: what was pressed goes on by itself. */
  readonly goesOn: () => boolean;
  /** Sends it once; presses while it is on its way are ignored. */
  run(send: () => Promise<Answer>): Promise<Answer | null>;
}

/**
 * Sends commands that may ask for a sign-in of the last two minutes, by the same road as a decision. Those about data need no
 * idempotency key: sent twice, each leaves what it left the first time, or says that it is done already; others bring their own.
 * @param awaitsSignIn kept in a draft, so that it outlives the way to the sign-in page. Never in the address: a stranger's link
 * must not press for the person.
 */
export function useCommand<Answer extends { readonly __typename: string }>(awaitsSignIn: Ref<boolean> = ref(false)): Command<Answer> {
  const { renew, hasReturned, returnedInVain } = useFreshSignIn();
  const busy = shallowRef(false);
  const fault = shallowRef<unknown>(null);
  const answer: ShallowRef<Answer | null> = shallowRef(null);
  const renewal = shallowRef<Renewal | null>(awaitsSignIn.value && returnedInVain ? { is: 'unavailable' } : null);

  async function ask(send: () => Promise<Answer>): Promise<Answer | null> {
    const first = await send();
    if (first.__typename !== 'FreshSignInNeeded') return first;
    awaitsSignIn.value = true;
    const renewed = await renew();
    // Not a word more into the draft: it was another person's.
    if (renewed.is === 'switched') return null;
    renewal.value = renewed;
    if (renewed.is !== 'renewed') return null;
    const second = await send();
    return second.__typename === 'FreshSignInNeeded' ? null : second;
  }

  return {
    busy,
    fault,
    answer,
    renewal,
    goesOn: () => hasReturned && awaitsSignIn.value,
    async run(send) {
      if (busy.value) return null;
      busy.value = true;
      fault.value = null;
      answer.value = null;
      renewal.value = null;
      try {
        const definite = await ask(send);
        if (definite !== null) awaitsSignIn.value = false;
        answer.value = definite;
        return definite;
      } catch (caught) {
        fault.value = caught;
        return null;
      } finally {
        busy.value = false;
      }
    },
  };
}
