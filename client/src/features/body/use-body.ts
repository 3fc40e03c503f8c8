import { type ComputedRef, type InjectionKey, type Ref, type ShallowRef, computed, inject, provide, shallowRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useI18n } from '../../use-i18n.ts';
import {
  type DeclareBodyDonationMutation,
  DeclareBodyDonationDocument,
  type RefuseBodyDonationMutation,
  RefuseBodyDonationDocument,
  type WithdrawBodyDonationMutation,
  WithdrawBodyDonationDocument,
  type BodyStatement,
} from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { uniqueKey } from '../../api/unique-key.ts';
import { useDraft } from '../../use-draft.ts';
import { markOf } from '../../parts/decision/use-submission.ts';
import { type Command, useCommand } from '../../parts/use-command.ts';
import type { Problem } from '../../ui/problems.ts';
import { type BodyAnswers, type BodyQuestion, type BodyRecord, type BodyViewer, type BodyWords, beginning, faultsOf, inputOf, placeOf, questions } from './body-answers.ts';

type Answer = DeclareBodyDonationMutation['declareBodyDonation'] | RefuseBodyDonationMutation['refuseBodyDonation'] | WithdrawBodyDonationMutation['withdrawBodyDonation'];

/** What is kept on the device until it is sent. */
interface BodyDraft {
  answers: BodyAnswers;
  /** The key of what was last sent and of which answers: sent again it gets the first answer again. */
  key: string;
  of: string;
  awaitsSignIn: boolean;
  /** What waits for the sign-in: the form, or one of the other statements. */
  statement: BodyStatement | null;
}

/** The form and the two other statements, shared by their screens. */
export interface BodyJourney {
  readonly viewer: ComputedRef<BodyViewer>;
  readonly standing: ComputedRef<BodyRecord | null>;
  readonly answers: ComputedRef<BodyAnswers>;
  readonly hasKnownPhone: ComputedRef<boolean>;
  readonly knownPhone: ComputedRef<string | null>;
  readonly command: Command<Answer>;
  /** That something was just recorded; shown once on the page of what stands. */
  readonly recorded: Ref<BodyStatement | null>;
  readonly problems: Readonly<ShallowRef<readonly (Problem & { readonly question: BodyQuestion | null })[]>>;
  readonly fromCheck: ComputedRef<boolean>;
  wordsOf(statement: BodyStatement): BodyWords;
  keepPlace(path: string): void;
  /** Goes on from a screen when nothing is missing on it; else tells what is. */
  next(question: BodyQuestion): readonly Problem[];
  send(statement: BodyStatement, words: BodyWords): Promise<void>;
  /** What was pressed before signing in afresh, if it waits for nothing else. */
  goesOn(statement: BodyStatement): boolean;
  restart(): void;
}

const bodyKey: InjectionKey<BodyJourney> = Symbol('body');

/** The journey that the screen is part of. */
export function useBody(): BodyJourney {
  const journey = inject(bodyKey);
  if (!journey) throw new Error('this screen is part of a journey');
  return journey;
}

