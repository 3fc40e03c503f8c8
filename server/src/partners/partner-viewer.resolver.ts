import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { pointsLeft } from './budget.ts';
import { partnerSystemIn } from './partner.policy.ts';
import { PartnerPoints, PartnerViewerType } from './partner-viewer.types.ts';

/** Who a partner is, told to itself. */
@Resolver(() => PartnerViewerType)
export class PartnerViewerResolver {
  @Query(() => PartnerViewerType, { description: 'Who you are, what this token opens, and what you may still spend. Open to every partner.' })
  partnerViewer(@Ctx() { actor }: Context): PartnerViewerType {
    const of = partnerSystemIn(actor);
    return Object.assign(new PartnerViewerType(), { of, id: of.partner.id, name: of.partner.name, scopes: of.partner.scopes, tokenScopes: of.scopes });
  }

  @FieldResolver(() => PartnerPoints, { description: 'What you may still spend.' })
  async points(@Root() { of }: PartnerViewerType, @Ctx() { em, config, now }: Context): Promise<PartnerPoints> {
    return pointsLeft(em, of.partner, config.partners.pointsPerHour, now());
  }
}
