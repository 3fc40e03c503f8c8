import { type ComputedRef, type ShallowRef, computed, shallowRef, watch } from 'vue';
import { DecisionHistoryDocument, MyDecisionDocument, type MyDecisionQuery } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { expireSession } from '../../api/session.ts';
import { useQuery } from '../../api/use-query.ts';
import type { DecisionRecord } from '../../parts/decision/record.ts';

/** The signed-in person with everything the register holds about their decision. */
export type MyDecision = NonNullable<MyDecisionQuery['viewer']>;

/** The citizen's decision as the register tells it now; nothing of it is ever kept on the device. */
export interface MyDecisionReading {
  readonly viewer: ComputedRef<MyDecision | null>;
  readonly fault: Readonly<ShallowRef<unknown>>;
  readonly loading: Readonly<ShallowRef<boolean>>;
  /** When the register was last read, as an instant. */
  readonly readAt: Readonly<ShallowRef<string>>;
  reload(): Promise<void>;
  /** The decisions read so far, the latest first. */
  readonly history: ComputedRef<readonly DecisionRecord[]>;
  readonly hasMore: ComputedRef<boolean>;
  readonly loadingMore: Readonly<ShallowRef<boolean>>;
  readonly moreFault: Readonly<ShallowRef<unknown>>;
  loadMore(): Promise<void>;
}

/** Reads the decision at once and page by page its history. */
export function useMyDecision(): MyDecisionReading {
  const execute = useExecute();
  const { data, fault, loading, reload } = useQuery(MyDecisionDocument, {});
  const readAt = shallowRef('');
  const later = shallowRef<readonly DecisionRecord[]>([]);
  const end = shallowRef<string | null>(null);
  const loadingMore = shallowRef(false);
  const moreFault = shallowRef<unknown>(null);
  const viewer = computed(() => data.value?.viewer ?? null);

  watch(data, (answer) => {
    readAt.value = new Date().toISOString();
    later.value = [];
    moreFault.value = null;
    const page = answer?.viewer?.donor?.history.pageInfo;
    end.value = page?.hasNextPage ? page.endCursor : null;
    // The device believed in a session that the register no longer knows.
    if (answer?.viewer === null) expireSession();
  });

  async function loadMore(): Promise<void> {
    const after = end.value;
    if (after === null || loadingMore.value) return;
    loadingMore.value = true;
    moreFault.value = null;
    try {
      const donor = (await execute(DecisionHistoryDocument, { after })).viewer?.donor;
      // A decision made meanwhile would be missing between the pages: read everything again.
      if (!donor || donor.version !== viewer.value?.donor?.version) return await reload();
      later.value = [...later.value, ...donor.history.nodes];
      end.value = donor.history.pageInfo.hasNextPage ? donor.history.pageInfo.endCursor : null;
    } catch (caught) {
      moreFault.value = caught;
    } finally {
      loadingMore.value = false;
    }
  }

  return {
    viewer,
    fault,
    loading,
    readAt,
    reload,
    history: computed(() => [...(viewer.value?.donor?.history.nodes ?? []), ...later.value]),
    hasMore: computed(() => end.value !== null),
    loadingMore,
    moreFault,
    loadMore,
  };
}
