import { ownDonor } from '../donors/donor.queries.ts';
import { assuredCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { CardEndReason, type DonorCard } from './donor-card.entity.ts';
import { cardOf } from './donor-card.queries.ts';
import { endCards } from './end-cards.ts';

/** Revokes one of the caller's cards, lost or not: as easy as can be, so no fresh sign-in; and twice is once. */
export async function revokeDonorCard(context: Context, cardId: string): Promise<DonorCard> {
  const donor = await ownDonor(context.em, assuredCitizen(context));
  const card = donor && (await cardOf(context.em, donor.id, cardId));
  if (!card) throw new Refused(new InvalidInput([unknownCard]));
  // Nobody has two that hold.
  if (card.revokedAt === null) await endCards(context, donor, CardEndReason.BY_OWNER);
  return card;
}

/** One answer for a card that does not exist and for one of somebody else. */
const unknownCard = new InputProblem(['cardId'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '没有找到这张卡。',
  en: 'This card was not found.',
});
