import { type ComputedRef, computed, watch } from 'vue';
import { ViewerDocument, type ViewerQuery } from '../../../schema/generated/graphql.ts';
import { expireSession, isSignedIn } from './session.ts';
import { type Query, useQuery } from './use-query.ts';

/** The signed-in citizen as the screens know them, or null. */
export type Viewer = NonNullable<ViewerQuery['viewer']>;

/** Asks who is signed in and what they may do; asks nothing of the server when nobody is. */
export function useViewer(): Query<ViewerQuery> & { readonly viewer: ComputedRef<Viewer | null> } {
  const query = useQuery(ViewerDocument, () => (isSignedIn.value ? {} : null));
  // Anybody may ask for the viewer, so a session that has ended is answered with nobody rather than with a fault.
  watch(query.data, (data) => {
    if (data?.viewer === null) expireSession();
  });
  return { ...query, viewer: computed(() => (isSignedIn.value ? (query.data.value?.viewer ?? null) : null)) };
}
