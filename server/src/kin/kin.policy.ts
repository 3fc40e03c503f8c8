import type { Staff } from '../identity/actor.ts';
import type { DataRequest } from '../rights/data-request.entity.ts';
import { divisionPrefix, scopePrefixOf } from '../staff/staff.policy.ts';
import type { KinStatement } from './kin-statement.entity.ts';

/**
 * Whether somebody may be the second person who confirms the papers of a relative: neither who saw them nor who has the request, and of
 * the same office as who saw them or of one above it. That the request lies in their area is asked before.
 */
export function maySecond(staff: Staff, request: DataRequest, { provenBy }: KinStatement): boolean {
  const isParty = provenBy?.id === staff.account.id || request.takenBy?.id === staff.account.id;
  const office = provenBy?.unwrap().organisation?.unwrap().divisionCode;
  return !isParty && office !== undefined && divisionPrefix(office).startsWith(scopePrefixOf(staff));
}

/** Whether the papers wait for a second person, and somebody may be that one. */
export function awaitsSecond(staff: Staff, request: DataRequest, statement: KinStatement | null): boolean {
  return request.isOpen() && (statement?.provenAt ?? null) !== null && !statement?.confirmedAt && statement !== null && maySecond(staff, request, statement);
}
