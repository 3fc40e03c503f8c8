import { type ShallowRef, shallowRef } from 'vue';

/** Why a command came to nothing: a rule's own words, or a fault of the request. */
export type Trouble =
  | { readonly is: 'refused'; readonly message: string; readonly waitSeconds: number | null }
  | { readonly is: 'failed'; readonly fault: unknown };

/** What a result union says when it refuses. */
interface Refusal {
  readonly message: string;
}

/** Sending commands from a page, one at a time. */
export interface Command {
  readonly busy: Readonly<ShallowRef<boolean>>;
  readonly trouble: Readonly<ShallowRef<Trouble | null>>;
  /** Sends, and answers the success; null when it came to nothing, which `trouble` then explains, or when one is on its way. */
  attempt<Answer extends object>(send: () => Promise<Answer>): Promise<Exclude<Answer, Refusal> | null>;
  /** Forgets the last trouble. */
  clear(): void;
}

/** One command at a time, with what went wrong in words. Nothing that was typed is touched. */
export function useCommand(): Command {
  const busy = shallowRef(false);
  const trouble = shallowRef<Trouble | null>(null);
  return {
    busy,
    trouble,
    async attempt<Answer extends object>(send: () => Promise<Answer>) {
      if (busy.value) return null;
      busy.value = true;
      trouble.value = null;
      try {
        const answer = await send();
        if (isSuccess(answer)) return answer;
        trouble.value = refusalOf(answer);
      } catch (fault) {
        trouble.value = { is: 'failed', fault };
      } finally {
        busy.value = false;
      }
      return null;
    },
    clear() {
      trouble.value = null;
    },
  };
}

/** Every refusal of the contract has words for people; a success has none. */
const isSuccess = <Answer extends object>(answer: Answer): answer is Exclude<Answer, Refusal> => !('message' in answer);

function refusalOf(answer: object): Trouble {
  const message = 'message' in answer && typeof answer.message === 'string' ? answer.message : '';
  const waitSeconds = 'retryAfterSeconds' in answer && typeof answer.retryAfterSeconds === 'number' ? answer.retryAfterSeconds : null;
  return { is: 'refused', message, waitSeconds };
}
