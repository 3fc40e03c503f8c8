import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { DataRequestKind, type DataRequest } from '../rights/data-request.entity.ts';
import { AnswerDataRequestSuccess, DataRequestTaskType, TakeDataRequestSuccess } from '../rights/data-request.types.ts';
import { requestStaff } from '../rights/rights.policy.ts';
import { confirmKinship, reviewKinship } from './confirm-kinship.ts';
import { fileNearKinRequest } from './file-near-kin-request.ts';
import { statementOf } from './kin-statement.queries.ts';
import { viewOfStatement } from './kin-statement-view.ts';
import { awaitsSecond } from './kin.policy.ts';
import {
  ConfirmKinshipInput,
  ConfirmKinshipResult,
  ConfirmKinshipSuccess,
  FileNearKinRequestInput,
  FileNearKinRequestResult,
  FileNearKinRequestSuccess,
  KinDisclosureView,
  KinStatementView,
  ProveKinshipInput,
  ProveKinshipResult,
  ProveKinshipSuccess,
  ReviewKinshipInput,
  ReviewKinshipResult,
  ReviewKinshipSuccess,
} from './kin.types.ts';
import { proveKinship } from './prove-kinship.ts';

/** Requests of near relatives, from filing to the papers. */
@Resolver()
export class KinCommandResolver {
  @Mutation(() => FileNearKinRequestResult, { description: 'Files the request of a near relative about the data of a person who died.' })
  async fileNearKinRequest(@Ctx() context: Context, @Arg('input', () => FileNearKinRequestInput, { description: 'The request.' }) input: FileNearKinRequestInput) {
    return Object.assign(new FileNearKinRequestSuccess(), { request: await fileNearKinRequest(context, input) });
  }

  @Mutation(() => ProveKinshipResult, { description: 'Puts on record that the caller saw the papers of a request in person; whether anything may be shown is told once a second person confirmed them.' })
  async proveKinship(@Ctx() context: Context, @Arg('input', () => ProveKinshipInput, { description: 'Which papers.' }) input: ProveKinshipInput) {
    const { task, finding } = await proveKinship(context, input);
    return Object.assign(new ProveKinshipSuccess(), { task, finding });
  }
}

/** The second person: reading what was put on record, and confirming it. */
@Resolver(() => ReviewKinshipSuccess)
export class KinSecondPersonResolver {
  @Mutation(() => ReviewKinshipResult, { description: 'Shows a second person who asks about whom and which papers were seen; each time, that goes on record first.' })
  async reviewKinship(@Ctx() context: Context, @Arg('input', () => ReviewKinshipInput, { description: 'Which one.' }) input: ReviewKinshipInput) {
    const { task, statement } = await reviewKinship(context, input.requestId);
    return Object.assign(new ReviewKinshipSuccess(), { task, statement, text: task.text(context.vault), version: statement.version });
  }

  @Mutation(() => ConfirmKinshipResult, { description: 'Confirms, as the second person, the papers that somebody else of the staff saw.' })
  async confirmKinship(@Ctx() context: Context, @Arg('input', () => ConfirmKinshipInput, { description: 'Which one.' }) input: ConfirmKinshipInput) {
    return Object.assign(new ConfirmKinshipSuccess(), { task: (await confirmKinship(context, input)).task });
  }

  @FieldResolver(() => KinStatementView, { nullable: true, description: 'Who asks about whom, and which papers were seen.' })
  kinStatement(@Root() { statement }: ReviewKinshipSuccess, @Ctx() { vault }: Context): KinStatementView | null {
    return viewOfStatement(statement, vault);
  }
}

/** Whether a request in the queue waits for the caller as the second person. */
@Resolver(() => DataRequestTaskType)
export class KinTaskResolver {
  @FieldResolver(() => Boolean, { description: 'Whether the papers of a near relative wait for a second person, and the caller may be that one.' })
  async awaitsMyConfirmation(@Root() request: DataRequest, @Ctx() { actor, loaders }: Context): Promise<boolean> {
    return request.kind === DataRequestKind.NEAR_KIN && awaitsSecond(requestStaff(actor), request, await loaders.kinStatements.load(request.id));
  }
}

/** What taking a request shows of a near relative's statement. */
@Resolver(() => TakeDataRequestSuccess)
export class TakenKinRequestResolver {
  @FieldResolver(() => KinStatementView, { nullable: true, description: 'Who asks about whom; null for every other kind of request.' })
  async kinStatement(@Root() { task }: TakeDataRequestSuccess, @Ctx() { em, vault }: Context): Promise<KinStatementView | null> {
    const statement = await statementOf(em, task.id);
    return statement && viewOfStatement(statement, vault);
  }
}

/** What granting a request hands over to a near relative. */
@Resolver(() => AnswerDataRequestSuccess)
export class AnsweredKinRequestResolver {
  @FieldResolver(() => KinDisclosureView, { nullable: true, description: 'What is to be handed to the relative, this once; null for every other answer.' })
  disclosure(@Root() { handedOver }: AnswerDataRequestSuccess): KinDisclosureView | null {
    return handedOver;
  }
}
