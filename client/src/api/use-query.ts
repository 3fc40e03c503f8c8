import { type ShallowRef, onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import type { TrustedDocument } from '../../../schema/generated/graphql.ts';
import { language, tagOf } from '../language.ts';
import { useExecute } from './execute.ts';
import { sessionMark } from './session.ts';

/** A question to the server as a page sees it: loading, then data or a fault, and a way to ask again. */
export interface Query<Result> {
  readonly data: Readonly<ShallowRef<Result | null>>;
  readonly fault: Readonly<ShallowRef<unknown>>;
  readonly loading: Readonly<ShallowRef<boolean>>;
  /** Asks again; what is shown stays until the new answer is there. */
  reload(): Promise<void>;
}

/**
 * Asks at once, and again whenever the variables, the session or the language change; `null` variables ask nothing.
 * Only the latest question's answer is shown, and nothing of a former session ever is.
 */
export function useQuery<Result, Variables>(
  document: TrustedDocument<Result, Variables>,
  variables: MaybeRefOrGetter<Variables | null>,
): Query<Result> {
  const execute = useExecute();
  const data = shallowRef<Result | null>(null);
  const fault = shallowRef<unknown>(null);
  const loading = shallowRef(false);
  let latest = 0;

  async function reload(): Promise<void> {
    const asked = toValue(variables);
    const turn = ++latest;
    fault.value = null;
    loading.value = asked !== null;
    if (asked === null) return;
    try {
      const answer = await execute(document, asked);
      if (turn === latest) data.value = answer;
    } catch (caught) {
      if (turn === latest) fault.value = caught;
    } finally {
      if (turn === latest) loading.value = false;
    }
  }

  // An answer to another question, or to another person, must not stand under the new one.
  watch(
    [() => JSON.stringify(toValue(variables)), sessionMark],
    () => {
      data.value = null;
      void reload();
    },
    { immediate: true },
  );
  // The server knows no 易读: its words stay the same.
  watch(() => tagOf[language.value], () => void reload());
  onScopeDispose(() => {
    latest += 1;
  });
  return { data, fault, loading, reload };
}
