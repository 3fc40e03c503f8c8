import { type ComputedRef, type Ref, computed } from 'vue';
import { DecisionStartDocument } from '../../../../schema/generated/graphql.ts';
import { type Query, useQuery } from '../../api/use-query.ts';
import { useDraft } from '../../use-draft.ts';
import { type KindAnswers, type KindPolicy, unanswered } from './choice-answers.ts';

/** What somebody prepares for another person: answers about items and nothing else. */
export interface Helping {
  readonly kinds: ComputedRef<readonly KindPolicy[]>;
  readonly answers: Ref<{ answers: KindAnswers }>;
  readonly query: Pick<Query<unknown>, 'fault' | 'loading' | 'reload'>;
  discard(): void;
}

/** The prepared answers of this tab, and the items that there are. Nobody needs to be signed in. */
export function useHelping(): Helping {
  const { data, fault, loading, reload } = useQuery(DecisionStartDocument, {});
  const { value, discard } = useDraft<{ answers: KindAnswers }>('helper', () => ({ answers: unanswered() }));
  return { kinds: computed(() => data.value?.donationPolicy.kinds ?? []), answers: value, query: { fault, loading, reload }, discard };
}
