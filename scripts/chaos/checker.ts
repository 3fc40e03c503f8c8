/**
 * Compares what phones were told with what the register holds. It knows nothing of the server: its rules are the promises that
 * a person relies on, its input is a history and the rows of the tables.
 */
import type { Choices } from '../../server/src/donors/donation-kinds.ts';
import type { History, HistoryEvent, Intention, Told } from './history.ts';

/** One row of `decision`, with the key of the request that made it; null when no key leads to it. */
export interface HeldDecision {
  readonly id: string;
  readonly person: string;
  readonly registrationNumber: string;
  readonly sequence: number;
  readonly action: string;
  readonly choices: Choices;
  /** When it was recorded, by the register's own word, in milliseconds since 1970. */
  readonly recordedAt: number;
  readonly key: string | null;
  readonly isAudited: boolean;
  readonly isAnnounced: boolean;
  readonly isQueuedForNation: boolean;
}

/** What the register holds, read from its tables. */
export interface HeldRegister {
  readonly decisions: readonly HeldDecision[];
  /** For each record its person, and the sequence that it says is the latest. */
  readonly records: readonly { readonly person: string; readonly latestSequence: number }[];
}

/** What can be wrong. */
export type FindingKind =
  /** Told "done", and it is not there. */
  | 'LOST'
  /** One intention, more than one decision. */
  | 'DOUBLED'
  /** There, but not as it was sent. */
  | 'ALTERED'
  /** Told "refused", and it is there. */
  | 'UNWANTED'
  /** There, and nobody asked for it. */
  | 'STRAY'
  /** The decisions of a person are not numbered 1, 2, 3 …, or the record says otherwise. */
  | 'BROKEN_CHAIN'
  /** Recorded earlier than the decision before it, by the register's own word. */
  | 'BACK_IN_TIME'
  /** Two people's records for one person. */
  | 'TWO_RECORDS'
  /** A later answer tells of an earlier decision than one before it. */
  | 'OUT_OF_ORDER'
  /** Looked after being told "done", and saw what was before. */
  | 'STALE'
  /** Without its entry in the audit, in the outbox, or in the queue for the national register. */
  | 'INCOMPLETE';

/** One broken promise. */
export interface Finding {
  readonly kind: FindingKind;
  readonly person: string;
  readonly what: string;
}

/** Every promise that was broken; empty when none was. */
export function findBrokenPromises({ events }: Pick<History, 'events'>, register: HeldRegister): Finding[] {
  const held = groupBy(register.decisions, ({ person }) => person);
  const told = groupBy(events, personOf);
  const people = new Set([...held.keys(), ...told.keys()]);
  const records = groupBy(register.records, ({ person }) => person);
  return [...people].flatMap((person) => {
    const [decisions, happened] = [held.get(person) ?? [], told.get(person) ?? []];
    const findings = [...intentionFaults(happened, decisions), ...chainFaults(decisions, records.get(person) ?? []), ...orderFaults(happened), ...wholenessFaults(decisions), ...strays(happened, decisions)];
    return findings.map(([kind, what]): Finding => ({ kind, person, what }));
  });
}

/** Two servers agree on the time to some milliseconds, on a busy machine to a good part of a second. */
const SAME_MOMENT = 500;

type Fault = readonly [FindingKind, string];

/** The fate of everything that this person wanted. */
function intentionFaults(happened: readonly HistoryEvent[], decisions: readonly HeldDecision[]): Fault[] {
  const sendings = groupBy(happened.filter((event) => event.what !== 'looked'), ({ intention }) => intention.id);
  return [...sendings.values()].flatMap((events): Fault[] => {
    const [first] = events;
    if (!first) return [];
    const keys = new Set(events.map(({ key }) => key));
    const made = decisions.filter(({ key }) => key !== null && keys.has(key));
    const name = `${first.intention.deed} ${first.intention.id}`;
    const faults: Fault[] = made.length > 1 ? [['DOUBLED', `${name} led to the decisions ${made.map(({ sequence }) => sequence).join(' and ')}`]] : [];
    for (const event of events) {
      const own = decisions.find(({ key }) => key === event.key);
      if (event.what === 'ok') faults.push(...acknowledged(name, event.intention, event.told, own));
      if (event.what === 'refused' && own) faults.push(['UNWANTED', `${name} was refused and is decision ${own.sequence}`]);
    }
    return faults;
  });
}

