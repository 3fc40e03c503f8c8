import { type ComputedRef, type ShallowRef, computed, shallowRef, watch } from 'vue';
import { MarkLookUpsSeenDocument, OwnLookUpsDocument, type OwnLookUpsQuery } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { expireSession } from '../../api/session.ts';
import { useQuery } from '../../api/use-query.ts';

/** One look-up as its owner is told of it. */
export type Look = NonNullable<NonNullable<OwnLookUpsQuery['viewer']>['lookUps']>['nodes'][number];

/** The look-ups of the person's own decision, as the register tells them now. */
export interface Looks {
  readonly looks: ComputedRef<readonly Look[] | null>;
  /** Whether the person signed in too weakly to be told. */
  readonly isTooWeak: ComputedRef<boolean>;
  readonly total: ComputedRef<number>;
  readonly unseen: ComputedRef<number>;
  readonly hasMore: ComputedRef<boolean>;
  readonly fault: Readonly<ShallowRef<unknown>>;
  readonly loading: Readonly<ShallowRef<boolean>>;
  /** What is being sent or read besides the first page, and what went wrong with it. */
  readonly busy: Readonly<ShallowRef<boolean>>;
  readonly laterFault: Readonly<ShallowRef<unknown>>;
  reload(): Promise<void>;
  loadMore(): Promise<void>;
  /** Says that the person has seen everything up to the newest that is shown; what came meanwhile stays new. */
  markSeen(): Promise<void>;
}

/** Reads the look-ups at once, and page by page the earlier ones. */
export function useLooks(): Looks {
  const execute = useExecute();
  const { data, fault, loading, reload } = useQuery(OwnLookUpsDocument, { after: null });
  const later = shallowRef<readonly Look[]>([]);
  const end = shallowRef<string | null>(null);
  const busy = shallowRef(false);
  const laterFault = shallowRef<unknown>(null);

  watch(data, (answer) => {
    later.value = [];
    laterFault.value = null;
    const page = answer?.viewer?.lookUps?.pageInfo;
    end.value = page?.hasNextPage ? (page.endCursor ?? null) : null;
    // The device believed in a session that the register no longer knows.
    if (answer?.viewer === null) expireSession();
  });

  const firstPage = computed(() => data.value?.viewer?.lookUps ?? null);
  const looks = computed(() => firstPage.value && [...firstPage.value.nodes, ...later.value]);

  async function attempt(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    laterFault.value = null;
    try {
      await work();
    } catch (caught) {
      laterFault.value = caught;
    } finally {
      busy.value = false;
    }
  }

  return {
    looks,
    isTooWeak: computed(() => data.value?.viewer?.lookUps === null),
    total: computed(() => firstPage.value?.totalCount ?? 0),
    unseen: computed(() => data.value?.viewer?.unseenLookUps ?? 0),
    hasMore: computed(() => end.value !== null),
    fault,
    loading,
    busy,
    laterFault,
    reload,
    loadMore: () =>
      attempt(async () => {
        const page = (await execute(OwnLookUpsDocument, { after: end.value })).viewer?.lookUps;
        if (!page) return reload();
        later.value = [...later.value, ...page.nodes];
        end.value = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
      }),
    markSeen: () =>
      attempt(async () => {
        const newest = looks.value?.[0];
        if (newest) await execute(MarkLookUpsSeenDocument, { input: { until: newest.requestedAt } });
        await reload();
      }),
  };
}
