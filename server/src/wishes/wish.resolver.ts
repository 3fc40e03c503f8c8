import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Donor } from '../donors/donor.entity.ts';
import { DonorType } from '../donors/donor.types.ts';
import type { Context } from '../graphql/context.ts';
import { stateWish } from './state-wish.ts';
import { wishOf } from './wish.queries.ts';
import { StateWishInput, StateWishResult, StateWishSuccess, Wish } from './wish.types.ts';

/** What a person hopes will be respected. */
@Resolver(() => DonorType)
export class WishResolver {
  @Mutation(() => StateWishResult, { description: 'Keeps what the caller hopes will be respected; needs a fresh sign-in. It is removed by taking the consent back.' })
  async stateWish(@Ctx() context: Context, @Arg('input', () => StateWishInput, { description: 'The wish.' }) input: StateWishInput) {
    return Object.assign(new StateWishSuccess(), { wish: await wishOf(context, await stateWish(context, input)) });
  }

  @FieldResolver(() => Wish, { nullable: true, description: 'What the person hopes will be respected; null when they said nothing, or removed it.' })
  wish(@Root() donor: Donor, @Ctx() context: Context): Promise<Wish | null> {
    return wishOf(context, donor);
  }
}
