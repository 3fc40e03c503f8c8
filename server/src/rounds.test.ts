import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepRounds } from './rounds.ts';

describe('rounds that go on by themselves', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('begin at once, and again after each span', async () => {
    const round = vi.fn(async () => undefined);
    const rounds = keepRounds('test', round, 1_000);
    expect(round).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(round).toHaveBeenCalledTimes(4);
    await rounds.stop();
  });

  it('never overlap: one that takes long leaves the next ones out', async () => {
    const ends: (() => void)[] = [];
    const round = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
    const rounds = keepRounds('test', round, 1_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(round).toHaveBeenCalledTimes(1);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(round).toHaveBeenCalledTimes(2);
    ends[1]?.();
    await rounds.stop();
  });

  it('are stopped only when the one under way has ended, and begin no other', async () => {
    let end = (): void => undefined;
    const round = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
    const rounds = keepRounds('test', round, 1_000);
    const stopped = vi.fn();
    const stopping = rounds.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(stopped).not.toHaveBeenCalled();
    end();
    await stopping;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(round).toHaveBeenCalledTimes(1);
  });
});
