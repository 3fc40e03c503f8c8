import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { PartnerScope } from '../partners/partner-scope.ts';
import { PartnerViewerType } from '../partners/partner-viewer.types.ts';
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts';
import { WebhookEndpointType } from './webhook-endpoint.types.ts';
import { endpointsOf } from './webhook.queries.ts';

/** The way from a partner to its addresses. */
@Resolver(() => PartnerViewerType)
export class PartnerEndpointsResolver {
  @FieldResolver(() => [WebhookEndpointType], { description: 'Your addresses that are in use, the oldest first; none when the token lacks the scope `events:read`.' })
  async webhookEndpoints(@Root() { of }: PartnerViewerType, @Ctx() { em }: Context): Promise<WebhookEndpoint[]> {
    return of.scopes.includes(PartnerScope.EVENTS_READ) ? (await endpointsOf(em, of.partner)).filter(({ removedAt }) => !removedAt) : [];
  }
}

/** One address. */
@Resolver(() => WebhookEndpointType)
export class WebhookEndpointResolver {
  @FieldResolver(() => DateTimeScalar, { nullable: true, description: 'Until when the former secret signs beside the new one; null when only one signs.' })
  formerSecretEndsAt(@Root() { formerSecretEndsAt }: WebhookEndpoint, @Ctx() { now }: Context): Date | null {
    return formerSecretEndsAt && now() < formerSecretEndsAt ? formerSecretEndsAt : null;
  }
}
