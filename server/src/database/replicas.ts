import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Em } from './orm.ts';
import type { PreparedQuery, ReadingLines } from './reading-lines.ts';
import type { TextRow } from './text-query.ts';
import { followed } from '../telemetry/traces.ts';

/** A place in the log of a primary. After a failover the places of another history (`timeline`) mean nothing. */
export interface LogPosition {
  readonly timeline: string;
  /** `pg_lsn` as text. */
  readonly lsn: string;
}

/** A replica as the last round found it. */
interface Found {
  /** The history it follows; null while it is left out. */
  readonly timeline: string | null;
}

/** A replica that is behind is asked once more after so many milliseconds: what was being written when the request came has then been replayed, as a rule. */
const CATCHES_UP_WITHIN = 5;

const LEFT_OUT: Found = { timeline: null };

/**
 * All of the log that is written, not only what is on disk: a commit that is acknowledged lies before it, whatever `synchronous_commit` is. Where
 * the last record ends with its page, PostgreSQL names the place behind the next page's header (24 bytes, 40 in a new segment), which no
 * replica has reached before something is written there.
 */
const POSITION = {
  name: 'log-position',
  text: `select (case when file_offset = 40 or file_offset % current_setting('wal_block_size')::int = 24 then lsn - file_offset % current_setting('wal_block_size')::int else lsn end)::text as lsn,
  left(file_name, 8) as timeline from pg_current_wal_insert_lsn() as lsn, pg_walfile_name_offset(lsn)`,
  values: [],
};

/** One that was promoted takes part in nothing here: it may have a history of its own. */
const HAS_REACHED = 'select pg_is_in_recovery() and pg_last_wal_replay_lsn() >= $1::pg_lsn as reached';

const SYSTEM = { name: 'system', text: 'select system_identifier::text as system from pg_control_system()', values: [] };

/** What a replica tells of itself; the history is the one of its last restart point, so that one left behind by a failover never names the new one. */
const STATE = `select pg_is_in_recovery() as standby, system_identifier::text as system, lpad(upper(to_hex(timeline_id)), 8, '0') as timeline,
  pg_last_wal_replay_lsn() >= $1::pg_lsn as reached from pg_control_system(), pg_control_checkpoint()`;

/**
 * Streaming replicas, from which is read what may come from them (ADR 51). Each answer is asked behind the question how far the replica has
 * replayed, on the same line: what it says afterwards is at least as new. So an answer either holds everything that was acknowledged before the
 * request came, whoever wrote it on whichever server, or it is thrown away and the primary is asked.
 */
export class Replicas {
  readonly #primary: ReadingLines;
  readonly #lines: readonly ReadingLines[];
  #found: Found[];
  #before: LogPosition | null = null;
  #turn = 0;
  /** How many answers came from replicas, and how many were refused because the replica was behind or broken. */
  readonly counted = { answered: 0, behind: 0, broken: 0 };

  constructor(primary: ReadingLines, lines: readonly ReadingLines[]) {
    this.#primary = primary;
    this.#lines = lines;
    this.#found = lines.map(() => LEFT_OUT);
  }

  /** How many are set up, in use or not. */
  get count(): number {
    return this.#lines.length;
  }

  /** The places of those in use, in the order of the settings. */
  usable(): readonly number[] {
    return this.#found.flatMap(({ timeline }, place) => (timeline === null ? [] : [place]));
  }

