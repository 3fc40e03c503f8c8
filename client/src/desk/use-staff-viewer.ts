import { type ComputedRef, computed, watch } from 'vue';
import { StaffViewerDocument, type StaffViewerQuery } from '../../../schema/generated/graphql.ts';
import { type Query, useQuery } from '../api/use-query.ts';
import { endDeskSession, isAtDesk, setPatience } from './desk-session.ts';

/** The signed-in staff member or clinician as the desk knows them. */
export type StaffViewer = NonNullable<StaffViewerQuery['staffViewer']>;

/** Asks who is at the desk; asks nothing of the server when nobody is. */
export function useStaffViewer(): Query<StaffViewerQuery> & { readonly viewer: ComputedRef<StaffViewer | null> } {
  const query = useQuery(StaffViewerDocument, () => (isAtDesk.value ? {} : null));
  watch(query.data, (data) => {
    if (data === null) return;
    if (data.staffViewer === null) endDeskSession();
    else setPatience(Math.max(0, Date.parse(data.staffViewer.session.expiresAt) - Date.now()));
  });
  return { ...query, viewer: computed(() => (isAtDesk.value ? (query.data.value?.staffViewer ?? null) : null)) };
}
