import { computed, watch } from 'vue';
import {
  GiveConsentDocument,
  LiftRestrictionDocument,
  MyDataDocument,
  StateAfterDeathAccessDocument,
  TakeBackConsentDocument,
  WithdrawDataRequestDocument,
  type AfterDeathSetting,
  type OptionalPurpose,
  type PersonalDataFieldsFragment,
} from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { expireSession } from '../../api/session.ts';
import { useQuery } from '../../api/use-query.ts';
import { useFreshDeed } from '../../parts/use-fresh-deed.ts';

/** What the register holds about the person and what they said about it. */
export type PersonalData = PersonalDataFieldsFragment;
/** One purpose and where the person stands about it. */
export type Purpose = PersonalData['purposes'][number];
/** One request of theirs. */
export type DataRequest = PersonalData['requests']['nodes'][number];

/** Reads it at once; every command reads it back from the register. */
export function useMyData() {
  const execute = useExecute();
  const { data, fault, loading, reload } = useQuery(MyDataDocument, {});
  const deed = useFreshDeed();
  watch(data, (answer) => {
    // The device believed in a session that the register no longer knows.
    if (answer?.viewer === null) expireSession();
  });

  const readBack = async () => {
    await reload();
    return null;
  };
  /** What the person has read is what they agree to, so that is what is sent. */
  const giveConsent = (purpose: OptionalPurpose, { version, hash }: Purpose['words']) =>
    deed.attempt(async () => {
      const { giveConsent: result } = await execute(GiveConsentDocument, { input: { purpose, words: { version, hash } } });
      return result.__typename === 'GiveConsentSuccess' ? readBack() : result;
    });
  const takeBackConsent = (purpose: OptionalPurpose) =>
    deed.attempt(async () => {
      const { takeBackConsent: result } = await execute(TakeBackConsentDocument, { input: { purpose } });
      return result.__typename === 'TakeBackConsentSuccess' ? readBack() : result;
    });
  const stateAfterDeath = (setting: AfterDeathSetting) =>
    deed.attempt(async () => {
      const { stateAfterDeathAccess: result } = await execute(StateAfterDeathAccessDocument, { input: { setting } });
      return result.__typename === 'StateAfterDeathAccessSuccess' ? readBack() : result;
    });
  const liftRestriction = () =>
    deed.attempt(async () => {
      const { liftRestriction: result } = await execute(LiftRestrictionDocument, {});
      return result.__typename === 'LiftRestrictionSuccess' ? readBack() : result;
    });
  const withdrawRequest = (requestId: string) =>
    deed.attempt(async () => {
      const { withdrawDataRequest: result } = await execute(WithdrawDataRequestDocument, { input: { requestId } });
      return result.__typename === 'WithdrawDataRequestSuccess' ? readBack() : result;
    });

  return {
    personal: computed(() => data.value?.viewer?.personalData ?? null),
    /** Consents, arrangements and most requests need a record. */
    hasRecord: computed(() => Boolean(data.value?.viewer?.donor)),
    isTooWeak: computed(() => data.value?.viewer?.personalData === null),
    fault,
    loading,
    reload,
    deed,
    giveConsent,
    takeBackConsent,
    stateAfterDeath,
    liftRestriction,
    withdrawRequest,
  };
}
