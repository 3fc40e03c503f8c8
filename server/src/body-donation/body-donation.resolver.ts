import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { findDivision } from '../divisions/division.queries.ts';
import { DivisionType } from '../divisions/division.types.ts';
import { isAssuredEnough } from '../donors/donor.policy.ts';
import { ViewerType } from '../donors/viewer.types.ts';
import { toConnection, type Connection } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { maskName, maskPhone } from '../identity/masking.ts';
import { pageAfter, placeKey } from '../rights/places.ts';
import { requestStaff } from '../rights/rights.policy.ts';
import { fileKeyOf } from '../vault/file-key.ts';
import {
  BodyDonationTaskConnection,
  DeclareBodyDonationInput,
  DeclareBodyDonationResult,
  DeclareBodyDonationSuccess,
  RefuseBodyDonationInput,
  RefuseBodyDonationResult,
  RefuseBodyDonationSuccess,
  TakeBodyDonationInput,
  TakeBodyDonationResult,
  TakeBodyDonationSuccess,
  UpdateBodyDonationInput,
  UpdateBodyDonationResult,
  UpdateBodyDonationSuccess,
  WithdrawBodyDonationInput,
  WithdrawBodyDonationResult,
  WithdrawBodyDonationSuccess,
} from './body-commands.types.ts';
import { bodyContentsOf } from './body-contents.ts';
import type { BodyDeclaration, BodyDonation } from './body-donation.entity.ts';
import { bodyDonationQueue, latestDeclaration, ownBodyDonation, recentBodySteps } from './body-donation.queries.ts';
import { BodyDeclarationType, BodyDonationStepType, BodyDonationTaskType, BodyDonationType, BodyExecutor, ReceivingUnit } from './body-donation.types.ts';
import { BodyWordsType } from './body-refusals.types.ts';
import { bodyWordsInForce, type BodyWords } from './body-words.ts';
import { declareBodyDonation } from './declare-body-donation.ts';
import { onceForBody } from './once-for-body.ts';
import { refuseBodyDonation } from './refuse-body-donation.ts';
import { takeBodyDonation } from './take-body-donation.ts';
import { updateBodyDonation } from './update-body-donation.ts';
import { withdrawBodyDonation } from './withdraw-body-donation.ts';

/** More than anybody reads; `list-sizes.ts` counts with it. */
const SHOWN_STEPS = 40;

/** What people say about their body, and how far staff have come with it; each one line. */
@Resolver()
export class BodyDonationCommandResolver {
  @Query(() => [BodyWordsType], { description: 'The words in force that a person declares about their body.' })
  bodyWords(@Ctx() { language }: Context): readonly BodyWords[] {
    return bodyWordsInForce(language);
  }

  @Mutation(() => DeclareBodyDonationResult, { description: 'Takes down that the caller wishes to donate their body, or changes that wish; a request that the Red Cross completes on paper.' })
  async declareBodyDonation(@Ctx() context: Context, @Arg('input', () => DeclareBodyDonationInput, { description: 'The wish.' }) input: DeclareBodyDonationInput) {
    return Object.assign(new DeclareBodyDonationSuccess(), { bodyDonation: (await onceForBody(context, 'declareBodyDonation', input, () => declareBodyDonation(context, input))).donation });
  }

  @Mutation(() => RefuseBodyDonationResult, { description: 'Records that the caller does not agree to the donation of their body: not a withdrawal.' })
  async refuseBodyDonation(@Ctx() context: Context, @Arg('input', () => RefuseBodyDonationInput, { description: 'The refusal.' }) input: RefuseBodyDonationInput) {
    return Object.assign(new RefuseBodyDonationSuccess(), { bodyDonation: (await onceForBody(context, 'refuseBodyDonation', input, () => refuseBodyDonation(context, input))).donation });
  }

  @Mutation(() => WithdrawBodyDonationResult, { description: 'Takes back what the caller said about their body; no reason is asked.' })
  async withdrawBodyDonation(@Ctx() context: Context, @Arg('input', () => WithdrawBodyDonationInput, { description: 'The withdrawal.' }) input: WithdrawBodyDonationInput) {
    return Object.assign(new WithdrawBodyDonationSuccess(), { bodyDonation: (await onceForBody(context, 'withdrawBodyDonation', input, () => withdrawBodyDonation(context, input))).donation });
  }

  @Mutation(() => TakeBodyDonationResult, { description: 'Takes a body donation of the caller’s area and shows who wishes what; each time, that goes on record first.' })
  async takeBodyDonation(@Ctx() context: Context, @Arg('input', () => TakeBodyDonationInput, { description: 'Which one.' }) input: TakeBodyDonationInput) {
    const task = await takeBodyDonation(context, input.requestId);
    return Object.assign(new TakeBodyDonationSuccess(), { task, contents: await bodyContentsOf(context, task) });
  }

  @Mutation(() => UpdateBodyDonationResult, { description: 'Says how far a body donation has come that the caller has taken.' })
  async updateBodyDonation(@Ctx() context: Context, @Arg('input', () => UpdateBodyDonationInput, { description: 'How far.' }) input: UpdateBodyDonationInput) {
    return Object.assign(new UpdateBodyDonationSuccess(), { task: await updateBodyDonation(context, input) });
  }

