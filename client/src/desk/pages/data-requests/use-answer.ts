import { type Reactive, type Ref, type ShallowRef, reactive, ref, shallowRef } from 'vue';
import { AnswerDataRequestDocument, type AnswerDataRequestMutation, type DataRequestRefusalReason, type DataRequestTaskFieldsFragment } from '../../../../../schema/generated/graphql.ts';
import { uniqueKey } from '../../../api/unique-key.ts';
import { useExecute } from '../../../api/execute.ts';
import type { Problem } from '../../../ui/problems.ts';
import { useI18n } from '../../../use-i18n.ts';
import { type Command, useCommand } from '../../use-command.ts';

/** What a sentence may have at most; the server holds to it. */
export const MOST_CHARACTERS = 500;

/** What staff state. */
export interface Stated {
  verdict: 'GRANT' | 'REFUSE' | null;
  refusalReason: DataRequestRefusalReason | '';
  sentence: string;
}

/** What is to be handed to a near relative, this once. */
export type HandedOver = NonNullable<Extract<AnswerDataRequestMutation['answerDataRequest'], { readonly __typename: 'AnswerDataRequestSuccess' }>['disclosure']>;

/** The answer to one request: first checked, then asked about, then sent. */
export interface Answer extends Pick<Command, 'busy' | 'trouble'> {
  readonly stated: Reactive<Stated>;
  readonly problems: Readonly<ShallowRef<readonly Problem[]>>;
  /** Whether the question before sending is in front. */
  readonly isAsking: Ref<boolean>;
  /** What granting handed over; null for every other answer. */
  readonly handedOver: Readonly<ShallowRef<HandedOver | null>>;
  /** Checks what was stated, and asks when nothing is wrong. */
  ask(): void;
  /** Sends; answers whether it is done. What the server finds wrong leads back to the form. */
  send(): Promise<boolean>;
}

/** Answering a request that the caller has taken. A complaint is always answered and never refused. */
export function useAnswer({ id, kind }: DataRequestTaskFieldsFragment): Answer {
  const { t } = useI18n();
  const execute = useExecute();
  const { busy, trouble, attempt, clear } = useCommand();
  const stated = reactive<Stated>({ verdict: kind === 'COMPLAINT' ? 'GRANT' : null, refusalReason: '', sentence: '' });
  const problems = shallowRef<readonly Problem[]>([]);
  const isAsking = ref(false);
  const handedOver = shallowRef<HandedOver | null>(null);
  // One key for one answer: after a lost reply the same is asked for again, and told again.
  let key = uniqueKey();
  let sent: string | null = null;

  function ask(): void {
    if (isAsking.value) return;
    clear();
    const length = [...stated.sentence.trim()].length;
    const faults: (readonly [boolean, string, string])[] = [
      [stated.verdict === null, 'verdict', 'verdict'],
      [stated.verdict === 'REFUSE' && stated.refusalReason === '', 'refusalReason', 'reason'],
      [length === 0, 'sentence', 'sentence'],
      [length > MOST_CHARACTERS, 'sentence', 'tooLong'],
    ];
    problems.value = faults.flatMap(([is, field, words]) => (is ? [{ field, message: t(`data-requests.problem.${words}`) }] : []));
    isAsking.value = problems.value.length === 0;
  }

  function keyOf(refusalReason: DataRequestRefusalReason | null, sentence: string): string {
    const answer = JSON.stringify([refusalReason, sentence]);
    if (sent !== null && sent !== answer) key = uniqueKey();
    sent = answer;
    return key;
  }

  async function send(): Promise<boolean> {
    const refusalReason = stated.verdict === 'REFUSE' && stated.refusalReason !== '' ? stated.refusalReason : null;
    const sentence = stated.sentence.trim();
    const answer = await attempt(async () => {
      const { answerDataRequest } = await execute(AnswerDataRequestDocument, { input: { requestId: id, refusalReason, sentence, ...(kind === 'NEAR_KIN' ? { idempotencyKey: keyOf(refusalReason, sentence) } : {}) } });
      if (answerDataRequest.__typename !== 'InvalidInput') return answerDataRequest;
      problems.value = answerDataRequest.problems.map(({ path: [field = ''], message }) => ({ field: field in stated ? field : '', message }));
      isAsking.value = false;
      return { __typename: 'Mend' as const };
    });
    if (answer?.__typename !== 'AnswerDataRequestSuccess') return false;
    handedOver.value = answer.disclosure ?? null;
    return true;
  }

  return { stated, problems, isAsking, handedOver, busy, trouble, ask, send };
}
