import { findDivision, type ListedDivision } from './division.queries.ts';
import { readReferenceRows } from './reference-file.ts';

/** A point on the earth in degrees; north and east are positive. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Mean radius of the earth in metres (IUGG). */
const EARTH_RADIUS = 6_371_009;

const centres = new Map(
  readReferenceRows<'code' | 'longitude' | 'latitude'>('divisions/data/centres.csv').map((row) => [
    row.code,
    { latitude: Number(row.latitude), longitude: Number(row.longitude) },
  ]),
);

/**
 * A point near the seat of a division's government, null where none is on record (outside Zhejiang, and the province as a whole).
 * Datum: the points are taken for GCJ-02, the datum that 浙里办 getLocation is assumed to use. A plain browser answers in
 * WGS-84; the two lie some hundred metres apart, which says nothing at the precision of a county's centre.
 */
export function centreOf(division: ListedDivision): Point | null {
  return centres.get(division.code) ?? null;
}

/** The divisions with a centre on record, nearest first, with the great-circle distance in metres. */
export function divisionsByDistance(from: Point): readonly { readonly division: ListedDivision; readonly distanceMetres: number }[] {
  return [...centres]
    .flatMap(([code, centre]) => {
      const division = findDivision(code);
      return division ? [{ division, distanceMetres: Math.round(greatCircle(from, centre)) }] : [];
    })
    .sort((a, b) => a.distanceMetres - b.distanceMetres);
}

/** Great-circle distance in metres (haversine). */
export function greatCircle(from: Point, to: Point): number {
  const [fromLatitude, toLatitude] = [radians(from.latitude), radians(to.latitude)];
  const chord =
    Math.sin((toLatitude - fromLatitude) / 2) ** 2 +
    Math.cos(fromLatitude) * Math.cos(toLatitude) * Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  // Rounding may lift the chord of two opposite points above 1.
  return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(Math.min(1, chord)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
