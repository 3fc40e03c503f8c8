import { describe, expect, test } from 'vitest';
import { doubtsAbout, figuresOf, ratiosOf } from './report.ts';
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
