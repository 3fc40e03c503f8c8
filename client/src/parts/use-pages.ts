import { type ComputedRef, type MaybeRefOrGetter, type ShallowRef, computed, shallowRef, toValue, watch } from 'vue';
import type { TrustedDocument } from '../../../schema/generated/graphql.ts';
import { useExecute } from '../api/execute.ts';
import { useQuery } from '../api/use-query.ts';

/** One page of a list, as every connection of the contract answers it. */
export interface ListPage<Node> {
  readonly totalCount: number;
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A list that is read page by page. */
export interface Pages<Result, Node> {
  /** The answer to the first page. */
  readonly data: Readonly<ShallowRef<Result | null>>;
  /** Everything read so far; null until the first page is there. */
  readonly nodes: ComputedRef<readonly Node[] | null>;
  readonly total: ComputedRef<number>;
  readonly hasMore: ComputedRef<boolean>;
  readonly fault: ComputedRef<unknown>;
  readonly loading: ComputedRef<boolean>;
  /** Begins again with the first page. */
  reload(): Promise<void>;
  loadMore(): Promise<void>;
}

/** Reads a list: 20 at first, and more when somebody asks. */
export function usePages<Result, Node, Variables extends object>(
  document: TrustedDocument<Result, Variables & { readonly first: number; readonly after?: string | null | undefined }>,
  variables: MaybeRefOrGetter<Variables>,
  pageOf: (result: Result) => ListPage<Node>,
): Pages<Result, Node> {
  const execute = useExecute();
  const first = 20;
  const { data, fault, loading, reload } = useQuery(document, () => ({ ...toValue(variables), first, after: null }));
  const later = shallowRef<readonly Node[]>([]);
  const end = shallowRef<string | null>(null);
  const moreFault = shallowRef<unknown>(null);
  const loadingMore = shallowRef(false);
  const endOf = ({ pageInfo }: ListPage<Node>) => (pageInfo.hasNextPage ? pageInfo.endCursor : null);

  watch(data, (answer) => {
    later.value = [];
    moreFault.value = null;
    end.value = answer ? endOf(pageOf(answer)) : null;
  });

  return {
    data,
    nodes: computed(() => data.value && [...pageOf(data.value).nodes, ...later.value]),
    total: computed(() => (data.value ? pageOf(data.value).totalCount : 0)),
    hasMore: computed(() => end.value !== null),
    fault: computed(() => fault.value ?? moreFault.value),
    loading: computed(() => loading.value || loadingMore.value),
    reload,
    async loadMore() {
      const shown = data.value;
      if (loadingMore.value || end.value === null) return;
      loadingMore.value = true;
      moreFault.value = null;
      try {
        const page = pageOf(await execute(document, { ...toValue(variables), first, after: end.value }));
        // The list began anew meanwhile: this page belongs to the former one.
        if (data.value !== shown) return;
        later.value = [...later.value, ...page.nodes];
        end.value = endOf(page);
      } catch (caught) {
        moreFault.value = caught;
      } finally {
        loadingMore.value = false;
      }
    },
  };
}
