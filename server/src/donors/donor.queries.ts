import type { Em } from '../database/orm.ts';
import type { Citizen } from '../identity/actor.ts';
import { Session } from '../identity/session.entity.ts';
import type { IndexSlot } from '../vault/vault.ts';
import { assertUnaltered } from './canonical-decision.ts';
import { Decision, DecisionAction } from './decision.entity.ts';
import { ask, askToShow, reading, toChange, type Found } from '../database/readings.ts';
import { Disavowal, DisavowalResolution } from './disavowal.entity.ts';
import type { DisavowalRecord } from './disavowal.queries.ts';
import { Donor } from './donor.entity.ts';
import { NationalSync } from './national-sync.entity.ts';

/** Whom a blind index names: it stands in the one column or in the other, by the key it was made with (`Vault.indexSlot`). */
export function indexedBy(personIndex: Buffer, slot: IndexSlot) {
  return slot === 1 ? { documentIndex: personIndex } : { documentIndex2: personIndex };
}

/** Whom a blind index names that was made some hours ago, perhaps with the former key: digests under two keys never meet. */
function indexedByEither(personIndex: Buffer) {
  return { $or: [{ documentIndex: personIndex }, { documentIndex2: personIndex }] };
}

/** The caller's own record, or null: the only way to a donor, because nobody names a person by an argument. */
export function ownDonor(em: Em, citizen: Citizen): Promise<Donor | null> {
  return em.findOne(Donor, indexedBy(citizen.personIndex, citizen.indexSlot));
}

/** Whom the key store calls erased and this register does not: an older copy of it was restored. */
export async function erasedButPresent(em: Em): Promise<Donor[]> {
  const rows = await em.execute<{ id: string }[]>('select donor.id from donor join key_store.erased_person as erased on erased.person_id = donor.id where donor.erased_at is null');
  return rows.length === 0 ? [] : em.find(Donor, { id: { $in: rows.map(({ id }) => id) } });
}

/**
 * The record of a person whom a gated look-up asks for, with the decision that stands on it, checked against its
 * fingerprint; null when there is none. Only `lookups/` may ask, after the look-up itself is to be written. Both statements
 * run in either case, so that the database works the same for a hit and a miss.
 */
export async function donorByIndex(em: Em, personIndex: Buffer): Promise<OwnRecord | null> {
  const donor = await em.findOne(Donor, indexedByEither(personIndex));
  const latest = await em.findOne(Decision, { donor: donor?.id ?? NOBODY, sequence: donor?.latestSequence ?? 1 });
  if (!donor) return null;
  if (!latest) throw new Error('A donor has lost the decision that stands');
  return { donor, latest: assertUnaltered(donor.registrationNumber, latest) };
}

/**
 * The record of a person who bound a health card, with the decision that stands on it; both statements run for nobody, too, so that the
 * database works the same. Only `health-cards/` may ask, when it writes down that it was asked.
 */
export async function recordOrNobody(em: Em, donorId: string | null): Promise<OwnRecord | null> {
  const donor = await em.findOne(Donor, { id: donorId ?? NOBODY, erasedAt: null });
  const latest = await em.findOne(Decision, { donor: donor?.id ?? NOBODY, sequence: donor?.latestSequence ?? 1 });
  return donor && latest ? { donor, latest: assertUnaltered(donor.registrationNumber, latest) } : null;
}

/**
 * Whether a record is still what was read of it: every decision, disavowal and queued withdrawal moves its version. Asked also
 * where there is no record, so that the database works the same.
 */
export async function isUnmoved(em: Em, donor: Donor | null): Promise<boolean> {
  const rows = await em.execute<object[]>('select 1 from donor where id = ? and version = ?', [donor?.id ?? NOBODY, donor?.version ?? 0]);
  return donor === null || rows.length > 0;
}

/** The id of no row. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** A donor whose id the caller's own command has just named, as the register now holds it, not as this request read it before. */
export function donorById(em: Em, id: string): Promise<Donor> {
  return em.findOneOrFail(Donor, { id }, { refresh: true });
}

/** The record of the person whose document a look-up named, or null; who may ask is judged before. */
export function donorOfLookUp(em: Em, personIndex: Buffer): Promise<Donor | null> {
  return em.findOne(Donor, indexedByEither(personIndex));
}

/** Every decision up to the one that stands by this reading of the record, newest first, each checked against its fingerprint. */
export async function wholeHistory(em: Em, donor: Donor): Promise<Decision[]> {
  const decisions = await em.find(Decision, { donor: donor.id, sequence: { $lte: donor.latestSequence } }, { orderBy: { sequence: 'desc' } });
  return decisions.map((decision) => assertUnaltered(donor.registrationNumber, decision));
}

