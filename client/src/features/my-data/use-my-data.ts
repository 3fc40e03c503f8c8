import { type ComputedRef, type ShallowRef, computed, shallowRef, watch } from 'vue';
import { MyDataDocument, type MyDataQuery, type PersonalDataFieldsFragment } from '../../../../schema/generated/graphql.ts';
import { expireSession } from '../../api/session.ts';
import { useQuery } from '../../api/use-query.ts';
import { stepUpWhen } from '../../parts/step-up-when.ts';

/** What a person said and asked about their data. */
export type PersonalData = PersonalDataFieldsFragment;

/** One request of theirs, with its steps. */
export type DataRequest = PersonalData['requests']['nodes'][number];

/** One purpose for which data are processed. */
export type Purpose = PersonalData['purposes'][number];

/** The person's own data as the register tells them now; nothing of it is ever kept on the device. */
export interface MyData {
  readonly viewer: ComputedRef<NonNullable<MyDataQuery['viewer']> | null>;
  readonly personalData: ComputedRef<PersonalData | null>;
  readonly fault: Readonly<ShallowRef<unknown>>;
  readonly loading: Readonly<ShallowRef<boolean>>;
  reload(): Promise<void>;
  /** Shows what a command answered; it is newer than what was read. */
  take(answered: PersonalData): void;
}

/** Reads them at once. Too weak a sign-in is led to a stronger one, and back. */
export function useMyData(): MyData {
  const { data, fault, loading, reload } = useQuery(MyDataDocument, {});
  const answered = shallowRef<PersonalData | null>(null);
  watch(data, (answer) => {
    answered.value = null;
    // The device believed in a session that the register no longer knows.
    if (answer?.viewer === null) expireSession();
  });
  stepUpWhen(computed(() => data.value?.viewer?.personalData === null));
  return {
    viewer: computed(() => data.value?.viewer ?? null),
    personalData: computed(() => answered.value ?? data.value?.viewer?.personalData ?? null),
    fault,
    loading,
    reload,
    take(newer) {
      answered.value = newer;
    },
  };
}