function acknowledged(name: string, intention: Intention, told: Told | null, own: HeldDecision | undefined): Fault[] {
  if (!own) return [['LOST', `${name} was acknowledged as decision ${told?.sequence ?? '?'} and is not there`]];
  const faults: Fault[] = [];
  if (!told || told.decisionId !== own.id || told.sequence !== own.sequence || told.registrationNumber !== own.registrationNumber) faults.push(['ALTERED', `${name} was told as ${JSON.stringify(told)} and is held as decision ${own.sequence} (${own.id})`]);
  if (own.action !== actionOf[intention.deed]) faults.push(['ALTERED', `${name} is held as ${own.action}`]);
  const wanted = intention.choices;
  if (wanted && Object.entries(wanted).some(([item, choice]) => own.choices[item as keyof Choices] !== choice)) faults.push(['ALTERED', `${name} is held with other choices`]);
  if (!wanted && Object.values(own.choices).some((choice) => choice !== 'NOT_STATED')) faults.push(['ALTERED', `${name} left choices behind`]);
  return faults;
}

const actionOf: Readonly<Record<Intention['deed'], string>> = { register: 'REGISTERED', edit: 'EDITED', withdraw: 'WITHDRAWN' };

function chainFaults(decisions: readonly HeldDecision[], records: readonly { readonly latestSequence: number }[]): Fault[] {
  const faults: Fault[] = records.length > 1 ? [['TWO_RECORDS', `${records.length} records`]] : [];
  const sequences = decisions.map(({ sequence }) => sequence).toSorted((one, other) => one - other);
  if (sequences.some((sequence, place) => sequence !== place + 1)) faults.push(['BROKEN_CHAIN', `decisions ${sequences.join(', ')}`]);
  const inTurn = decisions.toSorted((one, other) => one.sequence - other.sequence);
  for (const [place, { sequence, recordedAt }] of inTurn.entries()) {
    const before = inTurn[place - 1];
    if (before && recordedAt < before.recordedAt - SAME_MOMENT) faults.push(['BACK_IN_TIME', `decision ${sequence} is dated ${before.recordedAt - recordedAt} ms before decision ${before.sequence}`]);
  }
  const [record] = records;
  if (record && record.latestSequence !== decisions.length) faults.push(['BROKEN_CHAIN', `the record says ${record.latestSequence}, and there are ${decisions.length} decisions`]);
  return faults;
}

/** A phone does one thing after another, so what it is told must go forwards. */
function orderFaults(happened: readonly HistoryEvent[]): Fault[] {
  const faults: Fault[] = [];
  let latest = { sequence: 0, at: 0 };
  for (const event of happened) {
    if (event.what === 'ok' && event.told) {
      if (event.told.sequence <= latest.sequence) faults.push(['OUT_OF_ORDER', `decision ${event.told.sequence} was acknowledged after decision ${latest.sequence}`]);
      else latest = { sequence: event.told.sequence, at: event.at };
    }
    if (event.what === 'looked' && event.began >= latest.at && event.sequence < latest.sequence) faults.push(['STALE', `decision ${event.sequence} was shown after decision ${latest.sequence} had been acknowledged`]);
  }
  return faults;
}

function wholenessFaults(decisions: readonly HeldDecision[]): Fault[] {
  return decisions.flatMap(({ sequence, isAudited, isAnnounced, isQueuedForNation }): Fault[] => {
    const missing = [...(isAudited ? [] : ['audit']), ...(isAnnounced ? [] : ['outbox']), ...(isQueuedForNation ? [] : ['national queue'])];
    return missing.length === 0 ? [] : [['INCOMPLETE', `decision ${sequence} has no entry in: ${missing.join(', ')}`]];
  });
}

function strays(happened: readonly HistoryEvent[], decisions: readonly HeldDecision[]): Fault[] {
  const keys = new Set(happened.flatMap((event) => (event.what === 'looked' ? [] : [event.key])));
  return decisions.filter(({ key }) => key === null || !keys.has(key)).map(({ sequence }): Fault => ['STRAY', `nobody asked for decision ${sequence}`]);
}

function personOf(event: HistoryEvent): string {
  return event.what === 'looked' ? event.person : event.intention.person;
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  return Map.groupBy(items, keyOf);
}
