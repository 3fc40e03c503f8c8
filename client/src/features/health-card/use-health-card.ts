import { type ComputedRef, type ShallowRef, computed, shallowRef } from 'vue';
import {
  BindHealthCardDocument,
  type BindHealthCardMutation,
  GiveConsentDocument,
  type GiveConsentMutation,
  type HealthCardFieldsFragment,
  MyHealthCardsDocument,
  type MyHealthCardsQuery,
  type OptionalPurpose,
  TakeBackConsentDocument,
  type TakeBackConsentMutation,
  UnbindHealthCardDocument,
  type UnbindHealthCardMutation,
} from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { useQuery } from '../../api/use-query.ts';
import { expireWhenNobody } from '../../parts/expire-when-nobody.ts';
import { type Command, useCommand } from '../../parts/use-command.ts';

/** One platform of health cards with the person's card there. */
export type Platform = HealthCardFieldsFragment;
/** One of the two consents about a platform. */
export type CardConsent = Platform['consents'][number];

type Viewer = NonNullable<MyHealthCardsQuery['viewer']>;
type Answer = BindHealthCardMutation['bindHealthCard'] | UnbindHealthCardMutation['unbindHealthCard'] | GiveConsentMutation['giveConsent'] | TakeBackConsentMutation['takeBackConsent'];

/** What was done last. */
export type Done = 'bound' | 'unbound' | 'given' | 'taken';

/** The person's health cards and what they can do about them. */
export interface OwnHealthCards {
  readonly viewer: ComputedRef<Viewer | null>;
  readonly fault: Readonly<ShallowRef<unknown>>;
  readonly loading: Readonly<ShallowRef<boolean>>;
  reload(): Promise<void>;
  readonly command: Command<Answer>;
  /** At which platform something was pressed last: what came of it is told there. */
  readonly pressedAt: Readonly<ShallowRef<Platform['key'] | null>>;
  readonly done: Readonly<ShallowRef<Done | null>>;
  bind(platform: Platform, code: string, applyIfNone: boolean): Promise<Answer | null>;
  unbind(platform: Platform): Promise<Answer | null>;
  /** Gives a consent that was not given, and takes back one that was. */
  turn(platform: Platform, consent: CardConsent): Promise<Answer | null>;
}

/** Whether a purpose is one that a person may do without; those about cards are. */
const isOptional = (purpose: CardConsent['purpose']): purpose is OptionalPurpose => /_CARD_(ASKS|TOLD)$/.test(purpose);

/** Every answer is read anew from the register: how far a platform has been told is known there alone. */
export function useHealthCard(): OwnHealthCards {
  const execute = useExecute();
  const { data, fault, loading, reload } = useQuery(MyHealthCardsDocument, {});
  const command = useCommand<Answer>();
  const pressedAt = shallowRef<Platform['key'] | null>(null);
  const done = shallowRef<Done | null>(null);
  expireWhenNobody(data);

  async function run({ key }: Platform, what: Done, send: () => Promise<Answer>): Promise<Answer | null> {
    pressedAt.value = key;
    done.value = null;
    const answer = await command.run(send);
    if (answer?.__typename.endsWith('Success')) done.value = what;
    // The words have changed meanwhile: those in force are shown, to be read again.
    if (done.value !== null || answer?.__typename === 'PurposeTextOutdated') await reload();
    return answer;
  }

  return {
    viewer: computed(() => data.value?.viewer ?? null),
    fault,
    loading,
    reload,
    command,
    pressedAt,
    done,
    bind: (platform, code, applyIfNone) =>
      run(platform, 'bound', async () => (await execute(BindHealthCardDocument, { input: { platform: platform.key, code: code.trim() === '' ? null : code, applyIfNone } })).bindHealthCard),
    unbind: (platform) => run(platform, 'unbound', async () => (await execute(UnbindHealthCardDocument, { input: { platform: platform.key } })).unbindHealthCard),
    turn: (platform, { purpose, given, words: { version, hash } }) =>
      run(platform, given ? 'taken' : 'given', async () => {
        if (!isOptional(purpose)) throw new Error(`${purpose} is no consent about a card`);
        if (given) return (await execute(TakeBackConsentDocument, { input: { purpose } })).takeBackConsent;
        return (await execute(GiveConsentDocument, { input: { purpose, words: { version, hash } } })).giveConsent;
      }),
  };
}
