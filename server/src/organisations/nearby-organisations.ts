import type { Em } from '../database/orm.ts';
import { divisionsByDistance, type Point } from '../divisions/division-centres.ts';
import type { ListedOrganisation } from './organisation.queries.ts';
import { organisationsOfDivisions } from './organisation.queries.ts';

/** What a distance is measured to. No office's own place is known yet, so all are measured to the centre of its division. */
export const DistanceBasis = { DIVISION_CENTRE: 'DIVISION_CENTRE', OFFICE: 'OFFICE' } as const;
export type DistanceBasis = (typeof DistanceBasis)[keyof typeof DistanceBasis];

/** A body and how far it is. */
export interface NearbyOrganisation {
  readonly organisation: ListedOrganisation;
  /** As the crow flies, in metres. */
  readonly distanceMetres: number;
  readonly basis: DistanceBasis;
}

/** The bodies nearest to a point, nearest first, at most `first`. The point is used and forgotten: nowhere stored or logged. */
export async function nearbyOrganisations(em: Em, from: Point, first: number): Promise<readonly NearbyOrganisation[]> {
  const byDistance = divisionsByDistance(from);
  const bodies = Map.groupBy(await organisationsOfDivisions(em, byDistance.map(({ division }) => division.code)), ({ division }) => division.code);
  return byDistance
    .flatMap(({ division, distanceMetres }) =>
      (bodies.get(division.code) ?? []).map((organisation) => ({ organisation, distanceMetres, basis: DistanceBasis.DIVISION_CENTRE })),
    )
    .slice(0, first);
}
