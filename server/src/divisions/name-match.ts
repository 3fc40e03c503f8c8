import { divisionsBelow, type ListedDivision } from './division.queries.ts';

/** Names of divisions as another system writes them; any may be missing. */
export interface DivisionNames {
  readonly province: string | null;
  readonly city: string | null;
  readonly county: string | null;
}

/**
 * The closest current division that these names lead to, from the province down: a county, or the city when the county is
 * missing or unknown; null unless exactly one division of that level carries the names.
 */
export function divisionByNames(names: DivisionNames, on: string): ListedDivision | null {
  const below = (parents: readonly (ListedDivision | null)[], name: string | null) =>
    parents.flatMap((parent) => divisionsBelow(parent?.code ?? null, on)).filter((division) => name !== null && division.name === name);
  const cities = below(below([null], names.province), names.city);
  const counties = below(cities, names.county);
  const [found, ...others] = counties.length > 0 ? counties : cities;
  return found && others.length === 0 ? found : null;
}
