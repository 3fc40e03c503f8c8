/**
 * What must happen before the framework boots; main.ts imports this file first.
 * It takes a sign-in ticket out of the address at once, and cures the double back of the sign-in hop (channel.md 1.10).
 */

/** A ticket found in the address on arrival; `ticketId` is of generation B. */
export interface Arrival {
  readonly ticket: string | null;
  readonly ticketId: string | null;
  /** The mark of the page that began the sign-in; null when nobody's did. */
  readonly attempt: string | null;
}

const returnPath = '#/sign-in/return';
const bouncePath = '#/sign-in';

let arrival = readArrival();
window.addEventListener('pageshow', leaveBouncePage);

/** The ticket the citizen arrived with, once: a ticket is good for one exchange only. */
export function takeArrival(): Arrival | null {
  const taken = arrival;
  arrival = null;
  return taken;
}

/** What a link carried (a family message's secret, a helper's answers), which boot.js took out of the address before anything else ran; once. */
export function takeSecret(): string | null {
  const secret = window.sanxianSecret ?? null;
  delete window.sanxianSecret;
  return secret;
}

/** Reads the ticket and wipes it from the address bar and the history: addresses are logged, shared and photographed. */
function readArrival(): Arrival | null {
  const { hash, search, pathname } = window.location;
  const isHandedOver = hash.startsWith(`${returnPath}?`);
  // Our server hands the ticket over behind the hash. The hosted package is the registered callback itself: there it stands before it.
  const query = new URLSearchParams(isHandedOver ? hash.slice(returnPath.length + 1) : search);
  const [ticket, ticketId] = [query.get('ticket'), query.get('ticketId')];
  if (!isHandedOver && ticket === null && ticketId === null) return null;
  history.replaceState(history.state, '', isHandedOver ? returnPath : pathname + returnPath);
  return { ticket, ticketId, attempt: query.get('attempt') ?? attemptIn(query.get('sp')) };
}

/** The mark in the address that the sign-in page hands back as `sp` (channel.md 1.4). */
function attemptIn(sp: string | null): string | null {
  return new URLSearchParams(sp?.split('#')[0]?.split('?')[1]).get('attempt');
}

/** Whether the person came to this document by back or forward, even when it is rebuilt rather than kept. */
export function cameByBack(event: PageTransitionEvent | null): boolean {
  return event?.persisted === true || navigationType() === 'back_forward';
}

/**
 * The hop to the sign-in service leaves our bounce page in the history. Going back to it would bounce the person
 * forward again for ever; the official cure is to leave the container there.
 */
function leaveBouncePage(event: PageTransitionEvent): void {
  const { hash } = window.location;
  const onBounce = hash === bouncePath || hash.startsWith(`${bouncePath}?`);
  if (onBounce && cameByBack(event)) void window.ZWJSBridge?.close?.({}).catch(() => undefined);
}

/** How this page was opened: anew, reloaded, or come back to; undefined where the web view does not tell. */
export function navigationType(): string | undefined {
  return (performance.getEntriesByType('navigation') as PerformanceNavigationTiming[])[0]?.type;
}
