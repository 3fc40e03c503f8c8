import { type ShallowRef, shallowRef } from 'vue';
import { NearbyOrganisationsDocument, type NearbyOrganisationsQuery } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { PlaceUnknown } from '../../container/app-container.ts';
import { useContainer } from '../../container/use-container.ts';

/** An office and how far it is. */
export type NearbyOffice = NearbyOrganisationsQuery['nearbyOrganisations'][number];

/** Where the search by location stands. Without a location everything else keeps working. */
export type NearbyState =
  | { readonly is: 'unasked' }
  | { readonly is: 'locating' }
  | { readonly is: 'found'; readonly offices: readonly NearbyOffice[] }
  | { readonly is: 'refused' }
  | { readonly is: 'unavailable' }
  | { readonly is: 'failed'; readonly fault: unknown };

/** Kept while the app is open, so that coming back from an office shows the list again; the place itself is not kept. */
const state = shallowRef<NearbyState>({ is: 'unasked' });

/** The nearest offices, asked for only when the person presses. */
export function useNearby(): { readonly state: Readonly<ShallowRef<NearbyState>>; locate(): Promise<void> } {
  const container = useContainer();
  const execute = useExecute();

  async function locate(): Promise<void> {
    state.value = { is: 'locating' };
    try {
      const { latitude, longitude } = await container.location();
      const { nearbyOrganisations } = await execute(NearbyOrganisationsDocument, { latitude: rounded(latitude), longitude: rounded(longitude) });
      state.value = { is: 'found', offices: nearbyOrganisations };
    } catch (fault) {
      if (fault instanceof PlaceUnknown) state.value = { is: fault.reason === 'REFUSED' ? 'refused' : 'unavailable' };
      else state.value = { is: 'failed', fault };
    }
  }

  return { state, locate };
}

/** About a kilometre: enough to sort offices by, too little to tell the door. */
const rounded = (degrees: number): number => Math.round(degrees * 100) / 100;
