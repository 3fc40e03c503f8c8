import { type ComputedRef, type Ref, type ShallowRef, computed, ref } from 'vue';
import { useRouter } from 'vue-router';
import { DeclineSubmissionDocument, type DeclineSubmissionMutation, PendingSubmissionsDocument, type PendingSubmissionsQuery } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { useQuery } from '../../api/use-query.ts';
import { expireWhenNobody } from '../../parts/expire-when-nobody.ts';
import { isStanding } from '../../parts/decision/record.ts';
import { type Command, useCommand } from '../../parts/use-command.ts';
import { forget, readDraft } from '../../drafts.ts';
import { useDraft } from '../../use-draft.ts';
import { type KindAnswers, answersOf, unanswered } from './choice-answers.ts';
import type { Mode } from './use-journey.ts';

/** The signed-in person with what was sent for them. */
export type SentViewer = NonNullable<PendingSubmissionsQuery['viewer']>;
/** One registration that a partner sent. */
export type Sent = SentViewer['pendingSubmissions'][number];

/** What was sent for the person, read one after the other. */
export interface SentForMe {
  readonly viewer: ComputedRef<SentViewer | null>;
  readonly sent: ComputedRef<Sent | null>;
  /** Refusing what is refused already needs nothing. */
  readonly isRefusedAlready: ComputedRef<boolean>;
  /** Whether the person has begun to answer by themselves: taking over would write over their own answers, so they are asked first. */
  readonly hasOwnAnswers: ComputedRef<boolean>;
  readonly fault: Readonly<ShallowRef<unknown>>;
  readonly loading: Readonly<ShallowRef<boolean>>;
  reload(): Promise<void>;
  readonly command: Command<DeclineSubmissionMutation['declineSubmission']>;
  readonly declined: Ref<boolean>;
  /** Takes over what was sent, also over answers of the person's own. */
  use(): void;
  decline(): Promise<void>;
}

/** What rests of a journey on the device, as far as it matters here. */
interface Begun {
  readonly answers?: KindAnswers;
  readonly submissionId?: string | null;
}

/** Nothing is sent by taking it over: the choices become the beginning of the person's own answers, on the ordinary screens. */
export function useSent(): SentForMe {
  const execute = useExecute();
  const router = useRouter();
  const { data, fault, loading, reload } = useQuery(PendingSubmissionsDocument, {});
  expireWhenNobody(data);
  const command = useCommand<DeclineSubmissionMutation['declineSubmission']>();
  const declined = ref(false);
  const viewer = computed(() => data.value?.viewer ?? null);
  const sent = computed(() => viewer.value?.pendingSubmissions[0] ?? null);
  const mode = computed<Mode>(() => (isStanding(viewer.value?.state ?? 'SILENT') ? 'edit' : 'register'));
  const isRefusal = computed(() => sent.value?.choices.every(({ choice }) => choice === 'REFUSE') ?? false);

  return {
    viewer,
    sent,
    isRefusedAlready: computed(() => isRefusal.value && viewer.value?.state === 'REFUSED'),
    hasOwnAnswers: computed(() => {
      const begun = readDraft<Begun>(mode.value, null)?.value;
      const isAnswered = Object.values(begun?.answers ?? {}).some(({ scope }) => scope !== null);
      return !isRefusal.value && isAnswered && (begun?.submissionId ?? null) !== sent.value?.id;
    }),
    fault,
    loading,
    reload,
    command,
    declined,
    use() {
      const [submission, policy] = [sent.value, data.value?.donationPolicy];
      if (!submission || !policy) return;
      const version = viewer.value?.donor?.version ?? null;
      const submissionId = submission.id;
      if (isRefusal.value) {
        useDraft<object>('refuse', () => ({})).value.value = { version, attempt: null, submissionId };
        void router.push('/refuse');
        return;
      }
      const draft = useDraft<Required<Begun> & { version: number | null; attempt: null; helped: boolean }>(mode.value, () => ({ answers: unanswered(), version: null, submissionId: null, attempt: null, helped: false }));
      Object.assign(draft.value.value, { answers: answersOf(policy.kinds, submission.choices), version, submissionId, attempt: null, helped: false });
      // From a refusal to agreeing is a change of what the law says about the person: explained first.
      void router.push(viewer.value?.state === 'REFUSED' ? '/edit' : `/${mode.value}/organs`);
    },
    async decline() {
      const submissionId = sent.value?.id;
      if (submissionId === undefined) return;
      declined.value = false;
      const answer = await command.run(async () => (await execute(DeclineSubmissionDocument, { input: { submissionId } })).declineSubmission);
      declined.value = answer?.__typename === 'DeclineSubmissionSuccess';
      // What they disowned must not go on as their own answers.
      if (declined.value) for (const key of ['register', 'edit', 'refuse']) if (readDraft<Begun>(key, null)?.value.submissionId === submissionId) forget(key);
      if (answer) await reload();
    },
  };
}
