import { describe, expect, test } from 'vitest';
import { median, percentile, ratio, summarise } from './statistics.ts';

describe('what rounds say together', () => {
  test('the median of an odd number of rounds is the one in the middle, whatever their order', () => {
    expect(median([900, 1000, 100])).toBe(900);
  });

  test('the median of an even number of rounds lies between the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  test('numbers are ordered as numbers, not as words', () => {
    expect(median([9, 10, 100])).toBe(10);
  });

  test('a summary keeps the rounds in the order in which they ran', () => {
    expect(summarise([110, 90, 100])).toEqual({ median: 100, lowest: 90, highest: 110, spread: 0.2, rounds: [110, 90, 100] });
  });

  test('rounds that all say the same have no spread, not even when they say nothing', () => {
    expect(summarise([7, 7]).spread).toBe(0);
    expect(summarise([0, 0]).spread).toBe(0);
  });

  test('one noisy round moves the spread, not the median', () => {
    const { median: middle, spread } = summarise([100, 101, 99, 100, 20]);
    expect(middle).toBe(100);
    expect(spread).toBeCloseTo(0.81);
  });

  test('a percentile is a value that was really seen', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 99, 100]);
    expect(percentile([8], 0.99)).toBe(8);
  });

  test('a ratio is formed within each round, so that a slow machine slows both sides of it', () => {
    const { median: middle, spread } = ratio([50, 10, 40], [100, 20, 80]);
    expect(middle).toBe(0.5);
    expect(spread).toBe(0);
  });

  test('rounds without a partner, without a number or without any round are refused', () => {
    expect(() => ratio([1, 2], [1])).toThrow(RangeError);
    expect(() => ratio([1], [0])).toThrow(RangeError);
    expect(() => summarise([])).toThrow(RangeError);
    expect(() => summarise([Number.NaN])).toThrow(RangeError);
  });
});
