/** What a benchmark says in the end: one record for programs, one table for people. */
import type { Machine } from './machine.ts';
import { QUIET, type Round } from './rounds.ts';
import { ratio, type Summary, summarise } from './statistics.ts';

/** One contender over all rounds. */
export interface ContenderFigures {
  readonly name: string;
  /** What it is and what it does for one request. */
  readonly what: string;
  readonly requestsPerSecond: Summary;
  readonly serverMicroseconds: Summary;
  readonly databaseMicroseconds: Summary;
  readonly p50Milliseconds: Summary;
  readonly p99Milliseconds: Summary;
  readonly shortestAnswerBytes: number;
  readonly databaseConnections: number;
  readonly residentMegabytes: number;
}

/** One contender as a multiple of the reference, round by round; above 1 is better than the reference in every figure. */
export interface RatioFigures {
  readonly name: string;
  readonly reference: string;
  readonly throughput: Summary;
  /** Reference's processor time for a request divided by the contender's: of the servers alone, and with PostgreSQL. */
  readonly serverProcessorTime: Summary;
  readonly totalProcessorTime: Summary;
}

/** Everything that was found out, in the form in which it is written to a file. */
export interface BenchmarkRecord {
  readonly date: string;
  readonly settings: Readonly<Record<string, number>>;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly loadAverageBefore: object;
  readonly loadAverageAfter: object;
  readonly operations: readonly OperationRecord[];
}

/** What was found out about one operation. */
export interface OperationRecord {
  readonly benchmark: string;
  readonly question: string;
  /** The least throughput that the register should reach, as a multiple of the reference; null where nobody named one. */
  readonly goal: number | null;
  /** The same as a multiple of PostGraphile's; null where nobody named one. */
  readonly goalOverPostgraphile: number | null;
  /** The most processor time, in µs, that the last contender's server should take for a request; null where nobody named one. */
  readonly goalMicroseconds: number | null;
  /** Why these figures should not be quoted; empty when they may be. */
  readonly doubts: readonly string[];
  readonly noise: {
    /** How many processors were busy with other work during the rounds. */
    readonly otherWork: Summary;
    /** Rounds that were measured again because other work disturbed them. */
    readonly disturbedRounds: number;
    readonly referenceThroughputSpread: number;
    readonly referenceProcessorTimeSpread: number;
  };
  readonly contenders: readonly ContenderFigures[];
  readonly ratios: readonly RatioFigures[];
}

/** Sums up the rounds of one contender. */
export function figuresOf(rounds: readonly Round[], rest: Pick<ContenderFigures, 'name' | 'what' | 'shortestAnswerBytes' | 'databaseConnections' | 'residentMegabytes'>): ContenderFigures {
  const over = (figure: keyof Round) => summarise(rounds.map((round) => rounded(round[figure])));
  return {
    ...rest,
    requestsPerSecond: over('requestsPerSecond'),
    serverMicroseconds: over('serverMicroseconds'),
    databaseMicroseconds: over('databaseMicroseconds'),
    p50Milliseconds: over('p50'),
    p99Milliseconds: over('p99'),
  };
}

/** Compares a contender with the reference, round by round. */
export function ratiosOf(contender: ContenderFigures, reference: ContenderFigures): RatioFigures {
  const total = ({ serverMicroseconds, databaseMicroseconds }: ContenderFigures) =>
    serverMicroseconds.rounds.map((server, round) => server + (databaseMicroseconds.rounds[round] ?? Number.NaN));
  return {
    name: contender.name,
    reference: reference.name,
    throughput: ratio(contender.requestsPerSecond.rounds, reference.requestsPerSecond.rounds),
    serverProcessorTime: ratio(reference.serverMicroseconds.rounds, contender.serverMicroseconds.rounds),
    totalProcessorTime: ratio(total(reference), total(contender)),
  };
}

/** Why figures should not be quoted: measured too briefly, or on a machine that others kept busy. */
export function doubtsAbout({ rounds, seconds, otherWork }: { readonly rounds: number; readonly seconds: number; readonly otherWork: Summary }): string[] {
  return [
    ...(rounds < 5 ? ['fewer than 5 rounds'] : []),
    ...(seconds < 5 ? ['rounds shorter than 5 s'] : []),
    ...(otherWork.median > QUIET ? [`${otherWork.median.toFixed(2)} processors were busy with other work`] : []),
  ];
}

/** The record as lines of tables, one for each operation; each figure is a median with the lowest and highest round. */
export function tableOf({ operations, machine, versions, settings, date }: BenchmarkRecord): string {
  return [
    ...operations.flatMap(linesOf),
    '',
    'µs: processor time for one request. Ratios: round by round, above 1 is better than the reference. Median (lowest–highest).',
    `${date}, ${machine.processor}, processors ${machine.used} of ${machine.processors}, ${machine.memoryGigabytes} GB, ${machine.system}`,
    Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', '),
    Object.entries(settings).map(([name, value]) => `${name} ${value}`).join(', '),
  ].join('\n');
}

function linesOf({ benchmark, question, goal, goalOverPostgraphile, goalMicroseconds, contenders, ratios, noise, doubts }: OperationRecord): string[] {
  const columns = ['', 'requests/s', 'server µs', 'database µs', 'p50 ms', 'p99 ms'];
  const rows = contenders.map((contender) => [
    contender.name,
    cell(contender.requestsPerSecond, 0),
    cell(contender.serverMicroseconds, 0),
    cell(contender.databaseMicroseconds, 0),
    cell(contender.p50Milliseconds, 1),
    cell(contender.p99Milliseconds, 1),
  ]);
  const comparisons = ratios.map(({ name, reference, throughput, serverProcessorTime, totalProcessorTime }) => [
    `${name} × ${reference}`,
    `throughput ${cell(throughput, 2)}`,
    `server processor time ${cell(serverProcessorTime, 2)}`,
    `with database ${cell(totalProcessorTime, 2)}`,
  ]);
  return [
    '',
    `${benchmark}: ${question}`,
    aligned([columns, ...rows]),
    '',
    aligned(comparisons),
    ...ratios.filter(({ name }) => name === 'sanxian').flatMap(({ reference, throughput }) => goalLine(reference, reference === 'postgraphile' ? goalOverPostgraphile : goal, throughput)),
    ...(goalMicroseconds === null ? [] : contenders.slice(-1).map(({ name, serverMicroseconds: { median } }) => `Goal ${goalMicroseconds} µs of ${name}'s server: ${median <= goalMicroseconds ? 'reached' : 'missed'}.`)),
    `Noise: the reference's rounds spread by ${percent(noise.referenceThroughputSpread)} in throughput and ${percent(noise.referenceProcessorTimeSpread)} in processor time; ` +
      `${cell(noise.otherWork, 2)} processors were busy with other work; ${noise.disturbedRounds} disturbed rounds were measured again.`,
    ...(doubts.length === 0 ? [] : [`Not to be quoted: ${doubts.join('; ')}.`]),
  ];
}

function goalLine(reference: string, goal: number | null, throughput: Summary): string[] {
  return goal === null ? [] : [`Goal ${goal} × ${reference} in throughput: ${throughput.median >= goal ? 'reached' : 'missed'}.`];
}

function cell({ median, lowest, highest }: Summary, digits: number): string {
  return `${median.toFixed(digits)} (${lowest.toFixed(digits)}–${highest.toFixed(digits)})`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('   ').trimEnd()).join('\n');
}

/** Three figures after the point are more than any of this can be trusted with. */
function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
