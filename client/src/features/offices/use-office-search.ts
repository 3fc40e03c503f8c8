import { type ComputedRef, type ShallowRef, computed, shallowRef, watch } from 'vue';
import { type OrganisationCardFragment, OrganisationsDocument, type OrganisationsQuery } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';

const pageSize = 20;

/** Offices whose name or division holds the words, twenty at a time. */
export interface OfficeSearch {
  readonly found: ComputedRef<readonly OrganisationCardFragment[]>;
  /** How many there are in all; null before the first answer. */
  readonly total: ComputedRef<number | null>;
  readonly hasMore: ComputedRef<boolean>;
  readonly loading: Readonly<ShallowRef<boolean>>;
  readonly fault: Readonly<ShallowRef<unknown>>;
  /** The next twenty, or the same again after a fault. */
  more(): Promise<void>;
}

/** Searches whenever the words change; no words, no search. */
export function useOfficeSearch(words: () => string): OfficeSearch {
  const execute = useExecute();
  const pages = shallowRef<readonly OrganisationsQuery['organisations'][]>([]);
  const loading = shallowRef(false);
  const fault = shallowRef<unknown>(null);
  let search = 0;

  async function more(): Promise<void> {
    const turn = search;
    loading.value = true;
    fault.value = null;
    try {
      const after = pages.value[pages.value.length - 1]?.pageInfo.endCursor ?? null;
      const { organisations } = await execute(OrganisationsDocument, { first: pageSize, after, filter: { search: words() } }, { isTyped: true });
      if (turn === search) pages.value = [...pages.value, organisations];
    } catch (caught) {
      if (turn === search) fault.value = caught;
    } finally {
      if (turn === search) loading.value = false;
    }
  }

  watch(
    words,
    (wanted) => {
      search += 1;
      pages.value = [];
      fault.value = null;
      loading.value = false;
      if (wanted) void more();
    },
    { immediate: true },
  );

  return {
    found: computed(() => pages.value.flatMap(({ nodes }) => nodes)),
    total: computed(() => pages.value[pages.value.length - 1]?.totalCount ?? null),
    hasMore: computed(() => pages.value[pages.value.length - 1]?.pageInfo.hasNextPage ?? false),
    loading,
    fault,
    more,
  };
}