  /**
   * Looks at each. One is in use when it answers, follows this very primary and its history, and has replayed what the primary had written when
   * the round before began. While the primary does not answer, none is: nobody knows how old they are.
   */
  async round(): Promise<void> {
    if (this.count === 0) return;
    const [now, system] = await Promise.all([this.positionNow(), this.#systemOfPrimary()]);
    const since = this.#before ?? now;
    this.#before = now;
    this.#found = now && since && system ? await Promise.all(this.#lines.map((lines) => look(lines, { now, since, system }))) : this.#lines.map(() => LEFT_OUT);
  }

  /** How far the primary has written; null while it does not answer, or is not one any more. */
  async positionNow(): Promise<LogPosition | null> {
    const [position] = await this.#primary.query<LogPosition>(POSITION).catch(() => []);
    return position ?? null;
  }

  /** The place of one that is in use, each in its turn; null when none is. */
  next(): number | null {
    const places = this.usable();
    this.#turn += 1;
    return places[this.#turn % Math.max(1, places.length)] ?? null;
  }

  /** What a replica says, if it has replayed the log up to this position at least; else null. */
  async askAsOf(place: number, { timeline, lsn }: LogPosition, query: PreparedQuery): Promise<TextRow[] | null> {
    const lines = this.#lines[place];
    if (!lines || this.#found[place]?.timeline !== timeline) return null;
    try {
      for (const isLast of [false, true]) {
        const [[state], rows] = await lines.inTurn<{ reached: boolean | null }>({ name: 'has-reached', text: HAS_REACHED, values: [lsn] }, query);
        if (state?.reached) {
          this.counted.answered += 1;
          return rows;
        }
        if (!isLast) await sleep(CATCHES_UP_WITHIN);
      }
      this.counted.behind += 1;
      return null;
    } catch (error) {
      this.counted.broken += 1;
      // A statement that had to yield to replay is no reason; silence and broken lines are, until the next round has looked.
      if (!(error instanceof pg.DatabaseError)) this.#found = this.#found.with(place, LEFT_OUT);
      return null;
    }
  }

  /** Ends the connections of reading lines; the mapper ends its own. */
  async close(): Promise<void> {
    this.#found = this.#lines.map(() => LEFT_OUT);
    await Promise.all(this.#lines.map((lines) => lines.close()));
  }

  async #systemOfPrimary(): Promise<string | null> {
    const [found] = await this.#primary.query<{ system: string }>(SYSTEM).catch(() => []);
    return found?.system ?? null;
  }
}

async function look(lines: ReadingLines, { now, since, system }: { readonly now: LogPosition; readonly since: LogPosition; readonly system: string }): Promise<Found> {
  const [state] = await lines.query<{ standby: boolean; system: string; timeline: string; reached: boolean | null }>({ name: 'state', text: STATE, values: [since.lsn] }).catch(() => []);
  const isOurs = state?.standby === true && state.system === system && state.timeline === now.timeline && since.timeline === now.timeline;
  return isOurs && state.reached === true ? { timeline: now.timeline } : LEFT_OUT;
}

/** What a unit of work may read from replicas. */
interface Leave {
  readonly replicas: Replicas;
  /** How far the primary had written when the request came; null for whoever has no record to be shown. */
  readonly asOf: Promise<LogPosition | null> | null;
  /** The one replica that is asked, so that what is read later is never older than what was read before; null from the first time it could not answer. */
  place: number | null;
}

const leaves = new WeakMap<Em, Leave>();

/**
 * Lets a unit of work read from replicas what is only shown: the directory, which may be a moment old, and with `asOf` the record of who calls.
 * It ends with the first change (`readFromPrimary`), and no fork inherits it.
 */
export function readFromReplicas(em: Em, replicas: Replicas, isForOwnRecord: boolean): void {
  const place = replicas.next();
  if (place !== null) leaves.set(em, { replicas, place, asOf: isForOwnRecord ? replicas.positionNow() : null });
}

/** From now on this unit of work reads from the primary only: something is about to be changed, and is then read back. */
export function readFromPrimary(em: Em): void {
  leaves.delete(em);
}

/** Reads by the mapper what may be a moment old, from a replica where the unit of work may; from the primary where that fails. */
export async function readMomentOld<Result>(em: Em, read: (from: 'read' | 'write') => Promise<Result>): Promise<Result> {
  return leaves.has(em) && !em.isInTransaction() ? read('read').catch(() => read('write')) : read('write');
}

/** What a replica says that is as new as the request; null where the primary is to be asked. */
export async function askReplica(em: Em, query: PreparedQuery): Promise<TextRow[] | null> {
  const leave = leaves.get(em);
  if (!leave?.asOf || em.isInTransaction() || em.getSessionContext()) return null;
  const asOf = await leave.asOf;
  const rows = asOf && leave.place !== null ? await followed('statement', query.name, leave.replicas.askAsOf(leave.place, asOf, query)) : null;
  if (!rows) leave.place = null;
  return rows;
}
