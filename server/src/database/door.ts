import type { Actor, Clinician, Staff } from '../identity/actor.ts';
import { divisionPrefix, scopePrefixOf } from '../staff/staff.policy.ts';
import type { Em } from './orm.ts';

/**
 * Through which door a connection came: `citizen` for the pool that answers people about themselves and recognises callers,
 * `system` for work without a caller (sealing the audit), `staff` and `clinician` for what the walls of `walls.ts` narrow.
 */
export type Door = 'citizen' | 'system' | 'staff' | 'clinician';

/** The start option that opens a door for as long as a connection lives: it costs nothing per request. */
export function doorOption(door: Extract<Door, 'citizen' | 'system'>): string {
  return `-c sanxian.door=${door}`;
}

/**
 * The unit of work of whoever calls. Staff and clinicians get one whose every statement, also of each fork, runs in a
 * transaction that begins by naming their door and scope: PostgreSQL then shows nothing beyond their walls, whatever is asked.
 */
export function throughDoorOf(actor: Actor, em: Em): Em {
  const variables = variablesOf(actor);
  return variables ? em.fork({ clear: true, session: { variables } }) : em;
}

/**
 * Lets exactly one person through, and only them, by the blind index of their document: a look-up follows the area of its
 * case and not where the person lives. Holds for this unit of work from its next statement on; call it outside of a transaction.
 */
export function enterLookUpDoor(em: Em, personIndex: Uint8Array): void {
  em.setSessionContext({ variables: { 'sanxian.person': Buffer.from(personIndex).toString('hex') } });
}

function variablesOf(actor: Actor): Record<string, string> | null {
  if (actor.kind === 'STAFF') return { ...accountOf(actor), 'sanxian.scope': scopePrefixOf(actor) };
  if (actor.kind === 'CLINICIAN') return { ...accountOf(actor), 'sanxian.scope': divisionPrefix(actor.hospital.divisionCode), 'sanxian.hospital': actor.hospital.id };
  return null;
}

function accountOf({ kind, account }: Staff | Clinician): Record<string, string> {
  return { 'sanxian.door': (kind === 'STAFF' ? 'staff' : 'clinician') satisfies Door, 'sanxian.account': account.id };
}
