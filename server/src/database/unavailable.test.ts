import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { isDatabaseUnavailable } from './unavailable.ts';

describe('a database that cannot be reached', () => {
  it('is told from a fault of ours, however deep it is wrapped', async () => {
    const refused: unknown = await new pg.Client('postgresql://nobody@127.0.0.1:1/none').connect().catch((error: unknown) => error);
    expect(isDatabaseUnavailable(refused)).toBe(true);
    expect(isDatabaseUnavailable(new Error('wrapped', { cause: new AggregateError([refused]) }))).toBe(true);
    for (const code of ['57P01', '57014', '53300']) expect(isDatabaseUnavailable(Object.assign(new Error('x'), { code }))).toBe(true);
    expect(isDatabaseUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true);
  });

  it('is not a broken constraint, a bug or nothing', () => {
    for (const other of [Object.assign(new Error('x'), { code: '23505' }), new TypeError('x'), null, 'ECONNREFUSED']) expect(isDatabaseUnavailable(other)).toBe(false);
  });
});
