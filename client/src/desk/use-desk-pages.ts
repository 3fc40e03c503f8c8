import { type ComputedRef, computed, type Ref } from 'vue';
import { useRouter } from 'vue-router';
import type { StaffViewer } from './use-staff-viewer.ts';

/** An entry of the navigation. */
export interface DeskPage {
  readonly path: string;
  readonly words: string;
}

/** The pages that the role of whoever is here has, in the order of their places. */
export function useDeskPages(viewer: Readonly<Ref<StaffViewer | null>>): ComputedRef<readonly DeskPage[]> {
  const router = useRouter();
  return computed(() => {
    const role = viewer.value?.role;
    if (role === undefined) return [];
    return router
      .getRoutes()
      .flatMap(({ path, meta }) => (meta.desk?.roles.includes(role) ? [{ path, words: meta.desk.words, place: meta.desk.place }] : []))
      .sort((one, other) => one.place - other.place);
  });
}
