import type { Em } from '../database/orm.ts';
import type { Decision } from '../donors/decision.entity.ts';
import { allItems, type Choices } from '../donors/donation-kinds.ts';
import type { CalendarDay } from '../identity/calendar.ts';
import type { IndexSlot } from '../vault/vault.ts';
import { FormerRegistration } from './former-registration.entity.ts';

/** A registration that was taken over before, as far as a row can be held against it. */
export interface KnownReference {
  readonly reference: string;
  /** Null once the person was erased. */
  readonly personIndex: Buffer | null;
  readonly decidedOn: CalendarDay;
  readonly choices: Choices;
}

/** Which of these numbers of a former system were taken over before. */
export async function knownReferences(em: Em, system: string, references: readonly string[], slot: IndexSlot): Promise<ReadonlyMap<string, KnownReference>> {
  const rows = await em.execute<KnownReference[]>(
    `select reference, ${slot === 1 ? 'document_index' : 'document_index_2'} as "personIndex", decided_on::text as "decidedOn", choices
     from former_registration as former join donor on donor.id = former.donor_id join decision on decision.donor_id = donor.id and decision.sequence = former.sequence
     where system = ? and reference in (select jsonb_array_elements_text(?::jsonb))`,
    [system, JSON.stringify(references)],
  );
  return new Map(rows.map((row) => [row.reference, row]));
}

/** Whether a row says what was taken over under its number. Of somebody who was erased only the day and the choices are left to compare. */
export function saysTheSame(row: Omit<KnownReference, 'reference'>, known: KnownReference): boolean {
  const isOther = known.personIndex !== null && row.personIndex?.equals(known.personIndex) !== true;
  return !isOther && row.decidedOn === known.decidedOn && allItems.every((item) => row.choices[item] === known.choices[item]);
}

/** The registrations that these decisions were taken over from, by decision. */
export async function formerOf(em: Em, decisions: readonly Decision[]): Promise<ReadonlyMap<string, FormerRegistration>> {
  const donors = [...new Set(decisions.map(({ donor }) => donor.id))];
  if (donors.length === 0) return new Map();
  const rows = await em.find(FormerRegistration, { donor: { $in: donors } });
  const byPlace = new Map(rows.map((row) => [`${row.donor.id} ${row.sequence}`, row]));
  return new Map(decisions.flatMap((decision) => {
    const row = byPlace.get(`${decision.donor.id} ${decision.sequence}`);
    return row ? [[decision.id, row] as const] : [];
  }));
}

/** On which day a decision was made in a former system; null when it was made here. */
export async function formerDayOf(em: Em, decision: Decision): Promise<CalendarDay | null> {
  return (await formerOf(em, [decision])).get(decision.id)?.decidedOn ?? null;
}
