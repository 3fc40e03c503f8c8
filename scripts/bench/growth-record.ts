/** What `pnpm growth` writes down. Milliseconds unless a name says otherwise. */
import type { Machine } from './machine.ts';
import type { ContenderFigures } from './report.ts';

/** How long single questions took, asked one after the other. */
export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

/** A page at one depth of a list. */
export interface PageTimes extends Times {
  /** Entries before this page. */
  readonly depth: number;
  /** Readings that PostgreSQL broke off at the register's statement timeout. */
  readonly givenUp: number;
}

/** One list, read at several depths. */
export interface PagedList {
  readonly list: string;
  readonly pages: readonly PageTimes[];
}

/** Everything that was measured while so many people were on the register. */
export interface Step {
  readonly people: number;
  readonly decisions: number;
  readonly databaseMegabytes: number;
  /** How the people that were added since the last step came. */
  readonly added: { readonly people: number; readonly seconds: number; readonly peoplePerSecond: number };
  readonly lookUp: {
    /** A quarter of the sample once, nobody asked for before since they were written: pages come from disk or the system's cache. */
    readonly firstTouch: Times;
    readonly oneCaller: ContenderFigures;
    readonly manyCallers: ContenderFigures;
    /** The statement that finds record and decision by the blind index, alone: time in PostgreSQL, and blocks of 8 kB it looked at. */
    readonly statement: Times & { readonly blocks: number };
  };
  readonly lists: readonly PagedList[];
  readonly statistics: readonly (Times & { readonly question: string })[];
}

/** The whole record. */
export interface GrowthRecord {
  readonly benchmark: 'growth';
  readonly date: string;
  readonly doubts: readonly string[];
  readonly settings: Readonly<Record<string, number>>;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** The last step as a multiple of the first, where both were measured: the goal of the look-up is 1.3 at most. */
  readonly lastToFirst: { readonly oneCallerP50: number; readonly manyCallersP50: number; readonly statementP50: number };
}

/** The last step over the first. @throws RangeError without a step. */
export function lastToFirst(steps: readonly Step[]): GrowthRecord['lastToFirst'] {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) throw new RangeError('No step was measured');
  const times = (figure: (lookUp: Step['lookUp']) => number) => Math.round((figure(last.lookUp) / figure(first.lookUp)) * 1_000) / 1_000;
  return {
    oneCallerP50: times(({ oneCaller }) => oneCaller.p50Milliseconds.median),
    manyCallersP50: times(({ manyCallers }) => manyCallers.p50Milliseconds.median),
    statementP50: times(({ statement }) => statement.p50),
  };
}
