import { badInput, fromCursor, pageSize } from '../graphql/connections.ts';
import type { Place } from './rights.queries.ts';

/** The sort key of a row in a list that is ordered by time. */
export function placeKey(at: Date, id: string): string {
  return `${at.getTime()} ${id}`;
}

/**
 * Reads where a page goes on, and how many rows to read for it: one more than asked, to know whether more follow.
 * @throws GraphQLError BAD_USER_INPUT for a size out of range or a cursor that is not ours.
 */
export function pageAfter(first: number, after: string | null): { readonly place: Place | null; readonly limit: number } {
  return { place: after ? placeOf(fromCursor(after)) : null, limit: pageSize(first) + 1 };
}

function placeOf(key: string): Place {
  const [, at, id] = /^(\d{1,15}) ([0-9a-f-]{36})$/.exec(key) ?? [];
  if (at === undefined || id === undefined) throw badInput('The cursor in `after` is not one of ours');
  return { at: new Date(Number(at)), id };
}
