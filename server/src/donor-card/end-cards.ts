import type { Em } from '../database/orm.ts';
import type { Donor } from '../donors/donor.entity.ts';
import type { CardEndReason } from './donor-card.entity.ts';
import { openCardsOf } from './donor-card.queries.ts';

/** What ending needs of a unit of work. */
export interface EndingTools {
  readonly em: Em;
  readonly now: () => Date;
}

/** Whose cards end: the record itself, or a reference to it where the caller may not see it. */
export type CardOwner = Pick<Donor, 'id'> & Partial<Pick<Donor, 'sealedDonorCard'>>;

/**
 * Revokes whatever card of a person holds, in the unit of work of what made it untrue: from its commit on, the public list names
 * it. Needs no key, so it works while the key service is away. Without a card, changes nothing.
 */
export async function endCards({ em, now }: EndingTools, donor: CardOwner, reason: CardEndReason): Promise<void> {
  for (const card of await openCardsOf(em, donor.id)) {
    card.revokedAt = now();
    card.endReason = reason;
  }
  if (donor.sealedDonorCard) donor.sealedDonorCard = null;
}
