import { describe, expect, test } from 'vitest';
import { operationNames } from './operations.ts';
import { readOptions, WrongCall } from './options.ts';
import { type BenchmarkRecord, doubtsAbout, figuresOf, type OperationRecord, ratiosOf, tableOf } from './report.ts';
import type { Round } from './rounds.ts';
import { summarise } from './statistics.ts';

const contender = (name: string, rounds: readonly Partial<Round>[]) =>
  figuresOf(
    rounds.map((round) => ({ requestsPerSecond: 1_000, serverMicroseconds: 200, databaseMicroseconds: 100, p50: 8, p99: 20, otherWork: 0, ...round })),
    { name, what: '', shortestAnswerBytes: 2_000, databaseConnections: 10, residentMegabytes: 100 },
  );

describe('comparing with the reference', () => {
  test('more throughput and less processor time both read as more than one', () => {
    const faster = contender('faster', [{ requestsPerSecond: 2_000, serverMicroseconds: 100, databaseMicroseconds: 50 }]);
    const { throughput, serverProcessorTime, totalProcessorTime } = ratiosOf(faster, contender('reference', [{}]));
    expect([throughput.median, serverProcessorTime.median, totalProcessorTime.median]).toEqual([2, 2, 2]);
  });

  test('a contender that moves its work into the database gains nothing in the total', () => {
    const shifting = contender('shifting', [{ serverMicroseconds: 100, databaseMicroseconds: 200 }]);
    const { serverProcessorTime, totalProcessorTime } = ratiosOf(shifting, contender('reference', [{}]));
    expect([serverProcessorTime.median, totalProcessorTime.median]).toEqual([2, 1]);
  });

  test('each round is compared with the reference of that round', () => {
    const one = contender('one', [{ requestsPerSecond: 500 }, { requestsPerSecond: 100 }]);
    const reference = contender('reference', [{ requestsPerSecond: 1_000 }, { requestsPerSecond: 200 }]);
    expect(ratiosOf(one, reference).throughput.rounds).toEqual([0.5, 0.5]);
  });
});

describe('what may be quoted', () => {
  test('a long run on a quiet machine may', () => {
    expect(doubtsAbout({ rounds: 6, seconds: 5, otherWork: summarise([0.1, 0.02, 1.2]) })).toEqual([]);
  });

  test('a short run says so, and a busy machine too', () => {
    expect(doubtsAbout({ rounds: 2, seconds: 1, otherWork: summarise([1.5]) })).toEqual([
      'fewer than 5 rounds',
      'rounds shorter than 5 s',
      '1.50 processors were busy with other work',
    ]);
  });
});

describe('what is printed', () => {
  const operation = (benchmark: string, goal: number): OperationRecord => {
    const [reference, postgraphile, sanxian] = [contender('bare', [{}]), contender('postgraphile', [{ requestsPerSecond: 400 }]), contender('sanxian', [{ requestsPerSecond: 500 }])];
    const noise = { otherWork: summarise([0]), disturbedRounds: 0, referenceThroughputSpread: 0, referenceProcessorTimeSpread: 0 };
    return { benchmark, question: 'What is asked.', goal, goalOverPostgraphile: 1, goalMicroseconds: 150, doubts: [], noise, contenders: [reference, postgraphile, sanxian], ratios: [ratiosOf(sanxian, reference), ratiosOf(sanxian, postgraphile)] };
  };
  const record = (operations: readonly OperationRecord[]): BenchmarkRecord => ({
    ...{ date: '2026-11-26', settings: {}, versions: {}, loadAverageBefore: {}, loadAverageAfter: {}, operations },
    machine: { processor: 'a processor', processors: 2, used: '0,1', memoryGigabytes: 24, system: 'Linux' },
  });

  test('each operation has its table and says whether its goal was reached', () => {
    const table = tableOf(record([operation('look-up', 0.75), operation('list', 0.5)]));
    expect(table).toContain('look-up: What is asked.');
    expect(table).toContain('Goal 0.75 × bare in throughput: missed.');
    expect(table).toContain('sanxian × postgraphile   throughput 1.25');
    expect(table).toContain('Goal 1 × postgraphile in throughput: reached.');
    expect(table).toContain("Goal 150 µs of sanxian's server: missed.");
    expect(table).toContain('list: What is asked.');
    expect(table).toContain('Goal 0.5 × bare in throughput: reached.');
  });
});

describe('which operations are measured', () => {
  test('all of them unless one is named; in a hurry only those that have a rival', () => {
    expect(readOptions([]).operations).toEqual(operationNames);
    expect(readOptions(['--quick']).operations).toEqual(['look-up', 'list', 'register']);
    expect(readOptions(['--quick', '--operation', 'guarantees']).operations).toEqual(['guarantees']);
    expect(readOptions(['--operation', 'list']).operations).toEqual(['list']);
  });

  test('one that does not exist is refused', () => {
    expect(() => readOptions(['--operation', 'dance'])).toThrow(WrongCall);
  });
});
