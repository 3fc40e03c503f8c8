import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { findDivision } from '../divisions/division.queries.ts';
import { DivisionType } from '../divisions/division.types.ts';
import { isAssuredEnough } from '../donors/donor.policy.ts';
import { ViewerType } from '../donors/viewer.types.ts';
import { toConnection, type Connection } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { pageAfter, placeKey } from '../rights/places.ts';
import { requestStaff } from '../rights/rights.policy.ts';
import { askForHomeVisit } from './ask-for-home-visit.ts';
import type { HomeVisit } from './home-visit.entity.ts';
import { ownHomeVisits, recentVisitSteps, visitQueue } from './home-visit.queries.ts';
import {
  AskForHomeVisitInput,
  AskForHomeVisitResult,
  AskForHomeVisitSuccess,
  HomeVisitStepType,
  HomeVisitTaskConnection,
  HomeVisitTaskType,
  HomeVisitType,
  TakeHomeVisitInput,
  TakeHomeVisitResult,
  TakeHomeVisitSuccess,
  UpdateHomeVisitInput,
  UpdateHomeVisitResult,
  UpdateHomeVisitSuccess,
  WithdrawHomeVisitInput,
  WithdrawHomeVisitResult,
  WithdrawHomeVisitSuccess,
} from './home-visit.types.ts';
import { takeHomeVisit } from './take-home-visit.ts';
import { updateHomeVisit } from './update-home-visit.ts';
import { withdrawHomeVisit } from './withdraw-home-visit.ts';

/** How many visits a person is shown: one is open at most, the others are over. */
const SHOWN = 10;

/** How many steps of each: a day may be agreed anew as often as life demands. */
const SHOWN_STEPS = 12;

/** Asking for a visit at home, taking it back and keeping it; each one line. */
@Resolver()
export class HomeVisitCommandResolver {
  @Mutation(() => AskForHomeVisitResult, { description: 'Asks that the Red Cross come to the caller’s home; one open visit at a time.' })
  async askForHomeVisit(@Ctx() context: Context, @Arg('input', () => AskForHomeVisitInput, { description: 'The visit.' }) input: AskForHomeVisitInput) {
    return Object.assign(new AskForHomeVisitSuccess(), { homeVisit: await askForHomeVisit(context, input) });
  }

  @Mutation(() => WithdrawHomeVisitResult, { description: 'Takes back a visit of the caller that has not taken place.' })
  async withdrawHomeVisit(@Ctx() context: Context, @Arg('input', () => WithdrawHomeVisitInput, { description: 'Which one.' }) input: WithdrawHomeVisitInput) {
    return Object.assign(new WithdrawHomeVisitSuccess(), { homeVisit: await withdrawHomeVisit(context, input.requestId) });
  }

  @Mutation(() => TakeHomeVisitResult, { description: 'Takes a visit of the caller’s area and shows where to; each time, that goes on record first.' })
  async takeHomeVisit(@Ctx() context: Context, @Arg('input', () => TakeHomeVisitInput, { description: 'Which one.' }) input: TakeHomeVisitInput) {
    const task = await takeHomeVisit(context, input.requestId);
    return Object.assign(new TakeHomeVisitSuccess(), { task, contents: task.details(context.vault) });
  }

  @Mutation(() => UpdateHomeVisitResult, { description: 'Says how far a visit has come that the caller has taken.' })
  async updateHomeVisit(@Ctx() context: Context, @Arg('input', () => UpdateHomeVisitInput, { description: 'How far.' }) input: UpdateHomeVisitInput) {
    return Object.assign(new UpdateHomeVisitSuccess(), { task: await updateHomeVisit(context, input) });
  }

  @Query(() => HomeVisitTaskConnection, { description: 'The open visits of the caller’s area, whoever waits longest first; for registrars and managers.' })
  async homeVisits(
    @Ctx() { em, actor }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<HomeVisit>> {
    const { place, limit } = pageAfter(first, after);
    const { rows, total } = await visitQueue(em, requestStaff(actor), place, limit);
    return toConnection(rows, { first, after, totalCount: total, keyOf: ({ askedAt, id }) => placeKey(askedAt, id) });
  }
}

/** The way from the signed-in person to their visits. */
@Resolver(() => ViewerType)
export class ViewerHomeVisitResolver {
  @FieldResolver(() => [HomeVisitType], { description: 'The visits at home that they asked for, the newest first, ten at most; none when the sign-in is too weak to be told.' })
  async homeVisits(@Root() { of }: ViewerType, @Ctx() { em }: Context): Promise<HomeVisit[]> {
    return isAssuredEnough(of.identity) ? ownHomeVisits(em, of, SHOWN) : [];
  }
}

/** A visit as its owner sees it. */
@Resolver(() => HomeVisitType)
export class HomeVisitResolver {
  @FieldResolver(() => DivisionType, { nullable: true, description: 'Where it is to be.' })
  area(@Root() visit: HomeVisit): DivisionType | null {
    return findDivision(visit.areaCode);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The address as the person wrote it; null once it is no longer kept.' })
  address(@Root() visit: HomeVisit, @Ctx() { vault }: Context): string | null {
    return visit.details(vault)?.address ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'What the Red Cross last wrote; null until then, or once it is no longer kept.' })
  note(@Root() visit: HomeVisit, @Ctx() { vault }: Context): string | null {
    return visit.note(vault);
  }

  @FieldResolver(() => [HomeVisitStepType], { description: 'The steps it has taken, the newest twelve at most, the first of them first; the copy of one’s data holds every one.' })
  async steps(@Root() visit: HomeVisit, @Ctx() { em }: Context): Promise<HomeVisitStepType[]> {
    const steps = await recentVisitSteps(em, visit.id, SHOWN_STEPS);
    return steps.map(({ id, status, at, account }) => ({ id, status, at, organisationName: account?.unwrap().organisation?.unwrap().name ?? null }));
  }
}

/** A visit in the queue. */
@Resolver(() => HomeVisitTaskType)
export class HomeVisitTaskResolver {
  @FieldResolver(() => Boolean, { description: 'Whether the caller has taken it.' })
  isMine(@Root() visit: HomeVisit, @Ctx() { actor }: Context): boolean {
    return visit.takenBy?.id === requestStaff(actor).account.id;
  }

  @FieldResolver(() => Boolean, { description: 'Whether somebody else has taken it.' })
  isAnothers(@Root() visit: HomeVisit, @Ctx() { actor }: Context): boolean {
    return (visit.takenBy ?? null) !== null && visit.takenBy?.id !== requestStaff(actor).account.id;
  }

  @FieldResolver(() => DivisionType, { nullable: true, description: 'The area whose staff come.' })
  area(@Root() visit: HomeVisit): DivisionType | null {
    return findDivision(visit.areaCode);
  }
}
