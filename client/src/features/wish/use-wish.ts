import { type ComputedRef, type Ref, type ShallowRef, computed, ref, shallowRef, watch } from 'vue';
import { MyWishDocument, type MyWishQuery, StateWishDocument, type StateWishMutation, TakeBackConsentDocument, type TakeBackConsentMutation } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { useQuery } from '../../api/use-query.ts';
import { expireWhenNobody } from '../../parts/expire-when-nobody.ts';
import { type Command, useCommand } from '../../parts/use-command.ts';
import { useDraft } from '../../use-draft.ts';

/** The signed-in person with their wish. */
type Viewer = NonNullable<MyWishQuery['viewer']>;
type Answer = StateWishMutation['stateWish'] | TakeBackConsentMutation['takeBackConsent'];

/** A wish as its owner writes it. */
export interface OwnWish {
  readonly viewer: ComputedRef<Viewer | null>;
  readonly words: ComputedRef<NonNullable<Viewer['personalData']>['purposes'][number]['words'] | null>;
  readonly fault: Readonly<ShallowRef<unknown>>;
  readonly loading: Readonly<ShallowRef<boolean>>;
  reload(): Promise<void>;
  readonly text: Ref<string>;
  readonly agreed: Ref<boolean>;
  readonly command: Command<Answer>;
  /** What was done last. */
  readonly done: Readonly<ShallowRef<'saved' | 'removed' | null>>;
  save(): Promise<Answer | null>;
  remove(): Promise<void>;
  goOn(): boolean;
}

/** The text waits in a draft for the way to the sign-in page; so does the tick, for the words that it was given to. */
export function useWish(): OwnWish {
  const execute = useExecute();
  const { data, fault, loading, reload } = useQuery(MyWishDocument, {});
  const draft = useDraft('wish', () => ({ text: '', agreedTo: '', awaitsSignIn: false, touched: false }));
  const answers = draft.value;
  const awaitsSignIn = computed({ get: () => answers.value.awaitsSignIn, set: (waits) => (answers.value.awaitsSignIn = waits) });
  const command = useCommand<Answer>(awaitsSignIn);
  const done = shallowRef<'saved' | 'removed' | null>(null);
  const viewer = computed(() => data.value?.viewer ?? null);
  expireWhenNobody(data);
  const words = computed(() => viewer.value?.personalData?.purposes.find(({ purpose }) => purpose === 'RESPECT_WISH')?.words ?? null);
  const shown = ref('');

  watch(
    () => viewer.value?.donor?.wish?.text ?? '',
    (text) => (shown.value = text),
    { immediate: true },
  );
  const text = computed({
    get: () => (answers.value.touched ? answers.value.text : shown.value),
    set: (typed) => Object.assign(answers.value, { text: typed, touched: true }),
  });
  /** Agreed to these very words, and to none that came after. */
  const agreed = computed({ get: () => answers.value.agreedTo !== '' && answers.value.agreedTo === words.value?.hash, set: (ticked) => (answers.value.agreedTo = ticked ? (words.value?.hash ?? '') : '') });

  async function after(answer: Answer | null, what: 'saved' | 'removed'): Promise<void> {
    done.value = answer?.__typename.endsWith('Success') ? what : null;
    if (done.value) draft.discard();
    // The words have changed meanwhile: those in force are shown, to be read and ticked again.
    if (answer?.__typename === 'PurposeTextOutdated') agreed.value = false;
    if (done.value ?? answer?.__typename === 'PurposeTextOutdated') await reload();
  }

  return {
    viewer,
    words,
    fault,
    loading,
    reload,
    text,
    agreed,
    command,
    done,
    async save() {
      const inForce = words.value;
      if (!inForce) return null;
      const { version, hash } = inForce;
      done.value = null;
      const answer = await command.run(async () => (await execute(StateWishDocument, { input: { text: text.value, words: { version, hash } } })).stateWish);
      await after(answer, 'saved');
      return answer;
    },
    async remove() {
      done.value = null;
      await after(await command.run(async () => (await execute(TakeBackConsentDocument, { input: { purpose: 'RESPECT_WISH' } })).takeBackConsent), 'removed');
    },
    goOn: command.goesOn,
  };
}
