import type { FilterQuery } from '@mikro-orm/core';
import { badInput, fromCursor, pageSize, toConnection, type Connection } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import type { StaffAccount } from '../staff/staff-account.entity.ts';
import { AccountRole } from '../staff/staff-role.ts';
import type { LookUp } from './look-up.entity.ts';
import { LookUpRole } from './look-up.policy.ts';
import { countLookUps, lookUpsBefore, type LookUpPlace } from './look-up.queries.ts';

/** A member of the staff as others may know them: by name and role. */
export function personOf({ vault }: Context, account: StaffAccount): { readonly name: string; readonly role: LookUpRole } {
  return { name: account.fullName(vault), role: account.role === AccountRole.CLINICIAN ? LookUpRole.CLINICIAN : LookUpRole.COORDINATOR };
}

/** One page of look-ups, the newest first. */
export async function pageOf({ em }: Context, which: FilterQuery<LookUp>, first: number, after: string | null): Promise<Connection<LookUp>> {
  const rows = await lookUpsBefore(em, which, after ? placeIn(after) : null, pageSize(first) + 1);
  return toConnection(rows, { first, after, totalCount: await countLookUps(em, which), keyOf: ({ requestedAt, id }) => `${requestedAt.getTime()}.${id}` });
}

/** @throws GraphQLError BAD_USER_INPUT when somebody made the cursor up, or it belongs to another list. */
function placeIn(cursor: string): LookUpPlace {
  const [, time, id] = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(fromCursor(cursor)) ?? [];
  if (!time || !id) throw badInput('The cursor in `after` is not one of ours');
  return { requestedAt: new Date(Number(time)), id };
}