/** One decision of a donor, checked against its fingerprint. */
export async function decisionOf(em: Em, donor: Donor, id: string): Promise<Decision> {
  return assertUnaltered(donor.registrationNumber, await em.findOneOrFail(Decision, { id, donor: donor.id }));
}

/** The decision that stands, the one with the highest sequence, checked against its fingerprint. */
export async function latestDecision(em: Em, donor: Donor): Promise<Decision> {
  return assertUnaltered(donor.registrationNumber, await em.findOneOrFail(Decision, { donor: donor.id, sequence: donor.latestSequence }));
}

/** A decision as a page shows it, checked against its fingerprint, with what else the page tells of it. */
export interface ShownDecision {
  readonly decision: Decision;
  readonly nationalSync: NationalSync;
  /** Null when nobody disavowed it. */
  readonly disavowal: DisavowalRecord | null;
}

/** What belongs to a decision `l`. */
const BESIDES = 'left join national_sync n on n.decision_id = l.id left join disavowal v on v.decision_id = l.id left join disavowal_resolution r on r.disavowal_id = v.id';
const shownRows = { l: Decision, n: NationalSync, v: Disavowal, r: DisavowalResolution };

const HISTORY = reading({
  name: 'shown-decisions-before',
  rows: shownRows,
  text: (columns) => `select ${columns} from decision l ${BESIDES} where l.donor_id = $1 and l.sequence < $2 order by l.sequence desc limit $3`,
});

/** The newest decisions first, at most `limit`, before a sequence; to be shown. */
export async function shownDecisionsBefore(em: Em, donor: Donor, before: number | null, limit: number): Promise<ShownDecision[]> {
  return (await askToShow(em, HISTORY, [donor.id, before ?? AFTER_ALL, limit])).map((row) => shownDecision(donor, row));
}

/** The same without what else a page tells of them. */
export async function decisionsBefore(em: Em, donor: Donor, before: number | null, limit: number): Promise<Decision[]> {
  return (await shownDecisionsBefore(em, donor, before, limit)).map(({ decision }) => decision);
}

function shownDecision({ registrationNumber }: Donor, { l, n, v, r }: Found<typeof shownRows, Readonly<Record<never, never>>>): ShownDecision {
  if (!l) throw new Error('A donor has lost the decision that stands');
  if (!n) throw new Error('A decision lacks its sync state');
  return { decision: assertUnaltered(registrationNumber, l), nationalSync: n, disavowal: v && { disavowal: v, resolution: r } };
}

/** More than any place in a history. */
const AFTER_ALL = 2_147_483_647;

/** When a donor decided since an instant, withdrawals and what others put back not counted, the latest first, at most `limit`. */
export async function recentDecisionTimes(em: Em, donor: Donor, since: Date, limit: number): Promise<Date[]> {
  const decisions = await em.find(
    Decision,
    { donor: donor.id, recordedAt: { $gt: since }, action: { $nin: [DecisionAction.WITHDRAWN, DecisionAction.REINSTATED] } },
    { fields: ['recordedAt'], orderBy: { sequence: 'desc' }, limit },
  );
  return decisions.map(({ recordedAt }) => recordedAt);
}

/**
 * The record of the person whose signed paper two people of the staff have held against what was typed, with the decision that stands on
 * it; null when they are new. Only `paper-forms/` may ask, behind the door of a look-up.
 */
export async function recordOfPaper(em: Em, personIndex: Buffer, slot: IndexSlot): Promise<OwnRecord | null> {
  const donor = await em.findOne(Donor, indexedBy(personIndex, slot));
  return donor ? { donor, latest: await latestDecision(em, donor) } : null;
}

/**
 * The records of people whom a file of a former system names, by the hexadecimal digits of their index, each with the decision that stands on
 * it. Only `former-system/` may ask, as the operator.
 */
export async function recordsOfIndexes(em: Em, personIndexes: readonly Buffer[], slot: IndexSlot): Promise<ReadonlyMap<string, OwnRecord>> {
  const donors = await em.find(Donor, slot === 1 ? { documentIndex: { $in: [...personIndexes] } } : { documentIndex2: { $in: [...personIndexes] } });
  const latest = donors.length === 0 ? [] : await em.find(Decision, { $or: donors.map(({ id, latestSequence }) => ({ donor: id, sequence: latestSequence })) });
  const byDonor = new Map(latest.map((decision) => [decision.donor.id, decision]));
  return new Map(donors.flatMap((donor) => {
    const decision = byDonor.get(donor.id);
    if (!decision) throw new Error('A donor has lost the decision that stands');
    return donor.indexes().map((index) => [index.toString('hex'), { donor, latest: assertUnaltered(donor.registrationNumber, decision) }] as const);
  }));
}