  @Query(() => BodyDonationTaskConnection, { description: 'The open body donations of the caller’s area, whichever waits longest first; for registrars and managers.' })
  async bodyDonations(
    @Ctx() { em, actor }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<BodyDonation>> {
    const { place, limit } = pageAfter(first, after);
    const { rows, total } = await bodyDonationQueue(em, requestStaff(actor), place, limit);
    return toConnection(rows, { first, after, totalCount: total, keyOf: ({ updatedAt, id }) => placeKey(updatedAt, id) });
  }
}

/** The way from the signed-in person to their wish. */
@Resolver(() => ViewerType)
export class ViewerBodyDonationResolver {
  @FieldResolver(() => BodyDonationType, { nullable: true, description: 'What they said about their body; null when nothing, or when the sign-in is too weak to be told.' })
  async bodyDonation(@Root() { of }: ViewerType, @Ctx() { em }: Context): Promise<BodyDonation | null> {
    return isAssuredEnough(of.identity) ? ownBodyDonation(em, of) : null;
  }
}

/** A body donation as its owner sees it. */
@Resolver(() => BodyDonationType)
export class BodyDonationResolver {
  @FieldResolver(() => BodyDeclarationType, { description: 'The declaration that stands: the latest one, as stored.' })
  declaration(@Root() donation: BodyDonation, @Ctx() { em }: Context): Promise<BodyDeclaration> {
    return latestDeclaration(em, donation);
  }

  @FieldResolver(() => DivisionType, { nullable: true, description: 'Where the person lives: whose Red Cross completes it.' })
  area(@Root() donation: BodyDonation): DivisionType | null {
    return findDivision(donation.areaCode);
  }

  @FieldResolver(() => String, { nullable: true, description: 'By which telephone they are reached, its middle hidden.' })
  async maskedPhone(@Root() donation: BodyDonation, @Ctx() context: Context): Promise<string | null> {
    const person = donation.person(await fileKeyOf(context, donation.id));
    return person ? maskPhone(person.phone) : null;
  }

  @FieldResolver(() => BodyExecutor, { nullable: true, description: 'The executor of the declaration that stands; null when nobody is named.' })
  async executor(@Root() donation: BodyDonation, @Ctx() context: Context): Promise<BodyExecutor | null> {
    const declaration = await latestDeclaration(context.em, donation);
    if (!declaration.sealedDetails) return null;
    const executor = declaration.details(await fileKeyOf(context, donation.id))?.executor;
    if (!executor) return null;
    return { maskedName: maskName(executor.name), relation: executor.relation, maskedPhone: maskPhone(executor.phone), consent: donation.executorConfirmedAt ? 'CONFIRMED_BY_OFFICE' : 'STATED_BY_PERSON' };
  }

  @FieldResolver(() => [BodyDonationStepType], { description: 'The steps it has taken, the first one first, the newest forty at most.' })
  async steps(@Root() donation: BodyDonation, @Ctx() context: Context): Promise<BodyDonationStepType[]> {
    const steps = await recentBodySteps(context.em, donation, SHOWN_STEPS);
    const key = steps.some(({ sealedNote }) => sealedNote) ? await fileKeyOf(context, donation.id) : null;
    return steps.map((step) => ({ id: step.id, status: step.status, at: step.at, organisationName: step.account?.unwrap().organisation?.unwrap().name ?? null, note: key && step.note(key) }));
  }
}

/** One declaration as stored. */
@Resolver(() => BodyDeclarationType)
export class BodyDeclarationResolver {
  @FieldResolver(() => ReceivingUnit, { nullable: true, description: 'The unit that should receive the body; null when the Red Cross is to arrange it.' })
  async receivingUnit(@Root() declaration: BodyDeclaration): Promise<ReceivingUnit | null> {
    return (await declaration.receivingUnit?.load()) ?? null;
  }

  @FieldResolver(() => String, { description: 'SHA-256 of everything it says, in hex.' })
  fingerprint(@Root() declaration: BodyDeclaration): string {
    return Buffer.from(declaration.fingerprint).toString('hex');
  }
}

/** A body donation in the queue. */
@Resolver(() => BodyDonationTaskType)
export class BodyDonationTaskResolver {
  @FieldResolver(() => Boolean, { description: 'Whether the caller has taken it.' })
  isMine(@Root() donation: BodyDonation, @Ctx() { actor }: Context): boolean {
    return donation.takenBy?.id === requestStaff(actor).account.id;
  }

  @FieldResolver(() => Boolean, { description: 'Whether somebody else has taken it.' })
  isAnothers(@Root() donation: BodyDonation, @Ctx() { actor }: Context): boolean {
    return donation.takenBy !== null && donation.takenBy !== undefined && donation.takenBy.id !== requestStaff(actor).account.id;
  }

  @FieldResolver(() => DivisionType, { nullable: true, description: 'The area whose staff complete it.' })
  area(@Root() donation: BodyDonation): DivisionType | null {
    return findDivision(donation.areaCode);
  }
}
