let hasMoved = false;

/**
 * Moves focus to the heading of the page in front, so that a screen reader starts there after a change of page.
 * Called by the shell after each route change; headings that appear later (lazy pages) move it themselves.
 */
export function focusHeading(): void {
  hasMoved = true;
  document.querySelector<HTMLElement>('main h1')?.focus();
}

/** Focuses a heading that has just appeared, but never on the first page: there the reader starts at the top. */
export function focusArrivingHeading(heading: HTMLElement | null): void {
  if (hasMoved) heading?.focus();
}
