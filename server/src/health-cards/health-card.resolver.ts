import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { citizenOf, isAssuredEnough } from '../donors/donor.policy.ts';
import { ViewerType } from '../donors/viewer.types.ts';
import type { Context } from '../graphql/context.ts';
import { onceForPartner } from '../partners/once-for-partner.ts';
import type { Partner } from '../partners/partner.entity.ts';
import { ProcessingPurposeStateType } from '../rights/personal-data.types.ts';
import { StaffRole } from '../staff/staff-role.ts';
import { staffIn } from '../staff/staff.policy.ts';
import { askDonorStatus, repeatDonorStatus, toldStatus } from './ask-donor-status.ts';
import { bindHealthCard } from './bind-health-card.ts';
import { cardStateOf } from './card-state.ts';
import { cardConsentStates, ownAnswers, ownCard, platformsFor } from './own-cards.ts';
import type { HealthCardBinding } from './health-card.entity.ts';
import { cardStepsOf, lastReconciliations } from './health-card.queries.ts';
import {
  AskDonorStatusInput,
  AskDonorStatusResult,
  AskDonorStatusSuccess,
  BindHealthCardInput,
  BindHealthCardResult,
  BindHealthCardSuccess,
  HealthCardMarkStateType,
  HealthCardPlatformType,
  HealthCardQuestionType,
  HealthCardReconciliationType,
  HealthCardStepType,
  HealthCardType,
  UnbindHealthCardInput,
  UnbindHealthCardResult,
  UnbindHealthCardSuccess,
} from './health-card.types.ts';
import { unbindHealthCard } from './unbind-health-card.ts';

/** How many reports the desk shows. */
const REPORTS = 30;

/** What people do about their health cards, and what platforms ask; each one line. */
@Resolver()
export class HealthCardCommandResolver {
  @Mutation(() => BindHealthCardResult, { description: 'Binds the caller’s own health card at one platform; needs a fresh sign-in. The consents are given by `giveConsent`, each by itself.' })
  async bindHealthCard(@Ctx() context: Context, @Arg('input', () => BindHealthCardInput, { description: 'The card.' }) input: BindHealthCardInput) {
    return bindHealthCard(context, input).then(() => Object.assign(new BindHealthCardSuccess(), { healthCards: platformsFor(context, citizenOf(context.actor)) }));
  }

  @Mutation(() => UnbindHealthCardResult, { description: 'Unbinds the caller’s health card, takes both consents back and has the mark taken off.' })
  async unbindHealthCard(@Ctx() context: Context, @Arg('input', () => UnbindHealthCardInput, { description: 'The card.' }) input: UnbindHealthCardInput) {
    return unbindHealthCard(context, input.platform).then(() => Object.assign(new UnbindHealthCardSuccess(), { healthCards: platformsFor(context, citizenOf(context.actor)) }));
  }

  @Mutation(() => AskDonorStatusResult, { description: 'Asks whether the holder of a health card decided, for the platform of that card; each answer is on record and its holder sees it.' })
  async askDonorStatus(@Ctx() context: Context, @Arg('input', () => AskDonorStatusInput, { description: 'About whom.' }) input: AskDonorStatusInput) {
    const first = (partner: Partner) => askDonorStatus(context, partner, input).then(toldStatus);
    const again = (id: string, partner: Partner) => repeatDonorStatus(context, partner, input, id);
    return onceForPartner(context, 'askDonorStatus', input, first, { idOf: ({ cardToken }) => cardToken, again }).then((told) => Object.assign(new AskDonorStatusSuccess(), told));
  }

  @Query(() => [HealthCardReconciliationType], { description: 'What the last reconciliations with platforms of health cards came to, the newest first; for managers.' })
  async healthCardReconciliations(@Ctx() { em, actor }: Context): Promise<HealthCardReconciliationType[]> {
    staffIn(actor, StaffRole.MANAGER);
    return lastReconciliations(em, REPORTS);
  }
}

/** The way from the signed-in person to their health cards. */
@Resolver(() => ViewerType)
export class ViewerHealthCardsResolver {
  @FieldResolver(() => [HealthCardPlatformType], { description: 'Every platform of health cards that is connected, with the person’s card there; none when the sign-in is too weak to be told.' })
  healthCards(@Root() { of }: ViewerType, @Ctx() context: Context): HealthCardPlatformType[] {
    return isAssuredEnough(of.identity) ? platformsFor(context, of) : [];
  }

  @FieldResolver(() => [HealthCardQuestionType], { description: 'What platforms asked about their cards, the newest first, 50 at most; none when the sign-in is too weak to be told.' })
  async healthCardQuestions(@Root() { of }: ViewerType, @Ctx() { em }: Context): Promise<HealthCardQuestionType[]> {
    return isAssuredEnough(of.identity) ? ownAnswers(em, of) : [];
  }
}

/** A platform and the person's card there. */
@Resolver(() => HealthCardPlatformType)
export class HealthCardPlatformResolver {
  @FieldResolver(() => HealthCardType, { nullable: true, description: 'The card that they bound there last; null when they never did.' })
  card(@Root() { of, key }: HealthCardPlatformType, @Ctx() { em }: Context): Promise<HealthCardBinding | null> {
    return ownCard(em, of, key);
  }

  @FieldResolver(() => [ProcessingPurposeStateType], { description: 'The two consents about this platform: that it may ask, and that it is told.' })
  consents(@Root() { of, key }: HealthCardPlatformType, @Ctx() context: Context) {
    return cardConsentStates(context, of, key);
  }
}

/** A bound card. */
@Resolver(() => HealthCardType)
export class HealthCardResolver {
  @FieldResolver(() => HealthCardMarkStateType, { description: 'How far the mark on it has come.' })
  mark(@Root() binding: HealthCardBinding, @Ctx() { em }: Context): Promise<HealthCardMarkStateType> {
    return cardStateOf(em, binding);
  }

  @FieldResolver(() => [HealthCardStepType], { description: 'What happened to it, the first thing first.' })
  async steps(@Root() binding: HealthCardBinding, @Ctx() { em }: Context): Promise<HealthCardStepType[]> {
    return (await cardStepsOf(em, [binding.id])).map(({ id, kind, mark, at }) => ({ id, kind, mark: mark ?? null, at }));
  }
}
