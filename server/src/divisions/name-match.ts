import { divisionsBelow, type ListedDivision } from './division.queries.ts';

/** Names of divisions as another system writes them; any may be missing. */
export interface DivisionNames {
  readonly province: string | null;
  readonly city: string | null;
  readonly county: string | null;
}

/** The one current county that carries these names, from the province down; null unless exactly one does. */
export function countyByNames(names: DivisionNames, on: string): ListedDivision | null {
  const below = (parent: string | null, name: string | null) => divisionsBelow(parent, on).filter((division) => name !== null && division.name === name);
  const counties = below(null, names.province)
    .flatMap((province) => below(province.code, names.city))
    .flatMap((city) => below(city.code, names.county));
  return counties.length === 1 ? (counties[0] ?? null) : null;
}
