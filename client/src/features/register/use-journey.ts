import { type ComputedRef, type InjectionKey, type Ref, type ShallowRef, computed, inject, provide, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { EditDecisionDocument, type ItemChoiceInput, RegisterDonorDocument } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { useDraft } from '../../use-draft.ts';
import type { DecisionResult, Outcome } from '../../parts/decision/outcome.ts';
import { type ConsentWords, type DecisionStart, type DonorRecord, isStanding } from '../../parts/decision/record.ts';
import { useFreshSignIn } from '../../parts/decision/use-fresh-sign-in.ts';
import { type Attempt, type Submission, useSubmission } from '../../parts/decision/use-submission.ts';
import { useI18n } from '../../use-i18n.ts';
import { type KindAnswers, answersOf, choicesOf, unanswered } from './choice-answers.ts';
import { type ContactAnswers, contactFrom, contactInput, knownPhone } from './contact-answers.ts';
import { type PlacedProblem, type Question, type Screen, firstOpenQuestion, firstScreenOf, placeProblems, questions } from './screens.ts';

/** Registering for the first time (or after a withdrawal), or changing a decision that stands. */
export type Mode = 'register' | 'edit';

/** What is kept on the device until it is sent. */
export interface JourneyDraft {
  answers: KindAnswers;
  contact: ContactAnswers;
  /** Whether the contact was changed against what is stored; kept, because what is stored changes with the submission. */
  contactTouched: boolean;
  /** The version of the record these answers were given against; null when there was none. */
  version: number | null;
  attempt: Attempt | null;
  /** Whether somebody else filled the answers in; the person is then asked to read them as their own. */
  helped: boolean;
  /** What a partner had sent and the person confirms with these answers, changed or not. */
  submissionId: string | null;
}

/** A receipt: what the register answered. */
export type Recorded = Extract<Outcome, { kind: 'recorded' }>;

/** The journey through the questions, shared by its screens. */
export interface Journey {
  readonly mode: Mode;
  readonly start: ComputedRef<DecisionStart>;
  /** What stands and would be changed, as the person last saw it; null when nothing was ever recorded. */
  readonly standing: Readonly<ShallowRef<DonorRecord | null>>;
  readonly draft: Ref<JourneyDraft>;
  readonly choices: ComputedRef<ItemChoiceInput[]>;
  /** Whether the contact goes along: always with a registration, with a change only when it was touched. */
  readonly sendsContact: ComputedRef<boolean>;
  readonly hasKnownPhone: ComputedRef<boolean>;
  readonly openQuestion: ComputedRef<Question | null>;
  readonly submission: Submission;
  readonly recorded: Readonly<ShallowRef<Recorded | null>>;
  /** What stands now, when it moved on while the person answered. */
  readonly changed: Readonly<ShallowRef<{ readonly message: string; readonly current: DonorRecord | null } | null>>;
  /** Whether the screen was opened from the check screen, to which it then returns. */
  readonly fromCheck: ComputedRef<boolean>;
  /** The register's problems with the answers of one screen. */
  problemsOn(screen: Screen): readonly PlacedProblem[];
  next(screen: Question): void;
  keepPlace(path: string): void;
  inputFor(consent: ConsentWords): object;
  submit(consent: ConsentWords): Promise<void>;
  /** Goes on with the same answers against what stands now. */
  apply(): void;
}

const journeyKey: InjectionKey<Journey> = Symbol('journey');

/** The journey that the screen is part of. */
export function useJourney(): Journey {
  const journey = inject(journeyKey);
  if (!journey) throw new Error('this screen is part of a journey');
  return journey;
}

/** What the person begins with: nothing chosen; for a change their own stored answers. */
export function beginning(mode: Mode, start: DecisionStart): JourneyDraft {
  const { donor } = start.viewer;
  return {
    answers: mode === 'edit' && donor ? answersOf(start.policy.kinds, donor.decision.choices) : unanswered(),
    contact: contactFrom(start),
    contactTouched: false,
    version: donor?.version ?? null,
    attempt: null,
    helped: false,
    submissionId: null,
  };
}

/** Makes the journey and gives it to the screens below. */
export function provideJourney(mode: Mode, start: ComputedRef<DecisionStart>, reload: () => Promise<void>): Journey {
  const { t } = useI18n();
  const execute = useExecute();
  const router = useRouter();
  const route = useRoute();

  const first = start.value;
  const { value: draft, keepPlace, discard } = useDraft<JourneyDraft>(mode, () => beginning(mode, first));
  const attempt = computed({ get: () => draft.value.attempt, set: (value) => (draft.value.attempt = value) });
  const submission = useSubmission(attempt, useFreshSignIn());
  const standing = shallowRef(first.viewer.donor);
  const recorded = shallowRef<Recorded | null>(null);
  const placed = shallowRef<readonly PlacedProblem[]>([]);
  // Answers left on this device may be older than the record. With an attempt on its way it may be our own.
  const isStale = draft.value.attempt === null && draft.value.version !== (first.viewer.donor?.version ?? null);
  const changed = shallowRef(isStale ? { message: t('journey.changed.loadedMessage'), current: first.viewer.donor } : null);

  const kinds = computed(() => start.value.policy.kinds);
  const choices = computed(() => choicesOf(kinds.value, draft.value.answers));
  const hasKnownPhone = computed(() => knownPhone(start.value) !== null);
  const sendsContact = computed(() => mode === 'register' || draft.value.contactTouched);
  const fromCheck = computed(() => route.query['from'] === 'check');
  const openQuestion = computed(() =>
    firstOpenQuestion({ ...draft.value, kinds: kinds.value, hasKnownPhone: hasKnownPhone.value, sendsContact: sendsContact.value }),
  );

  const pathOf = (screen: Screen) => `/${mode}/${screen}`;

  function inputFor({ version, hash }: ConsentWords) {
    const { submissionId } = draft.value;
    return { expectedVersion: draft.value.version, choices: choices.value, contact: contactInput(draft.value.contact), consent: { version, hash }, ...(submissionId ? { submissionId } : {}) };
  }

  function send(input: ReturnType<typeof inputFor> & { readonly idempotencyKey: string }): Promise<DecisionResult> {
    if (mode === 'register') return execute(RegisterDonorDocument, { input }).then(({ registerDonor }) => registerDonor);
    const contact = sendsContact.value ? input.contact : null;
    return execute(EditDecisionDocument, { input: { ...input, contact, expectedVersion: input.expectedVersion ?? 0 } }).then(({ editDecision }) => editDecision);
  }

  watch(submission.outcome, (outcome) => {
    switch (outcome?.kind) {
      case 'recorded':
        recorded.value = outcome;
        discard();
        void router.replace(pathOf('done'));
        break;
      case 'changed':
        changed.value = outcome;
        submission.settle();
        break;
      case 'invalid': {
        placed.value = placeProblems(outcome.problems, kinds.value, draft.value.answers);
        // What was sent is dealt with or erased meanwhile: said at the button, and the answers stay, as the person's own.
        if (outcome.problems.some(({ path: [field] }) => field === 'submissionId')) draft.value.submissionId = null;
        const screen = firstScreenOf(placed.value);
        if (screen === 'check') break;
        submission.settle();
        void router.push({ path: pathOf(screen), query: { from: 'check' } });
        break;
      }
      case 'stepUp':
        void router.push({ path: '/sign-in/step-up', query: { returnTo: pathOf('check') } });
        break;
    }
  });

  const journey: Journey = {
    mode,
    start,
    standing,
    draft,
    choices,
    sendsContact,
    hasKnownPhone,
    openQuestion,
    submission,
    recorded,
    changed,
    fromCheck,
    keepPlace,
    inputFor,
    problemsOn: (screen) => placed.value.filter((problem) => problem.screen === screen),
    next(screen) {
      if (screen === 'contact' || screen === 'family') draft.value.contactTouched = JSON.stringify(draft.value.contact) !== JSON.stringify(contactFrom(start.value));
      placed.value = placed.value.filter((problem) => problem.screen !== screen && problem.screen !== 'check');
      const after = placed.value.length > 0 ? firstScreenOf(placed.value) : fromCheck.value ? 'check' : (questions[questions.indexOf(screen) + 1] ?? 'check');
      void router.push({ path: pathOf(after), query: placed.value.length > 0 ? { from: 'check' } : {} });
    },
    submit: (consent) => submission.submit(inputFor(consent), send),
    apply() {
      const current = changed.value?.current ?? null;
      changed.value = null;
      standing.value = current;
      draft.value = { ...draft.value, version: current?.version ?? null, attempt: null };
      // Registered meanwhile: the answers become a change of it. Withdrawn meanwhile: they become a new registration.
      const target: Mode = current && isStanding(current.decision.state) ? 'edit' : 'register';
      if (target !== mode) {
        const carried = draft.value;
        discard();
        useDraft<JourneyDraft>(target, () => beginning(target, first)).value.value = carried;
      }
      // What the person may do has changed as well.
      void reload().then(() => router.push(`/${target}/check`));
    },
  };
  provide(journeyKey, journey);
  return journey;
}
