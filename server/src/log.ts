import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { withoutPersonalNumbers } from './identity/personal-number.ts';

/**
 * The structured log. Callers pass codes and request ids, never values of people; anything that still looks like an
 * identity or phone number is struck out before it is written. Errors are reduced to name, code and stack places.
 *
 * @param heard is told the name of each warning and error that has one, so that it can be counted.
 */
export function createLog(level: string, destination?: DestinationStream, heard?: (event: string, level: string) => void): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeFault },
      // A last net, since nothing personal may reach a log at all.
      hooks: { streamWrite: withoutPersonalNumbers, ...(heard ? { logMethod: listening(heard) } : {}) },
    },
    destination ?? sturdy(pino.destination({ dest: 2, maxLength: MOST_WAITING })),
  );
}

/** How many characters of the log wait at most for a place that takes none; what comes then is dropped. */
const MOST_WAITING = 1_000_000;

/** A place for the log whose faults end nothing: a disk that is full must not take the register with it, least of all what was about to say so. */
export function sturdy<Destination extends Pick<NodeJS.EventEmitter, 'on'>>(destination: Destination): Destination {
  destination.on('error', () => undefined);
  return destination;
}

/** From this level on a line is worth counting: pino's number of `warn`. */
const WARN = 40;

function listening(heard: (event: string, level: string) => void): NonNullable<NonNullable<LoggerOptions['hooks']>['logMethod']> {
  return function (args, method, level) {
    const first: unknown = args[0];
    if (level >= WARN && typeof first === 'object' && first !== null && 'event' in first) heard(String(first.event), this.levels.labels[level] ?? '');
    method.apply(this, args);
  };
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
