import { type Ref, watch } from 'vue';
import { expireSession } from '../api/session.ts';

/** Ends a session that the device still believes in and the register no longer knows: an answer about nobody leads to signing in. */
export function expireWhenNobody(answer: Readonly<Ref<{ readonly viewer?: unknown } | null>>): void {
  watch(answer, (given) => {
    if (given?.viewer === null) expireSession();
  });
}
