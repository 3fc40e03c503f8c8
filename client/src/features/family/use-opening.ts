import { type Ref, type ShallowRef, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { AnswerFamilyMessageDocument, type FamilyAnswer, OpenFamilyMessageDocument, type OpenFamilyMessageMutation } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { takeSecret } from '../../container/arrival.ts';

/** What a reader is shown. */
export type Opened = Extract<OpenFamilyMessageMutation['openFamilyMessage'], { __typename?: 'OpenFamilyMessageSuccess' }>['opened'];

/** Reading one message: the link's secret and the code stay in memory, for as long as the page is open. */
export interface Opening {
  /** Whether the page was reached by a link. */
  readonly hasLink: Readonly<Ref<boolean>>;
  readonly code: Ref<string>;
  readonly opened: Readonly<ShallowRef<Opened | null>>;
  readonly answer: Readonly<ShallowRef<FamilyAnswer | null>>;
  /** What the register said no with. */
  readonly refusal: Readonly<ShallowRef<string | null>>;
  readonly fault: Readonly<ShallowRef<unknown>>;
  readonly busy: Readonly<ShallowRef<boolean>>;
  open(): Promise<void>;
  say(answer: FamilyAnswer): Promise<void>;
  /** Tries again what failed last. */
  retry(): Promise<void>;
}

/**
 * Takes the secret out of the address at once: what is shown there is photographed, read out and kept in the history. Sent in
 * nobody's name, also when somebody is signed in on this device: who reads is nobody's business.
 */
export function useOpening(): Opening {
  const execute = useExecute();
  const route = useRoute();
  const router = useRouter();
  const secret = ref('');
  const hasLink = ref(false);
  const code = ref('');
  const opened = shallowRef<Opened | null>(null);
  const answer = shallowRef<FamilyAnswer | null>(null);
  const refusal = shallowRef<string | null>(null);
  const fault = shallowRef<unknown>(null);
  const busy = shallowRef(false);
  const nobody = { token: null };

  watch(
    () => route.query['k'],
    (key) => {
      if (typeof key !== 'string') return;
      secret.value = key;
      hasLink.value = true;
      [code.value, opened.value, answer.value, refusal.value, fault.value] = ['', null, null, null, null];
      void router.replace(route.path);
    },
    { immediate: true },
  );

  const carried = takeSecret();
  if (carried !== null) [secret.value, hasLink.value] = [carried, true];

  let last: () => Promise<void> = () => Promise.resolve();

  async function attempt(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    last = work;
    [fault.value, refusal.value] = [null, null];
    try {
      await work();
    } catch (caught) {
      fault.value = caught;
    } finally {
      busy.value = false;
    }
  }

  return {
    hasLink,
    code,
    opened,
    answer,
    refusal,
    fault,
    busy,
    retry: () => attempt(last),
    open: () =>
      attempt(async () => {
        const { openFamilyMessage: said } = await execute(OpenFamilyMessageDocument, { input: { secret: secret.value, code: code.value } }, nobody);
        if (said.__typename === 'OpenFamilyMessageSuccess') {
          opened.value = said.opened;
          answer.value = said.opened.answer;
        } else refusal.value = said.message;
      }),
    say: (choice) =>
      attempt(async () => {
        const { answerFamilyMessage: said } = await execute(AnswerFamilyMessageDocument, { input: { secret: secret.value, code: code.value, answer: choice } }, nobody);
        if (said.__typename === 'AnswerFamilyMessageSuccess') answer.value = said.answer;
        else refusal.value = said.message;
      }),
  };
}
