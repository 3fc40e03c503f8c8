import { type ShallowRef, shallowRef } from 'vue';
import { CountyNearbyDocument } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { PlaceUnknown } from '../../container/app-container.ts';
import { useContainer } from '../../container/use-container.ts';

/** Counties of this province are smaller than that across; whoever is farther from every one of them is elsewhere. */
const farthest = 60_000;

/** Proposes the county around the phone. The nearest seat may lie across a border, so the person must check it. */
export function useCountyNearby(): {
  readonly state: Readonly<ShallowRef<'idle' | 'asking' | 'found' | 'REFUSED' | 'UNAVAILABLE' | 'ELSEWHERE'>>;
  /** The full name of the county found. */
  readonly place: Readonly<ShallowRef<string>>;
  /** The code of the county, or null when it could not be told; `state` says why. */
  find(): Promise<string | null>;
} {
  const execute = useExecute();
  const container = useContainer();
  const state = shallowRef<'idle' | 'asking' | 'found' | 'REFUSED' | 'UNAVAILABLE' | 'ELSEWHERE'>('idle');
  const place = shallowRef('');

  return {
    state,
    place,
    async find() {
      state.value = 'asking';
      try {
        const { latitude, longitude } = await container.location();
        const { nearbyOrganisations } = await execute(CountyNearbyDocument, { latitude, longitude });
        const county = nearbyOrganisations.find(({ organisation }) => organisation.level === 'COUNTY');
        if (!county || county.distanceMetres > farthest) {
          state.value = 'ELSEWHERE';
          return null;
        }
        place.value = county.organisation.division.fullName;
        state.value = 'found';
        return county.organisation.division.code;
      } catch (error) {
        state.value = error instanceof PlaceUnknown ? error.reason : 'UNAVAILABLE';
        return null;
      }
    },
  };
}
