import { Arg, Ctx, FieldResolver, Float, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { badInput, fromCursor, pageSize, toConnection, type Connection } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { nearbyOrganisations } from './nearby-organisations.ts';
import { findOrganisations, type ListedOrganisation, type ListedServiceOffer, type ListedWitnessCapability } from './organisation.queries.ts';
import {
  NearbyOrganisationType,
  OrganisationConnection,
  OrganisationFilter,
  OrganisationServiceOfferType,
  OrganisationType,
  SuggestOrganisationCorrectionInput,
  SuggestOrganisationCorrectionResult,
  SuggestOrganisationCorrectionSuccess,
  WitnessCapabilityType,
} from './organisation.types.ts';
import { suggestCorrection } from './suggest-correction.ts';

/** The directory; open to everybody. */
@Resolver(() => OrganisationType)
export class OrganisationResolver {
  @Query(() => OrganisationConnection, { description: 'The bodies of the directory in the order of their divisions.' })
  async organisations(
    @Ctx() { em, now }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
    @Arg('filter', () => OrganisationFilter, { nullable: true, description: 'Which bodies are wanted; all when left out.' }) filter: OrganisationFilter | null,
  ): Promise<Connection<ListedOrganisation>> {
    const slice = { limit: pageSize(first) + 1, after: after ? fromCursor(after) : null };
    const { rows, totalCount } = await findOrganisations(em, filter ?? {}, slice, shanghaiDayOf(now()));
    return toConnection(rows, { first, after, totalCount, keyOf: ({ place }) => place });
  }

  @Query(() => OrganisationType, { nullable: true, description: 'One body; null when there is none of that id.' })
  organisation(@Ctx() { loaders }: Context, @Arg('id', () => ID, { description: 'The opaque identity.' }) id: string): Promise<ListedOrganisation | null> {
    return loaders.organisations.byId.load(id);
  }

  @Query(() => [NearbyOrganisationType], { description: 'The bodies nearest to a place, nearest first. The place is neither stored nor logged.' })
  nearbyOrganisations(
    @Ctx() { em }: Context,
    @Arg('latitude', () => Float, { description: 'Degrees north, -90 to 90.' }) latitude: number,
    @Arg('longitude', () => Float, { description: 'Degrees east, -180 to 180.' }) longitude: number,
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many, 1 to 100.' }) first: number,
  ): Promise<readonly NearbyOrganisationType[]> {
    return nearbyOrganisations(em, { latitude: within(latitude, 90, 'latitude'), longitude: within(longitude, 180, 'longitude') }, pageSize(first));
  }

  @FieldResolver(() => OrganisationType, { nullable: true, description: 'The body directly above; null for the province’s society.' })
  parent(@Root() { parentId }: ListedOrganisation, @Ctx() { loaders }: Context): Promise<ListedOrganisation | null> | null {
    return parentId ? loaders.organisations.byId.load(parentId) : null;
  }

  @FieldResolver(() => OrganisationConnection, { description: 'The bodies directly below, in the order of their divisions.' })
  async children(
    @Root() { id }: ListedOrganisation,
    @Ctx() { loaders }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<ListedOrganisation>> {
    const from = after ? fromCursor(after) : '';
    const children = await loaders.organisations.childrenOf.load(id);
    const rows = children.filter(({ place }) => place > from).slice(0, pageSize(first) + 1);
    return toConnection(rows, { first, after, totalCount: children.length, keyOf: ({ place }) => place });
  }

  @FieldResolver(() => [OrganisationServiceOfferType], { description: 'What it does for people, as far as a source says so.' })
  services(@Root() { id }: ListedOrganisation, @Ctx() { loaders }: Context): Promise<readonly ListedServiceOffer[]> {
    return loaders.organisations.servicesOf.load(id);
  }

  @FieldResolver(() => [WitnessCapabilityType], { description: 'Whether it can or could witness on its own, oldest first; empty when nothing is known.' })
  witnessCapabilities(@Root() { id }: ListedOrganisation, @Ctx() { loaders }: Context): Promise<readonly ListedWitnessCapability[]> {
    return loaders.organisations.witnessCapabilitiesOf.load(id);
  }

  @Mutation(() => SuggestOrganisationCorrectionResult, { description: 'Tells staff what is wrong or missing about an office; needs no sign-in.' })
  suggestOrganisationCorrection(
    @Ctx() context: Context,
    @Arg('input', () => SuggestOrganisationCorrectionInput, { description: 'The suggestion.' }) input: SuggestOrganisationCorrectionInput,
  ): Promise<SuggestOrganisationCorrectionSuccess> {
    return suggestCorrection(context, input).then(SuggestOrganisationCorrectionSuccess.of);
  }
}

/** Who assigns the witnesses. */
@Resolver(() => WitnessCapabilityType)
export class WitnessCapabilityResolver {
  @FieldResolver(() => OrganisationType, { nullable: true, description: 'The body that assigns the witnesses; null when it is the body itself or the source does not say.' })
  assignedBy(@Root() { assignedById }: ListedWitnessCapability, @Ctx() { loaders }: Context): Promise<ListedOrganisation | null> | null {
    return assignedById ? loaders.organisations.byId.load(assignedById) : null;
  }
}

/** @throws GraphQLError BAD_USER_INPUT outside of the sphere. */
function within(degrees: number, most: number, name: string): number {
  if (Math.abs(degrees) > most) throw badInput(`\`${name}\` must lie between -${most} and ${most}`);
  return degrees;
}
