import { computed, shallowRef } from 'vue';
import { ConfirmLookUpDocument, DeclineLookUpDocument, LookUpDeskDocument, OpenLookUpDocument, type LookUpAnswerFieldsFragment, type LookUpFieldsFragment } from '../../../../../schema/generated/graphql.ts';
import { useExecute } from '../../../api/execute.ts';
import { useQuery } from '../../../api/use-query.ts';
import { useDeed } from '../../use-deed.ts';

/** A look-up as those see it who work with it. */
export type WorkLookUp = LookUpFieldsFragment;
/** What a look-up disclosed. */
export type Disclosed = LookUpAnswerFieldsFragment;

/** The desk of a clinician or coordinator: what they asked, what waits for them, and the answers that they opened here. */
export function useLookUps() {
  const execute = useExecute();
  const { data, fault, loading, reload } = useQuery(LookUpDeskDocument, {});
  const deed = useDeed();
  /** Only as long as the page stands: an answer is kept nowhere, and each opening is written down. */
  const answers = shallowRef<ReadonlyMap<string, Disclosed>>(new Map());

  const confirm = (id: string) =>
    deed.attempt(async () => {
      const { confirmLookUp: result } = await execute(ConfirmLookUpDocument, { input: { id } });
      if (result.__typename !== 'ConfirmLookUpSuccess') return result;
      await reload();
      return null;
    });
  const decline = (id: string) =>
    deed.attempt(async () => {
      const { declineLookUp: result } = await execute(DeclineLookUpDocument, { input: { id } });
      if (result.__typename !== 'DeclineLookUpSuccess') return result;
      await reload();
      return null;
    });
  const open = (id: string) =>
    deed.attempt(async () => {
      const { openLookUp: result } = await execute(OpenLookUpDocument, { input: { id } });
      if (result.__typename !== 'OpenLookUpSuccess') return result;
      if (result.answer) answers.value = new Map([...answers.value, [id, result.answer]]);
      await reload();
      return null;
    });

  return {
    mine: computed(() => data.value?.lookUpDesk?.mine.nodes ?? null),
    toConfirm: computed(() => data.value?.lookUpDesk?.toConfirm.nodes ?? null),
    answers,
    fault,
    loading,
    reload,
    deed,
    confirm,
    decline,
    open,
  };
}
