import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { isAssuredEnough } from '../donors/donor.policy.ts';
import { ViewerType } from '../donors/viewer.types.ts';
import { toConnection, type Connection } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { pageAfter, placeKey } from '../rights/places.ts';
import { answerFamilyMessage } from './answer-family-message.ts';
import { answerAmong, FamilyAnswer, FamilyMessageState, FamilyMessageStepKind, wrongCodesAmong, type FamilyMessage, type FamilyMessageStep } from './family-message.entity.ts';
import { ownMessages } from './family-message.queries.ts';
import {
  AnswerFamilyMessageInput,
  AnswerFamilyMessageResult,
  AnswerFamilyMessageSuccess,
  FamilyMessageConnection,
  FamilyMessageStepType,
  FamilyMessageType,
  OpenFamilyMessageInput,
  OpenFamilyMessageResult,
  OpenFamilyMessageSuccess,
  TakeBackFamilyMessageInput,
  TakeBackFamilyMessageResult,
  TakeBackFamilyMessageSuccess,
  TellFamilyInput,
  TellFamilyResult,
  TellFamilySuccess,
} from './family-message.types.ts';
import { FamilyMessageNotOpen } from './family-refusals.types.ts';
import { openFamilyMessage } from './open-family-message.ts';
import { takeBackFamilyMessage } from './take-back-family-message.ts';
import { tellFamily } from './tell-family.ts';

/** How many of what happened to a message are listed. */
const LISTED_STEPS = 20;

/** Making, taking back, opening and answering messages to the family. */
@Resolver()
export class FamilyMessageCommandResolver {
  @Mutation(() => TellFamilyResult, { description: 'Makes a message by which the caller tells somebody of their family about their decision; needs a fresh sign-in.' })
  async tellFamily(@Ctx() context: Context, @Arg('input', () => TellFamilyInput, { description: 'Whom, and how much.' }) input: TellFamilyInput) {
    const { familyMessage, secret, code: digits } = await tellFamily(context, input);
    return Object.assign(new TellFamilySuccess(), { familyMessage, secret, digits });
  }

  @Mutation(() => TakeBackFamilyMessageResult, { description: 'Takes a message of the caller back.' })
  async takeBackFamilyMessage(@Ctx() context: Context, @Arg('input', () => TakeBackFamilyMessageInput, { description: 'Which one.' }) input: TakeBackFamilyMessageInput) {
    return Object.assign(new TakeBackFamilyMessageSuccess(), { familyMessage: await takeBackFamilyMessage(context, input.messageId) });
  }

  @Mutation(() => OpenFamilyMessageResult, { description: 'Shows a family member what they were told; for whoever has link and code, signed in or not.' })
  async openFamilyMessage(@Ctx() context: Context, @Arg('input', () => OpenFamilyMessageInput, { description: 'Link and code.' }) input: OpenFamilyMessageInput) {
    const opened = await openFamilyMessage(context, input);
    return opened instanceof FamilyMessageNotOpen ? opened : Object.assign(new OpenFamilyMessageSuccess(), { opened });
  }

  @Mutation(() => AnswerFamilyMessageResult, { description: 'Keeps what a family member says; for whoever has link and code. It has no legal effect.' })
  async answerFamilyMessage(@Ctx() context: Context, @Arg('input', () => AnswerFamilyMessageInput, { description: 'The answer.' }) input: AnswerFamilyMessageInput) {
    const answered = await answerFamilyMessage(context, input);
    return answered instanceof FamilyMessageNotOpen ? answered : Object.assign(new AnswerFamilyMessageSuccess(), { answer: answered.answer });
  }
}

/** The way from the signed-in person to whom they told. */
@Resolver(() => ViewerType)
export class ViewerFamilyMessagesResolver {
  @FieldResolver(() => FamilyMessageConnection, { nullable: true, description: 'Every message of theirs to their family, the newest first; null when the sign-in is too weak to be told.' })
  async familyMessages(
    @Root() { of }: ViewerType,
    @Ctx() { em }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<FamilyMessage> | null> {
    if (!isAssuredEnough(of.identity)) return null;
    const { place, limit } = pageAfter(first, after);
    const { rows, total } = await ownMessages(em, of, place, limit);
    return toConnection(rows, { first, after, totalCount: total, keyOf: ({ madeAt, id }) => placeKey(madeAt, id) });
  }
}

/** A message as whoever made it sees it. */
@Resolver(() => FamilyMessageType)
export class FamilyMessageResolver {
  @FieldResolver(() => String, { nullable: true, description: 'What the person calls the reader; null once it is no longer kept.' })
  label(@Root() message: FamilyMessage, @Ctx() { vault }: Context): string | null {
    return message.label(vault);
  }

  @FieldResolver(() => FamilyMessageState, { description: 'Whether it can be opened now.' })
  async state(@Root() message: FamilyMessage, @Ctx() { loaders, now }: Context): Promise<FamilyMessageState> {
    return message.stateAt(now(), wrongCodesAmong(await loaders.familyMessageSteps.load(message.id)));
  }

  @FieldResolver(() => FamilyAnswer, { nullable: true, description: 'What the reader said last; null when they said nothing.' })
  async answer(@Root() message: FamilyMessage, @Ctx() { loaders }: Context): Promise<FamilyAnswer | null> {
    return answerAmong(await loaders.familyMessageSteps.load(message.id))?.answer ?? null;
  }

  @FieldResolver(() => Int, { description: 'How often it was opened.' })
  async timesOpened(@Root() message: FamilyMessage, @Ctx() { loaders }: Context): Promise<number> {
    return (await loaders.familyMessageSteps.load(message.id)).filter(({ kind }) => kind === FamilyMessageStepKind.OPENED).length;
  }

  @FieldResolver(() => [FamilyMessageStepType], { description: 'What happened to it, the latest first, twenty at most.' })
  async steps(@Root() message: FamilyMessage, @Ctx() { loaders }: Context): Promise<FamilyMessageStep[]> {
    return (await loaders.familyMessageSteps.load(message.id)).slice(-LISTED_STEPS).toReversed();
  }
}
