import type { Donor } from '../donors/donor.entity.ts';
import { personalValuesOf } from '../donors/personal-values.ts';
import type { Context } from '../graphql/context.ts';
import { verifierLink } from './card-claims.ts';
import type { DonorCard } from './donor-card.entity.ts';
import { openCardsOf } from './donor-card.queries.ts';

/** A card as its owner sees it. */
export interface CardView {
  readonly id: string;
  readonly cardNumber: string | null;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly link: string | null;
}

/** The card of a person that holds now; null when none does. */
export async function validCardOf(context: Context, donor: Donor): Promise<CardView | null> {
  const card = (await openCardsOf(context.em, donor.id)).find((each) => each.isValidAt(context.now()));
  return card ? cardView(context, card, donor) : null;
}

/** A card with its link, which only the one that holds has. */
export async function cardView(context: Context, card: DonorCard, donor: Donor | null): Promise<CardView> {
  const { id, cardNumber = null, issuedAt, expiresAt, revokedAt = null } = card;
  const token = donor && card.isValidAt(context.now()) ? (await personalValuesOf(context, donor)).donorCard() : null;
  return { id, cardNumber, issuedAt, expiresAt, revokedAt, link: token === null ? null : verifierLink(context.config.donorCard.issuer, token) };
}
