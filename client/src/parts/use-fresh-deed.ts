import { type ShallowRef, shallowRef } from 'vue';
import { type Renewal, useFreshSignIn } from './decision/use-fresh-sign-in.ts';
import { type Deed, type RefusedDeed, useDeed } from './use-deed.ts';

/** A deed that may need a sign-in of the last two minutes. */
export interface FreshDeed extends Deed {
  /** The way to signing in anew, while that is what is missing. */
  readonly renewal: Readonly<ShallowRef<Renewal | null>>;
}

/** Like `useDeed`; where the register asks for a fresh sign-in, the container brings one without a word, or the page offers the way there and back. */
export function useFreshDeed(controlOf?: (field: string) => string): FreshDeed {
  const deed = useDeed(controlOf);
  const { renew } = useFreshSignIn();
  const renewal = shallowRef<Renewal | null>(null);
  const isForSignIn = (refused: RefusedDeed | null) => refused?.__typename === 'FreshSignInNeeded';

  return {
    ...deed,
    renewal,
    attempt: (work) =>
      deed.attempt(async () => {
        renewal.value = null;
        const refused = await work();
        if (!isForSignIn(refused)) return refused;
        const renewed = await renew();
        if (renewed.is === 'renewed') return work();
        renewal.value = renewed;
        // Nothing to mend: the notice says what is missing.
        return { message: '', problems: [] };
      }),
  };
}
