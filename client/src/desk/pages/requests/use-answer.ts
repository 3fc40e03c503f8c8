import { reactive, shallowRef } from 'vue';
import { AnswerDataRequestDocument, type DataRequestRefusalReason, TakeDataRequestDocument } from '../../../../../schema/generated/graphql.ts';
import { useExecute } from '../../../api/execute.ts';
import type { Problem } from '../../../ui/problems.ts';
import { useDeed } from '../../use-deed.ts';

/** What a request says, as long as the page shows it: each reading is on record. */
export interface TakenRequest {
  readonly id: string;
  readonly text: string | null;
  readonly registrationNumber: string | null;
}

/** The answer as it is being written. */
export interface Answer {
  outcome: 'GRANT' | 'REFUSE' | null;
  refusalReason: DataRequestRefusalReason | '';
  sentence: string;
}

/** The id of the control for a field of the input. */
export const controlOf = (field: string): string => (['outcome', 'refusalReason', 'sentence'].includes(field) ? `request-${field}` : '');

/** Taking one request and answering it; `words` says what is missing. */
export function useAnswer(words: (field: keyof Answer) => string) {
  const execute = useExecute();
  const deed = useDeed(controlOf);
  const taken = shallowRef<TakenRequest | null>(null);
  const answer = reactive<Answer>({ outcome: null, refusalReason: '', sentence: '' });

  const take = (requestId: string) =>
    deed.attempt(async () => {
      const { takeDataRequest: result } = await execute(TakeDataRequestDocument, { input: { requestId } });
      if (result.__typename !== 'TakeDataRequestSuccess') return result;
      taken.value = { id: requestId, text: result.text ?? null, registrationNumber: result.registrationNumber ?? null };
      Object.assign(answer, { outcome: null, refusalReason: '', sentence: '' } satisfies Answer);
      return null;
    });

  async function send(): Promise<boolean> {
    const requestId = taken.value?.id;
    deed.problems.value = missingIn(answer, words);
    if (!requestId || deed.problems.value.length > 0) return false;
    const isDone = await deed.attempt(async () => {
      const input = { requestId, sentence: answer.sentence, refusalReason: answer.outcome === 'REFUSE' ? answer.refusalReason || null : null };
      const { answerDataRequest: result } = await execute(AnswerDataRequestDocument, { input });
      return result.__typename === 'AnswerDataRequestSuccess' ? null : result;
    });
    if (isDone) taken.value = null;
    return isDone;
  }

  return { deed, taken, answer, take, send };
}

function missingIn({ outcome, refusalReason, sentence }: Answer, words: (field: keyof Answer) => string): Problem[] {
  const missing: (keyof Answer)[] = [...(outcome ? [] : (['outcome'] as const)), ...(outcome === 'REFUSE' && !refusalReason ? (['refusalReason'] as const) : []), ...(sentence.trim() ? [] : (['sentence'] as const))];
  return missing.map((field) => ({ field: controlOf(field), message: words(field) }));
}