/** Makes the journey and gives it to the screens below. */
export function provideBody(viewer: ComputedRef<BodyViewer>, words: ComputedRef<readonly BodyWords[]>, reload: () => Promise<void>): BodyJourney {
  const { t } = useI18n();
  const execute = useExecute();
  const router = useRouter();
  const route = useRoute();
  const first = viewer.value;
  const draft = useDraft<BodyDraft>('body', () => ({ answers: beginning(first), key: '', of: '', awaitsSignIn: false, statement: null }));
  const awaitsSignIn = computed({ get: () => draft.value.value.awaitsSignIn, set: (waits) => (draft.value.value.awaitsSignIn = waits) });
  const command = useCommand<Answer>(awaitsSignIn);
  const recorded = shallowRef<BodyStatement | null>(null);
  const problems = shallowRef<BodyJourney['problems']['value']>([]);
  const newer = shallowRef<BodyWords | null>(null);

  const answers = computed(() => draft.value.value.answers);
  const standing = computed(() => viewer.value.bodyDonation ?? null);
  const knownPhone = computed(() => viewer.value.citizen.maskedPhone);
  const fromCheck = computed(() => route.query['from'] === 'check');

  /** The same answers keep their key until a definite answer; changed ones get a new one. */
  function keyFor(input: object): string {
    const of = markOf(input);
    if (draft.value.value.of !== of) Object.assign(draft.value.value, { of, key: uniqueKey() });
    return draft.value.value.key;
  }

  const saidOf = ({ version, hash }: BodyWords) => ({ expectedSequence: standing.value?.declaration.sequence ?? null, words: { version, hash } });
  const withdrawal = (words: BodyWords) => ({ ...saidOf(words), expectedSequence: standing.value?.declaration.sequence ?? 0 });
  const refusal = (words: BodyWords) => ({ ...saidOf(words), areaCode: answers.value.areaCode, phone: answers.value.phone.trim() || null });
  const agreement = (words: BodyWords) => {
    const wish = inputOf(answers.value);
    return wish && { ...saidOf(words), ...wish };
  };
  const inputTo = (statement: BodyStatement, words: BodyWords): object | null => (statement === 'WITHDRAW' ? withdrawal(words) : statement === 'REFUSE' ? refusal(words) : agreement(words));

  async function ask(statement: BodyStatement, words: BodyWords): Promise<Answer> {
    if (statement === 'WITHDRAW') {
      const input = withdrawal(words);
      return (await execute(WithdrawBodyDonationDocument, { input: { ...input, idempotencyKey: keyFor({ statement, ...input }) } })).withdrawBodyDonation;
    }
    if (statement === 'REFUSE') {
      const input = refusal(words);
      return (await execute(RefuseBodyDonationDocument, { input: { ...input, idempotencyKey: keyFor({ statement, ...input }) } })).refuseBodyDonation;
    }
    const input = agreement(words);
    if (input === null) throw new Error('the form is not whole');
    return (await execute(DeclareBodyDonationDocument, { input: { ...input, idempotencyKey: keyFor({ statement, ...input }) } })).declareBodyDonation;
  }

  const journey: BodyJourney = {
    viewer,
    standing,
    answers,
    hasKnownPhone: computed(() => knownPhone.value !== null),
    knownPhone,
    command,
    recorded,
    problems,
    fromCheck,
    wordsOf(statement) {
      const found = newer.value?.statement === statement ? newer.value : words.value.find((each) => each.statement === statement);
      if (!found) throw new Error(`no words for ${statement}`);
      return found;
    },
    keepPlace: (path) => draft.keepPlace(path),
    next(question) {
      const faults = faultsOf(question, answers.value, knownPhone.value !== null);
      if (faults.length > 0) return faults.map(({ field, words: missing }) => ({ field, message: t(`body.missing.${missing}`) }));
      problems.value = problems.value.filter((problem) => problem.question !== question);
      const after = fromCheck.value ? 'check' : (questions[questions.indexOf(question) + 1] ?? 'check');
      void router.push(`/body/${after}`);
      return [];
    },
    async send(statement, read) {
      draft.value.value.statement = statement;
      const answer = await command.run(() => ask(statement, read));
      if (answer === null) return;
      if (answer.__typename === 'BodyWordsOutdated') newer.value = answer.words;
      if (answer.__typename === 'InvalidInput') {
        problems.value = answer.problems.map(({ path, message }) => ({ ...placeOf(path), message }));
        const place = problems.value.find(({ question }) => question !== null)?.question;
        if (place && statement === 'AGREE') void router.push({ path: `/body/${place}`, query: { from: 'check' } });
        return;
      }
      if (answer.__typename === 'AssuranceTooLow') return void router.push({ path: '/sign-in/step-up', query: { returnTo: '/body' } });
      if (!answer.__typename.endsWith('Success')) return;
      recorded.value = statement;
      draft.discard();
      await reload();
      draft.value.value.answers = beginning(viewer.value);
      draft.discard();
      await router.replace('/body');
    },
    // Only what they had read and ticked: other answers, newer words or another standing declaration are to be read first.
    goesOn: (statement) => command.goesOn() && draft.value.value.statement === statement && draft.value.value.of === markOf({ statement, ...inputTo(statement, journey.wordsOf(statement)) }),
    restart() {
      draft.discard();
      draft.value.value.answers = beginning(viewer.value);
    },
  };
  provide(bodyKey, journey);
  return journey;
}