/** A person's own record with the decision that stands on it. */
export interface OwnRecord {
  readonly donor: Donor;
  readonly latest: Decision;
}

/** A person's own record as a page shows it. */
export interface ShownRecord extends OwnRecord, Omit<ShownDecision, 'decision'> {
  /** Whether nothing but storage may be done with it (个人信息保护法 art. 47). */
  readonly isRestricted: boolean;
}

const columnOf = { 1: 'document_index', 2: 'document_index_2' } as const satisfies Readonly<Record<IndexSlot, string>>;
const isRestricted = ['coalesce((select p.restricted from processing_restriction p where p.donor_id = d.id order by p.sequence desc limit 1), false)', 'boolean'] as const;
const WITH_LATEST = `left join decision l on l.donor_id = d.id and l.sequence = d.latest_sequence ${BESIDES}`;

const recordBy = (column: string) =>
  reading({
    ...{ name: `shown-record-${column}`, rows: { d: Donor, ...shownRows }, values: { isRestricted } },
    text: (columns) => `select ${columns} from donor d ${WITH_LATEST} where d.${column} = $1`,
  });
const RECORD = { 1: recordBy(columnOf[1]), 2: recordBy(columnOf[2]), id: recordBy('id') };

const sessionAndRecordBy = (slot: IndexSlot) =>
  reading({
    ...{ name: `session-and-record-${slot}`, rows: { s: Session, d: Donor, ...shownRows }, values: { isRestricted } },
    text: (columns) => `select ${columns} from session s left join donor d on d.${columnOf[slot]} = s.person_index ${WITH_LATEST} where s.token_hash = $1`,
  });
const SESSION_AND_RECORD = { 1: sessionAndRecordBy(1), 2: sessionAndRecordBy(2) };

/** A session with the record of the person whose index stands in it. */
export interface SessionAndRecord {
  readonly session: Session;
  /** The record, if these are the index and the slot of the person whose session it turns out to be; undefined when they are not. @throws DecisionAltered */
  readonly recordOf: (citizen: Citizen) => ShownRecord | null | undefined;
}

/** Reads a session by the digest of its token, and what a page will then show, in one statement; null when there is no such session. */
export async function sessionAndRecord(em: Em, tokenHash: Buffer, slot: IndexSlot): Promise<SessionAndRecord | null> {
  const [row] = await ask(em, SESSION_AND_RECORD[slot], [tokenHash]);
  if (!row?.s) return null;
  const { s: session } = row;
  return {
    session,
    // Nobody becomes another person by a changed row: the index counts that was made of who they are.
    recordOf: (citizen) => (citizen.indexSlot === slot && session.indexSlot === slot && citizen.personIndex.equals(session.personIndex) ? shownRecordIn(row) : undefined),
  };
}

/** The caller's own record as a page shows it, in one statement; null when they have none. Commands take `ownRecord`, which can be changed. */
export async function shownRecord(em: Em, citizen: Citizen): Promise<ShownRecord | null> {
  const [row] = await askToShow(em, RECORD[citizen.indexSlot], [citizen.personIndex]);
  return row ? shownRecordIn(row) : null;
}

/** The same by the id of the donor, from the primary: what was just written. */
export async function shownRecordById(em: Em, id: string): Promise<ShownRecord | null> {
  const [row] = await ask(em, RECORD.id, [id]);
  return row ? shownRecordIn(row) : null;
}

function shownRecordIn(row: Found<{ readonly d: typeof Donor } & typeof shownRows, { readonly isRestricted: typeof isRestricted }>): ShownRecord | null {
  if (!row.d) return null;
  const { decision: latest, ...besides } = shownDecision(row.d, row);
  return { donor: row.d, latest, ...besides, isRestricted: row.isRestricted };
}

/** The caller's own record, read at once so that every rule judges the same state; null when they have none. */
export async function ownRecord(em: Em, citizen: Citizen): Promise<OwnRecord | null> {
  const [found] = await ask(em, OWN[citizen.indexSlot], [citizen.personIndex]);
  if (!found?.d) return null;
  if (!found.l) throw new Error('A donor has lost the decision that stands');
  const donor = toChange(em, found.d);
  return { donor, latest: assertUnaltered(donor.registrationNumber, toChange(em, found.l)) };
}

const ownBy = (slot: IndexSlot) =>
  reading({
    ...{ name: `own-record-${slot}`, rows: { d: Donor, l: Decision } },
    text: (columns) => `select ${columns} from donor d left join decision l on l.donor_id = d.id and l.sequence = d.latest_sequence where d.${columnOf[slot]} = $1`,
  });
const OWN = { 1: ownBy(1), 2: ownBy(2) };
