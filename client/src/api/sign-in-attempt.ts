import { visitStore } from '../storage.ts';
import { uniqueKey } from './unique-key.ts';

/** The mark of the sign-in that this tab has begun, and when. */
const attemptKey = 'sanxian.sign-in-attempt';

/** The parameter that carries the mark through the sign-in page and back. */
const parameter = 'attempt';

/** How long a person may take on the sign-in page, in milliseconds; a mark that lies about for longer proves nothing. */
const patience = 15 * 60_000;

/**
 * Notes that this tab begins a sign-in, and marks the address to which the sign-in page leads back. A stranger's link
 * with a stranger's ticket lacks the mark, so it cannot sign this browser in unseen.
 */
export function beginAttempt(returnTo: string): string {
  const mark = uniqueKey();
  visitStore.set(attemptKey, JSON.stringify({ mark, at: Date.now() }));
  const [address = '', fragment] = returnTo.split('#', 2);
  const [path = '', query = ''] = address.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set(parameter, mark);
  return `${path}?${parameters.toString()}${fragment === undefined ? '' : `#${fragment}`}`;
}

/** Whether a mark that came back is that of the sign-in which this tab has begun. It is good once. */
export function isOwnAttempt(mark: string | null): boolean {
  const kept = readAttempt();
  visitStore.remove(attemptKey);
  const age = kept === null ? Number.POSITIVE_INFINITY : Date.now() - kept.at;
  return mark !== null && mark === kept?.mark && age >= 0 && age <= patience;
}

function readAttempt(): { readonly mark: string; readonly at: number } | null {
  try {
    const kept: unknown = JSON.parse(visitStore.get(attemptKey) ?? 'null');
    const isKept = typeof kept === 'object' && kept !== null && 'mark' in kept && 'at' in kept && typeof kept.mark === 'string' && typeof kept.at === 'number';
    return isKept ? { mark: kept.mark as string, at: kept.at as number } : null;
  } catch {
    return null;
  }
}
