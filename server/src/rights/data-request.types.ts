import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { AssuranceTooLow, FreshSignInNeeded, IdempotencyKeyReused } from '../donors/decision-refusals.types.ts';
import { connectionTypes } from '../graphql/connections.ts';
import { NodeType } from '../graphql/node.types.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { KinshipNotProven, NearKinMayNotSee, SecondPersonNeeded } from '../kin/kin-refusals.types.ts';
import type { KinDisclosure } from '../kin/show-to-near-kin.ts';
import { DataRequestKind, DataRequestRefusalReason, DataRequestStatus, type DataRequest } from './data-request.entity.ts';
import { NothingOnRecord, RequestAlreadyOpen, RequestClosed, RequestNotYours, StandingDecisionRemains } from './rights-refusals.types.ts';

registerEnumType(DataRequestKind, {
  name: 'DataRequestKind',
  description: 'What a person asks about their data (个人信息保护法 art. 44-50).',
  valuesConfig: {
    CORRECTION: { description: '更正 (art. 46).' },
    RESTRICTION: { description: '限制处理: nothing but storage (art. 44, 47).' },
    ERASURE: { description: '删除 (art. 47).' },
    EXPLANATION: { description: '解释说明 (art. 48).' },
    COMPLAINT: { description: '投诉 (art. 50).' },
    NEAR_KIN: { description: '近亲属查阅、复制去世者的信息 (art. 49); filed by `fileNearKinRequest`.' },
  },
});

registerEnumType(DataRequestStatus, {
  name: 'DataRequestStatus',
  description: 'How far a request has come.',
  valuesConfig: {
    FILED: { description: 'Nobody has taken it yet.' },
    IN_PROGRESS: { description: 'Somebody of the staff has taken it.' },
    DONE: { description: 'It is granted and done.' },
    REFUSED: { description: 'It is refused, with a reason.' },
    WITHDRAWN: { description: 'The person took it back.' },
  },
});

registerEnumType(DataRequestRefusalReason, {
  name: 'DataRequestRefusalReason',
  description: 'Why a request was refused; a sentence always stands beside it.',
  valuesConfig: {
    FROM_IDENTITY_PROVIDER: { description: 'Name and number come from the identity provider and are corrected there.' },
    KEPT_BY_LAW: { description: 'A law demands that it is kept.' },
    NOTHING_HELD: { description: 'No such data are held.' },
    NOT_UNDERSTOOD: { description: 'It could not be understood.' },
    OTHER: { description: 'Another reason, told in the sentence.' },
  },
});

/** One step. */
@ObjectType('DataRequestStep', { implements: NodeType, description: 'When a request came to which state, and by whom.' })
export class DataRequestStepType extends NodeType {
  @Field(() => DataRequestStatus, { description: 'The state.' })
  status!: DataRequestStatus;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'The body of the Red Cross whose staff took this step; null when it was the person.' })
  organisationName!: string | null;
}

/** A request as its sender sees it. */
@ObjectType('DataRequest', { implements: NodeType, description: 'One request of a person about their own data, visible to that person only.' })
export class DataRequestType extends NodeType {
  @Field(() => String, { description: 'The number to quote when asking about it.' })
  receiptNumber!: string;

  @Field(() => DataRequestKind, { description: 'What is asked.' })
  kind!: DataRequestKind;

  @Field(() => DataRequestStatus, { description: 'How far it has come.' })
  status!: DataRequestStatus;

  @Field(() => DateTimeScalar, { description: 'When it was filed.' })
  filedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'By when the register means to answer.' })
  dueAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was answered or taken back; null while it is open.' })
  closedAt!: Date | null;

  @Field(() => DataRequestRefusalReason, { nullable: true, description: 'Why it was refused; null when it was not.' })
  refusalReason!: DataRequestRefusalReason | null;
}

export const { NodeConnection: DataRequestConnection } = connectionTypes('DataRequest', () => DataRequestType, 'request');

/** A request as staff see it in their queue. */
@ObjectType('DataRequestTask', { implements: NodeType, description: 'An open request in the queue of the staff of its area: what kind and until when, not who asks nor what it says.' })
export class DataRequestTaskType extends NodeType {
  @Field(() => String, { description: 'The number that the person may quote.' })
  receiptNumber!: string;

  @Field(() => DataRequestKind, { description: 'What is asked.' })
  kind!: DataRequestKind;

  @Field(() => DataRequestStatus, { description: 'How far it has come.' })
  status!: DataRequestStatus;

