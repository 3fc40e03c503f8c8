import { allItems, type DonationItem } from '../donors/donation-kinds.ts';

/** How often people decided one item otherwise than it was sent. */
export interface ItemChanges {
  readonly item: DonationItem;
  readonly count: number;
}

/** Fewer than so many changes of an item are chance. */
const LEAST = 5;
/** How many times as often as the other items on average. */
const TIMES = 3;
/** And by which share of those who confirmed. */
const SHARE = 0.1;

/** How often each item was changed, in the order of the form; items that nobody changed are there, too. */
export function countChanges(changed: readonly (readonly DonationItem[])[]): ItemChanges[] {
  return allItems.map((item) => ({ item, count: changed.filter((items) => items.includes(item)).length }));
}

/**
 * The items that people change far more often than the others: at least five times, by a tenth of those who confirmed, and three times
 * as often as the other items on average. People who change their minds spread over the items; one wrong mapping does not (UK 1999 to
 * 2010: one field, 444,031 wishes).
 */
export function suspectedItems(changes: readonly ItemChanges[], confirmed: number): DonationItem[] {
  const total = changes.reduce((sum, { count }) => sum + count, 0);
  return changes.filter(({ count }) => count >= LEAST && count >= SHARE * confirmed && count * (changes.length - 1) >= TIMES * (total - count)).map(({ item }) => item);
}
