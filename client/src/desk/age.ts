const DAY = 24 * 60 * 60_000;

/** How many whole days an instant lies back. */
export const daysSince = (instant: string, now = Date.now()): number => Math.max(0, Math.floor((now - Date.parse(instant)) / DAY));
