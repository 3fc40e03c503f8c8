import { type ComputedRef, type InjectionKey, type ShallowRef, computed, inject, provide, shallowRef, watch } from 'vue';
import { useRouter } from 'vue-router';
import { useExecute } from '../../api/execute.ts';
import { type Draft, useDraft } from '../../use-draft.ts';
import type { Outcome } from '../../parts/decision/outcome.ts';
import { type ConsentWords, type DecisionStart, type DonorRecord, consentFor } from '../../parts/decision/record.ts';
import { useFreshSignIn } from '../../parts/decision/use-fresh-sign-in.ts';
import { type Attempt, type Submission, useSubmission } from '../../parts/decision/use-submission.ts';
import { type WithdrawalQueue, useQueue } from './use-queue.ts';
import { type Statement, type StatementInput, sendStatement } from './statements.ts';

/** What is kept on the device: nothing until it is sent, then the attempt until its answer is there. */
export interface StatementDraft {
  /** The version of the record the person looked at; null when there was none. */
  version: number | null;
  attempt: Attempt | null;
  /** What a partner had sent and the person confirms by refusing. */
  submissionId?: string | null;
}

/** Making one statement, shared by its screens. */
export interface StatementJourney {
  readonly statement: Statement;
  readonly start: ComputedRef<DecisionStart>;
  readonly draft: Draft<StatementDraft>;
  readonly submission: Submission;
  readonly recorded: Readonly<ShallowRef<Extract<Outcome, { kind: 'recorded' }> | null>>;
  readonly changed: Readonly<ShallowRef<{ readonly message: string; readonly current: DonorRecord | null } | null>>;
  /** For a withdrawal while nobody can sign in. */
  readonly queue: WithdrawalQueue;
  inputFor(consent: ConsentWords): StatementInput;
  submit(consent: ConsentWords): Promise<void>;
  /** Goes on with the same statement against what stands now. */
  apply(): Promise<void>;
}

const statementKey: InjectionKey<StatementJourney> = Symbol('statement');

/** The statement that the screen is part of. */
export function useStatement(): StatementJourney {
  const journey = inject(statementKey);
  if (!journey) throw new Error('this screen is part of a statement');
  return journey;
}

/** Makes the journey and gives it to the screens below. */
export function provideStatement(statement: Statement, start: ComputedRef<DecisionStart>, reload: () => Promise<void>): StatementJourney {
  const execute = useExecute();
  const router = useRouter();
  const version = start.value.viewer.donor?.version ?? null;
  const draft = useDraft<StatementDraft>(statement, () => ({ version, attempt: null }));
  const attempt = computed({ get: () => draft.value.value.attempt, set: (value) => (draft.value.value.attempt = value) });
  const submission = useSubmission(attempt, useFreshSignIn());
  const recorded = shallowRef<StatementJourney['recorded']['value']>(null);
  const changed = shallowRef<StatementJourney['changed']['value']>(null);

  watch(submission.outcome, (outcome) => {
    switch (outcome?.kind) {
      case 'recorded':
        recorded.value = outcome;
        draft.discard();
        void router.replace(`/${statement}/done`);
        break;
      case 'changed':
        changed.value = outcome;
        submission.settle();
        break;
      case 'invalid':
        // What was sent is dealt with or erased meanwhile: said at the button, and the refusal stays possible as the person's own.
        if (outcome.problems.some(({ path: [field] }) => field === 'submissionId')) draft.value.value.submissionId = null;
        break;
      case 'stepUp':
        void router.push({ path: '/sign-in/step-up', query: { returnTo: `/${statement}` } });
        break;
    }
  });

  const inputFor = (consent: ConsentWords): StatementInput => ({
    expectedVersion: draft.value.value.version,
    consent: { version: consent.version, hash: consent.hash },
    ...(statement === 'refuse' && draft.value.value.submissionId ? { submissionId: draft.value.value.submissionId } : {}),
  });

  const queue = useQueue(
    execute,
    () => {
      const { expectedVersion, consent } = inputFor(consentFor(start.value, 'WITHDRAW'));
      return { expectedVersion: expectedVersion ?? 0, consent };
    },
    () => draft.discard(),
  );

  const journey: StatementJourney = {
    statement,
    start,
    draft,
    submission,
    recorded,
    changed,
    queue,
    inputFor,
    submit: (consent) => submission.submit(inputFor(consent), (input) => sendStatement(execute, statement, input)),
    async apply() {
      draft.value.value = { ...draft.value.value, version: changed.value?.current?.version ?? null, attempt: null };
      // What stands now decides what may be stated and with which words.
      await reload();
      changed.value = null;
    },
  };
  provide(statementKey, journey);
  return journey;
}
