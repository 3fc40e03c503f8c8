import { Ctx, Query, Resolver } from 'type-graphql';
import { DonationKind, itemsOfKind } from '../donors/donation-kinds.ts';
import type { Context } from '../graphql/context.ts';
import { consentsInForce } from './consent-texts.ts';
import { donationPolicy } from './donation-policy.ts';
import { DonationPolicyType } from './policy.types.ts';

/** Answers what anybody may know about the rules. */
@Resolver()
export class PolicyResolver {
  @Query(() => DonationPolicyType, { description: 'The rules in force: kinds and items, ages, and the declarations to be read.' })
  donationPolicy(@Ctx() context: Context): DonationPolicyType {
    const kinds = Object.values(DonationKind).map((kind) => ({ kind, items: itemsOfKind[kind] }));
    return { ...donationPolicy, kinds, consents: consentsInForce(context.language) };
  }
}
