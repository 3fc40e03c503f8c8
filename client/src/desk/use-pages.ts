import { type ComputedRef, computed, shallowRef, watch } from 'vue';
import type { TrustedDocument } from '../../../schema/generated/graphql.ts';
import { useExecute } from '../api/execute.ts';
import { useQuery } from '../api/use-query.ts';

/** One page of a list of the server. */
export interface Page<Node> {
  readonly totalCount: number;
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined };
}

/** A list that is read page by page. */
export interface Pages<Node> {
  /** What was read so far; null before the first answer. */
  readonly rows: ComputedRef<readonly Node[] | null>;
  readonly total: ComputedRef<number>;
  readonly hasMore: ComputedRef<boolean>;
  readonly fault: ComputedRef<unknown>;
  readonly loading: ComputedRef<boolean>;
  /** From the first page again. */
  reload(): Promise<void>;
  loadMore(): Promise<void>;
}

/** Reads a list at once, and further pages on demand; `variables` says how to ask behind a cursor, `pageOf` finds the list in the answer. */
export function usePages<Result, Variables, Node>(
  document: TrustedDocument<Result, Variables>,
  variables: (after: string | null) => Variables,
  pageOf: (result: Result) => Page<Node>,
): Pages<Node> {
  const execute = useExecute();
  const first = useQuery(document, () => variables(null));
  const later = shallowRef<readonly Page<Node>[]>([]);
  const laterFault = shallowRef<unknown>(null);
  const busy = shallowRef(false);
  watch(first.data, () => {
    later.value = [];
    laterFault.value = null;
  });
  const pages = computed(() => (first.data.value ? [pageOf(first.data.value), ...later.value] : null));

  return {
    rows: computed(() => pages.value?.flatMap(({ nodes }) => nodes) ?? null),
    total: computed(() => pages.value?.[0]?.totalCount ?? 0),
    hasMore: computed(() => pages.value?.at(-1)?.pageInfo.hasNextPage ?? false),
    fault: computed(() => laterFault.value ?? first.fault.value),
    loading: computed(() => busy.value || first.loading.value),
    reload: first.reload,
    async loadMore() {
      const after = pages.value?.at(-1)?.pageInfo.endCursor;
      if (busy.value || !after) return;
      busy.value = true;
      laterFault.value = null;
      try {
        later.value = [...later.value, pageOf(await execute(document, variables(after)))];
      } catch (caught) {
        laterFault.value = caught;
      } finally {
        busy.value = false;
      }
    },
  };
}
