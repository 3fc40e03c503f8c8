import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Donor } from '../donors/donor.entity.ts';
import { DonorType } from '../donors/donor.types.ts';
import type { Context } from '../graphql/context.ts';
import { cardView, validCardOf, type CardView } from './card-view.ts';
import { DonorCardType, IssueDonorCardInput, IssueDonorCardResult, IssueDonorCardSuccess, RevokeDonorCardInput, RevokeDonorCardResult, RevokeDonorCardSuccess } from './donor-card.types.ts';
import { issueDonorCard } from './issue-donor-card.ts';
import { revokeDonorCard } from './revoke-donor-card.ts';

/** The signed card of a person. */
@Resolver(() => DonorType)
export class DonorCardResolver {
  @Mutation(() => IssueDonorCardResult, { description: 'Issues a signed card about the caller’s decision in place of the former one; needs a fresh sign-in.' })
  async issueDonorCard(@Ctx() context: Context, @Arg('input', () => IssueDonorCardInput, { description: 'The request.' }) input: IssueDonorCardInput) {
    const { card, donor } = await issueDonorCard(context, input);
    return Object.assign(new IssueDonorCardSuccess(), { donorCard: await cardView(context, card, donor) });
  }

  @Mutation(() => RevokeDonorCardResult, { description: 'Revokes a card of the caller, for example one that was lost.' })
  async revokeDonorCard(@Ctx() context: Context, @Arg('input', () => RevokeDonorCardInput, { description: 'Which one.' }) input: RevokeDonorCardInput) {
    return Object.assign(new RevokeDonorCardSuccess(), { donorCard: await cardView(context, await revokeDonorCard(context, input.cardId), null) });
  }

  @FieldResolver(() => DonorCardType, { nullable: true, description: 'The signed card that holds now; null when there is none.' })
  card(@Root() donor: Donor, @Ctx() context: Context): Promise<CardView | null> {
    return validCardOf(context, donor);
  }
}
