import { pino, type DestinationStream, type Logger } from 'pino';
import { withoutPersonalNumbers } from './identity/personal-number.ts';

/**
 * The structured log. Callers pass codes and request ids, never values of people; anything that still looks like an
 * identity or phone number is struck out before it is written. Errors are reduced to name, code and stack places.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeFault },
      // A last net, since nothing personal may reach a log at all.
      hooks: { streamWrite: withoutPersonalNumbers },
    },
    destination ?? pino.destination(2),
  );
}

/** What may be said of an unexpected error: PostgreSQL's `detail` and most messages quote values, so they stay out. */
function describeFault(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { name: error.name, ...stated(error, 'code'), ...stated(error, 'constraint'), at: frames.slice(0, 8).map((line) => line.trim()) };
}

function stated(error: Error, field: 'code' | 'constraint'): object {
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' || typeof value === 'number' ? { [field]: value } : {};
}
