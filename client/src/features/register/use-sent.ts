import { type ComputedRef, type Ref, type ShallowRef, computed, ref } from 'vue';
import { useRouter } from 'vue-router';
import { DeclineSubmissionDocument, type DeclineSubmissionMutation, PendingSubmissionsDocument, type PendingSubmissionsQuery } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { useQuery } from '../../api/use-query.ts';
import { expireWhenNobody } from '../../parts/expire-when-nobody.ts';
import { isStanding } from '../../parts/decision/record.ts';
import { type Command, useCommand } from '../../parts/use-command.ts';
import { useDraft } from '../../use-draft.ts';
import { type KindAnswers, answersOf, unanswered } from './choice-answers.ts';

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
  readonly fault: Readonly<ShallowRef<unknown>>;
  readonly loading: Readonly<ShallowRef<boolean>>;
  reload(): Promise<void>;
  readonly command: Command<DeclineSubmissionMutation['declineSubmission']>;
  readonly declined: Ref<boolean>;
  use(): void;
  decline(): Promise<void>;
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
  const isRefusal = computed(() => sent.value?.choices.every(({ choice }) => choice === 'REFUSE') ?? false);

  return {
    viewer,
    sent,
    isRefusedAlready: computed(() => isRefusal.value && viewer.value?.state === 'REFUSED'),
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
      const mode = isStanding(viewer.value?.state ?? 'SILENT') ? 'edit' : 'register';
      const draft = useDraft<{ answers: KindAnswers; version: number | null; submissionId: string | null; attempt: null }>(mode, () => ({ answers: unanswered(), version: null, submissionId: null, attempt: null }));
      Object.assign(draft.value.value, { answers: answersOf(policy.kinds, submission.choices), version, submissionId, attempt: null });
      void router.push(`/${mode}/organs`);
    },
    async decline() {
      const submissionId = sent.value?.id;
      if (submissionId === undefined) return;
      const answer = await command.run(async () => (await execute(DeclineSubmissionDocument, { input: { submissionId } })).declineSubmission);
      declined.value = answer?.__typename === 'DeclineSubmissionSuccess';
      if (answer) await reload();
    },
  };
}