  @Field(() => DateTimeScalar, { description: 'When it was filed.' })
  filedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'By when it is to be answered.' })
  dueAt!: Date;
}

export const { NodeConnection: DataRequestTaskConnection } = connectionTypes('DataRequestTask', () => DataRequestTaskType, 'task');

/** Files a request. */
@InputType({ description: 'A request of the caller about their own data.' })
export class FileDataRequestInput {
  @Field(() => DataRequestKind, { description: 'What is asked.' })
  kind!: DataRequestKind;

  @Field(() => String, { nullable: true, description: 'In the person’s words, at most 500 characters; needed for a correction, an explanation and a complaint.' })
  text?: string | null;
}

/** Names a request. */
@InputType({ description: 'A request that is taken back.' })
export class WithdrawDataRequestInput {
  @Field(() => ID, { description: 'The request, one of the caller’s own.' })
  requestId!: string;
}

/** Names a request. */
@InputType({ description: 'A request that the caller takes on.' })
export class TakeDataRequestInput {
  @Field(() => ID, { description: 'The request, one of the caller’s area.' })
  requestId!: string;
}

/** Answers a request. */
@InputType({ description: 'The answer to a request that the caller has taken.' })
export class AnswerDataRequestInput {
  @Field(() => ID, { description: 'The request.' })
  requestId!: string;

  @Field(() => DataRequestRefusalReason, { nullable: true, description: 'Why it is refused; null grants it, and a restriction or erasure is then carried out.' })
  refusalReason?: DataRequestRefusalReason | null;

  @Field(() => String, { description: 'What the person reads, 1 to 500 characters.' })
  sentence!: string;

  @Field(() => String, { nullable: true, description: 'Needed to grant the request of a near relative: 16 to 64 letters, digits or dashes. The same key with the same answer is told the same again for a quarter of an hour, so that a reply that was lost on the way can be had again.' })
  idempotencyKey?: string | null;
}

/** It is filed. */
@ObjectType({ description: 'The request is filed.' })
export class FileDataRequestSuccess {
  @Field(() => DataRequestType, { description: 'The request.' })
  request!: DataRequest;
}

/** It is taken back. */
@ObjectType({ description: 'The request is taken back.' })
export class WithdrawDataRequestSuccess {
  @Field(() => DataRequestType, { description: 'The request.' })
  request!: DataRequest;
}

/** It is the caller's to answer. */
@ObjectType({ description: 'The request is the caller’s to answer; that its words were shown is on record and visible to its sender.' })
export class TakeDataRequestSuccess {
  @Field(() => DataRequestTaskType, { description: 'The request.' })
  task!: DataRequest;

  @Field(() => String, { nullable: true, description: 'What the person wrote; null when they wrote nothing.' })
  text!: string | null;

  @Field(() => String, { nullable: true, description: 'The sender’s registration number; null when they are not on the register.' })
  registrationNumber!: string | null;
}

/** It is answered. */
@ObjectType({ description: 'The request is answered.' })
export class AnswerDataRequestSuccess {
  /** What granting handed over to a near relative; null for every other answer. */
  handedOver!: KinDisclosure | null;

  @Field(() => DataRequestTaskType, { description: 'The request.' })
  task!: DataRequest;
}

export const FileDataRequestResult = createUnionType({
  name: 'FileDataRequestResult',
  description: 'The request, or the rule that refused it.',
  types: () => [FileDataRequestSuccess, InvalidInput, AssuranceTooLow, NothingOnRecord, StandingDecisionRemains, RequestAlreadyOpen, FreshSignInNeeded, TooManyRequests] as const,
});

export const WithdrawDataRequestResult = createUnionType({
  name: 'WithdrawDataRequestResult',
  description: 'That it is taken back, or the rule that refused it.',
  types: () => [WithdrawDataRequestSuccess, InvalidInput, AssuranceTooLow, RequestClosed] as const,
});

export const TakeDataRequestResult = createUnionType({
  name: 'TakeDataRequestResult',
  description: 'The request with its words, or the rule that refused it.',
  types: () => [TakeDataRequestSuccess, InvalidInput, RequestClosed, RequestNotYours, SecondPersonNeeded] as const,
});

export const AnswerDataRequestResult = createUnionType({
  name: 'AnswerDataRequestResult',
  description: 'The answered request, or the rule that refused it.',
  types: () => [AnswerDataRequestSuccess, InvalidInput, RequestClosed, RequestNotYours, StandingDecisionRemains, KinshipNotProven, SecondPersonNeeded, NearKinMayNotSee, IdempotencyKeyReused] as const,
});
