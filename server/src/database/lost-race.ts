import { OptimisticLockError, UniqueConstraintViolationException } from '@mikro-orm/core';

/** PostgreSQL's code of a broken unique constraint. */
const UNIQUE_VIOLATION = '23505';

/**
 * Whether a unit of work failed only because another one came first: on a unique constraint, on a version, or on a rule that the database
 * judges at the commit, whose error comes as PostgreSQL tells it. Nothing of it was kept, so it may run again.
 */
export function isLostRace(error: unknown): boolean {
  if (error instanceof UniqueConstraintViolationException || error instanceof OptimisticLockError) return true;
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
}
