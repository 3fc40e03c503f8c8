import { describe, expect, it, vi } from 'vitest';
import type { Orm } from '../database/orm.ts';
import { Readiness } from './readiness.ts';

function databaseThat(execute: () => Promise<unknown>): Orm {
  return { em: { fork: () => ({ execute }) } } as unknown as Orm;
}

describe('a server', () => {
  it('wants requests while the database answers', async () => {
    expect(await new Readiness(databaseThat(() => Promise.resolve([]))).trouble()).toBeNull();
  });

  it('wants none when the database refuses', async () => {
    expect(await new Readiness(databaseThat(() => Promise.reject(new Error('refused')))).trouble()).toBe('DATABASE');
  });

  it('wants none when the database does not answer within a second', async () => {
    vi.useFakeTimers();
    const asked = new Readiness(databaseThat(() => new Promise(() => undefined))).trouble();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await asked).toBe('DATABASE');
    vi.useRealTimers();
  });

  it('wants none once it was told to stop, and does not ask the database any more', async () => {
    const ask = vi.fn(() => Promise.resolve([]));
    const readiness = new Readiness(databaseThat(ask));
    readiness.drain();
    expect([await readiness.trouble(), readiness.isWanted]).toEqual(['DRAINING', false]);
    expect(ask).not.toHaveBeenCalled();
  });
});
