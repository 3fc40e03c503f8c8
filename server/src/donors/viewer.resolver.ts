import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { divisionByNames } from '../divisions/name-match.ts';
import { AccessDenied } from '../graphql/refusals.ts';
import type { Context } from '../graphql/context.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { maskDocumentNumber, maskName, maskPhone } from '../identity/masking.ts';
import { expiresAt } from '../identity/sessions.ts';
import { stepUpUrlFor } from '../identity/step-up.ts';
import { DecisionState } from './decision.entity.ts';
import type { Donor } from './donor.entity.ts';
import { AbilityReason, abilitiesOf, isAssuredEnough, stateOf } from './donor.policy.ts';
import { DonorType } from './donor.types.ts';
import { Ability, CitizenType, SessionType, ViewerType } from './viewer.types.ts';

/** Answers a citizen about themselves and nobody else: there is no argument that could name another person. */
@Resolver(() => ViewerType)
export class ViewerResolver {
  @Query(() => ViewerType, { nullable: true, description: 'The signed-in person; null for the anonymous.' })
  viewer(@Ctx() { actor }: Context): ViewerType | null {
    if (actor.kind === 'CITIZEN') return { of: actor };
    if (actor.kind === 'ANONYMOUS' && actor.sessionEnded) throw new AccessDenied(true);
    return null;
  }

  @FieldResolver(() => CitizenType, { description: 'Who they are, as the identity provider vouches for them.' })
  citizen(@Root() { of }: ViewerType, @Ctx() context: Context): CitizenType {
    const { identity } = of;
    return {
      maskedName: maskName(identity.fullName),
      documentType: identity.documentType,
      maskedDocumentNumber: maskDocumentNumber(identity.documentType, identity.documentNumber, 'ORDINARY'),
      assuranceLevel: identity.assuranceLevel,
      maskedPhone: identity.phone ? maskPhone(identity.phone) : null,
      suggestedResidence: identity.profileResidence ? divisionByNames(identity.profileResidence, shanghaiDayOf(context.now())) : null,
      stepUpUrl: stepUpUrlFor(context, of),
    };
  }

  @FieldResolver(() => DecisionState, { nullable: true, description: 'Where they stand in law; null when the sign-in is too weak to be told (`abilities` say so).' })
  async state(@Root() { of }: ViewerType, @Ctx() { loaders }: Context): Promise<DecisionState | null> {
    return isAssuredEnough(of.identity) ? stateOf(await loaders.ownRecord.load(of)) : null;
  }

  @FieldResolver(() => DonorType, { nullable: true, description: 'Their record; null when they were never on the register, or the sign-in is too weak to be told.' })
  async donor(@Root() { of }: ViewerType, @Ctx() { loaders }: Context): Promise<Donor | null> {
    return isAssuredEnough(of.identity) ? ((await loaders.ownRecord.load(of))?.donor ?? null) : null;
  }

  @FieldResolver(() => [Ability], { description: 'What they can do now, one entry for each action.' })
  async abilities(@Root() { of }: ViewerType, @Ctx() { loaders, now }: Context): Promise<Ability[]> {
    const record = isAssuredEnough(of.identity) ? await loaders.ownRecord.load(of) : null;
    const bar = record && (record.donor.freeze() ?? (record.isRestricted ? AbilityReason.RECORD_RESTRICTED : null));
    return abilitiesOf(of.identity, stateOf(record), now(), bar).map(({ action, reason }) => ({ action, reason, allowed: reason === null }));
  }

  @FieldResolver(() => SessionType, { description: 'This session.' })
  session(@Root() { of }: ViewerType, @Ctx() { config }: Context): SessionType {
    return { channel: of.session.channel, signedInAt: of.session.signedInAt, expiresAt: expiresAt(of.session, config.session) };
  }
}
