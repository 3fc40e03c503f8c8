/**
 * Codes of the system and of PostgreSQL (classes 08, 53, 57P0x) that mean: not now. 3D000: the database is not there yet; 25006: it only follows another.
 * 57014, 55P03, 25P03: a statement, a lock or a transaction took longer than its limit.
 */
const unavailableCode = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|EAI_AGAIN|08\w{3}|53\w{3}|57P0[1-5]|25006|3D000|57014|55P03|25P03)$/;
/** What pg says without a code when a connection ends or is not to be had. */
const unavailableWords = /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/;

/** Whether an error, or anything it was made from, says that the database cannot be reached now; waiting may help. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && unavailableCode.test(String(error.code))) return true;
  if (unavailableWords.test(error.message)) return true;
  const origins = [error.cause, 'originalError' in error ? error.originalError : undefined, ...(error instanceof AggregateError ? (error.errors as unknown[]) : [])];
  return origins.some((origin) => origin !== error && isDatabaseUnavailable(origin));
}
