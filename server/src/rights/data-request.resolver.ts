import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { findDivision } from '../divisions/division.queries.ts';
import { DivisionType } from '../divisions/division.types.ts';
import { toConnection, type Connection } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { answerDataRequest } from './answer-data-request.ts';
import type { DataRequest } from './data-request.entity.ts';
import { requestQueue } from './data-request.queries.ts';
import {
  AnswerDataRequestInput,
  AnswerDataRequestResult,
  AnswerDataRequestSuccess,
  DataRequestStepType,
  DataRequestTaskConnection,
  DataRequestTaskType,
  DataRequestType,
  FileDataRequestInput,
  FileDataRequestResult,
  FileDataRequestSuccess,
  TakeDataRequestInput,
  TakeDataRequestResult,
  TakeDataRequestSuccess,
  WithdrawDataRequestInput,
  WithdrawDataRequestResult,
  WithdrawDataRequestSuccess,
} from './data-request.types.ts';
import { fileDataRequest } from './file-data-request.ts';
import { pageAfter, placeKey } from './places.ts';
import { requestStaff } from './rights.policy.ts';
import { takeDataRequest } from './take-data-request.ts';
import { withdrawDataRequest } from './withdraw-data-request.ts';

/** How many steps of a request are shown: managers may take it over from each other as often as they like. */
const SHOWN_STEPS = 12;

/** Filing, taking back and answering requests about one's data. */
@Resolver()
export class DataRequestCommandResolver {
  @Mutation(() => FileDataRequestResult, { description: 'Files a request of the caller about their own data.' })
  async fileDataRequest(@Ctx() context: Context, @Arg('input', () => FileDataRequestInput, { description: 'The request.' }) input: FileDataRequestInput) {
    return Object.assign(new FileDataRequestSuccess(), { request: await fileDataRequest(context, input) });
  }

  @Mutation(() => WithdrawDataRequestResult, { description: 'Takes back a request of the caller that nobody has answered yet.' })
  async withdrawDataRequest(@Ctx() context: Context, @Arg('input', () => WithdrawDataRequestInput, { description: 'Which one.' }) input: WithdrawDataRequestInput) {
    return Object.assign(new WithdrawDataRequestSuccess(), { request: await withdrawDataRequest(context, input.requestId) });
  }

  @Mutation(() => TakeDataRequestResult, { description: 'Takes a request of the caller’s area and shows its words; each time, that goes on record first.' })
  async takeDataRequest(@Ctx() context: Context, @Arg('input', () => TakeDataRequestInput, { description: 'Which one.' }) input: TakeDataRequestInput) {
    const task = await takeDataRequest(context, input.requestId);
    return Object.assign(new TakeDataRequestSuccess(), { task, text: task.text(context.vault), registrationNumber: (await task.donor?.load())?.registrationNumber ?? null });
  }

  @Mutation(() => AnswerDataRequestResult, { description: 'Grants or refuses a request that the caller has taken.' })
  async answerDataRequest(@Ctx() context: Context, @Arg('input', () => AnswerDataRequestInput, { description: 'The answer.' }) input: AnswerDataRequestInput) {
    return Object.assign(new AnswerDataRequestSuccess(), await answerDataRequest(context, input));
  }

  @Query(() => DataRequestTaskConnection, { description: 'The open requests of the caller’s area, the one that is due first first; for registrars and managers.' })
  async dataRequests(
    @Ctx() { em, actor }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<DataRequest>> {
    const { place, limit } = pageAfter(first, after);
    const { rows, total } = await requestQueue(em, requestStaff(actor), place, limit);
    return toConnection(rows, { first, after, totalCount: total, keyOf: ({ dueAt, id }) => placeKey(dueAt, id) });
  }
}

/** A request as its sender sees it. */
@Resolver(() => DataRequestType)
export class DataRequestResolver {
  @FieldResolver(() => String, { nullable: true, description: 'What the person wrote; null when they wrote nothing, or once it is no longer kept.' })
  text(@Root() request: DataRequest, @Ctx() { vault }: Context): string | null {
    return request.text(vault);
  }

  @FieldResolver(() => String, { nullable: true, description: 'What the register answered; null until then, or once it is no longer kept.' })
  answer(@Root() request: DataRequest, @Ctx() { vault }: Context): string | null {
    return request.answer(vault);
  }

  @FieldResolver(() => Boolean, { description: 'Whether the answer is late.' })
  isOverdue(@Root() request: DataRequest, @Ctx() { now }: Context): boolean {
    return request.isOverdue(now());
  }

  @FieldResolver(() => [DataRequestStepType], { description: 'The steps it has taken, the newest twelve at most, the first of them first; the copy of one’s data holds every one.' })
  async steps(@Root() request: DataRequest, @Ctx() { loaders }: Context): Promise<DataRequestStepType[]> {
    const steps = (await loaders.dataRequestSteps.load(request.id)).slice(-SHOWN_STEPS);
    return steps.map(({ id, status, at, account }) => ({ id, status, at, organisationName: account?.unwrap().organisation?.unwrap().name ?? null }));
  }
}

/** A request in the queue. */
@Resolver(() => DataRequestTaskType)
export class DataRequestTaskResolver {
  @FieldResolver(() => Boolean, { description: 'Whether the answer is late.' })
  isOverdue(@Root() request: DataRequest, @Ctx() { now }: Context): boolean {
    return request.isOverdue(now());
  }

  @FieldResolver(() => Boolean, { description: 'Whether the caller has taken it.' })
  isMine(@Root() request: DataRequest, @Ctx() { actor }: Context): boolean {
    return request.takenBy?.id === requestStaff(actor).account.id;
  }

  @FieldResolver(() => DivisionType, { nullable: true, description: 'The area whose staff answer.' })
  area(@Root() request: DataRequest): DivisionType | null {
    return findDivision(request.areaCode);
  }
}
