import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { AssuranceTooLow, FreshSignInNeeded } from '../donors/decision-refusals.types.ts';
import { connectionTypes } from '../graphql/connections.ts';
import { NodeType } from '../graphql/node.types.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateScalar, DateTimeScalar } from '../graphql/scalars.ts';
import { RequestAlreadyOpen, RequestClosed, RequestNotYours } from '../rights/rights-refusals.types.ts';
import { HomeVisitDeclineReason, HomeVisitPurpose, HomeVisitStatus, type HomeVisit } from './home-visit.entity.ts';
import { VisitProgress } from './update-home-visit.ts';

registerEnumType(HomeVisitPurpose, {
  name: 'HomeVisitPurpose',
  description: 'What a visit at home is for.',
  valuesConfig: {
    ORGAN_REGISTRATION: { description: 'Registering about organs and tissues on paper.' },
    BODY_DONATION: { description: 'The paper of a body donation.' },
    OTHER: { description: 'Something else, told on the telephone.' },
  },
});

registerEnumType(HomeVisitStatus, {
  name: 'HomeVisitStatus',
  description: 'How far a visit at home has come.',
  valuesConfig: {
    RECEIVED: { description: 'It has arrived; no day is agreed.' },
    APPOINTED: { description: 'A day is agreed.' },
    DONE: { description: 'It took place.' },
    DECLINED: { description: 'Nobody comes, and why.' },
    WITHDRAWN: { description: 'The person took it back.' },
  },
});

registerEnumType(HomeVisitDeclineReason, {
  name: 'HomeVisitDeclineReason',
  description: 'Why nobody comes; a sentence always stands beside it.',
  valuesConfig: {
    NOT_IN_OUR_AREA: { description: 'The place lies in another area.' },
    CAN_BE_DONE_ONLINE: { description: 'The person can do it on line, and would rather.' },
    NOT_REACHED: { description: 'Nobody could be reached.' },
    OTHER: { description: 'Another reason, told in the sentence.' },
  },
});

registerEnumType(VisitProgress, {
  name: 'VisitProgress',
  description: 'What staff can say of a visit at home.',
  valuesConfig: {
    APPOINTED: { description: 'A day is agreed.' },
    DONE: { description: 'It took place.' },
    DECLINED: { description: 'Nobody comes.' },
  },
});

/** A step. */
@ObjectType('HomeVisitStep', { implements: NodeType, description: 'When a visit came to which state, and by whom.' })
export class HomeVisitStepType extends NodeType {
  @Field(() => HomeVisitStatus, { description: 'The state.' })
  status!: HomeVisitStatus;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'The body of the Red Cross whose staff took this step; null when it was the person.' })
  organisationName!: string | null;
}

/** A visit as its owner sees it. */
@ObjectType('HomeVisit', { implements: NodeType, description: 'A visit at home that a person asked for, and how far it has come; visible to that person only.' })
export class HomeVisitType extends NodeType {
  @Field(() => String, { description: 'The number to quote when asking about it.' })
  receiptNumber!: string;

  @Field(() => HomeVisitPurpose, { description: 'What it is for.' })
  purpose!: HomeVisitPurpose;

  @Field(() => HomeVisitStatus, { description: 'How far it has come.' })
  status!: HomeVisitStatus;

  @Field(() => DateScalar, { nullable: true, description: 'The agreed day, or that of the visit; null until then.' })
  visitOn!: string | null;

  @Field(() => HomeVisitDeclineReason, { nullable: true, description: 'Why nobody comes; null unless declined.' })
  declineReason!: HomeVisitDeclineReason | null;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  askedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When something was last done with it.' })
  updatedAt!: Date;
}

/** A visit as staff see it in their queue. */
@ObjectType('HomeVisitTask', { implements: NodeType, description: 'An open visit in the queue of the staff of its area: what for and since when, not who asks nor where.' })
export class HomeVisitTaskType extends NodeType {
  @Field(() => String, { description: 'The number that the person may quote.' })
  receiptNumber!: string;

  @Field(() => HomeVisitPurpose, { description: 'What it is for.' })
  purpose!: HomeVisitPurpose;

  @Field(() => HomeVisitStatus, { description: 'How far it has come.' })
  status!: HomeVisitStatus;

  @Field(() => DateScalar, { nullable: true, description: 'The agreed day; null until there is one.' })
  visitOn!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  askedAt!: Date;
}

export const { NodeConnection: HomeVisitTaskConnection } = connectionTypes('HomeVisitTask', () => HomeVisitTaskType, 'task');

/** Where to. */
@ObjectType({ description: 'Where to and how, for whoever has taken the visit.' })
export class HomeVisitContents {
  @Field(() => String, { description: 'The person’s name.' })
  fullName!: string;

  @Field(() => String, { description: 'The telephone.' })
  phone!: string;

  @Field(() => String, { description: 'The address as the person wrote it.' })
  address!: string;

  @Field(() => String, { nullable: true, description: 'When it suits them; null when they did not say.' })
  convenientTime!: string | null;

  @Field(() => String, { nullable: true, description: 'Who helps them at home; null when they named nobody.' })
  helperName!: string | null;
}

/** Asks for a visit. */
@InputType({ description: 'A visit at home that the caller asks for.' })
export class AskForHomeVisitInput {
  @Field(() => HomeVisitPurpose, { description: 'What for.' })
  purpose!: HomeVisitPurpose;

  @Field(() => String, { description: 'The county or district where the visit is to be: whose Red Cross comes.' })
  areaCode!: string;

  @Field(() => String, { description: 'The address in the person’s words, 1 to 500 characters.' })
  address!: string;

  @Field(() => String, { nullable: true, description: 'Another telephone than that of the account; null for the account’s.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'When it suits, at most 500 characters.' })
  convenientTime?: string | null;

  @Field(() => String, { nullable: true, description: 'Who helps the person at home; optional.' })
  helperName?: string | null;
}

/** Names a visit. */
@InputType({ description: 'A visit that is taken back.' })
export class WithdrawHomeVisitInput {
  @Field(() => ID, { description: 'The visit, one of the caller’s own.' })
  requestId!: string;
}

/** Names a visit. */
@InputType({ description: 'A visit that the caller takes on.' })
export class TakeHomeVisitInput {
  @Field(() => ID, { description: 'The visit, one of the caller’s area.' })
  requestId!: string;
}

/** Says how far it has come. */
@InputType({ description: 'How far a visit has come that the caller has taken.' })
export class UpdateHomeVisitInput {
  @Field(() => ID, { description: 'The visit.' })
  requestId!: string;

  @Field(() => VisitProgress, { description: 'How far.' })
  status!: VisitProgress;

  @Field(() => DateScalar, { nullable: true, description: 'The agreed day, or that of the visit.' })
  visitOn?: string | null;

  @Field(() => HomeVisitDeclineReason, { nullable: true, description: 'Why nobody comes; needed for that and for nothing else.' })
  declineReason?: HomeVisitDeclineReason | null;

  @Field(() => String, { description: 'What the person reads, 1 to 500 characters.' })
  note!: string;
}

/** It is asked for. */
@ObjectType({ description: 'The visit is asked for.' })
export class AskForHomeVisitSuccess {
  @Field(() => HomeVisitType, { description: 'The visit.' })
  homeVisit!: HomeVisit;
}

/** It is taken back. */
@ObjectType({ description: 'The visit is taken back.' })
export class WithdrawHomeVisitSuccess {
  @Field(() => HomeVisitType, { description: 'The visit.' })
  homeVisit!: HomeVisit;
}

/** It is the caller's. */
@ObjectType({ description: 'The visit is the caller’s; that the address was shown is on record and visible to its owner.' })
export class TakeHomeVisitSuccess {
  @Field(() => HomeVisitTaskType, { description: 'The visit.' })
  task!: HomeVisit;

  @Field(() => HomeVisitContents, { description: 'Where to and how.' })
  contents!: HomeVisitContents;
}

/** It has moved on. */
@ObjectType({ description: 'The person sees how far it has come.' })
export class UpdateHomeVisitSuccess {
  @Field(() => HomeVisitTaskType, { description: 'The visit.' })
  task!: HomeVisit;
}

export const AskForHomeVisitResult = createUnionType({
  name: 'AskForHomeVisitResult',
  description: 'The visit, or the rule that refused it.',
  types: () => [AskForHomeVisitSuccess, InvalidInput, AssuranceTooLow, FreshSignInNeeded, RequestAlreadyOpen, TooManyRequests] as const,
});

export const WithdrawHomeVisitResult = createUnionType({
  name: 'WithdrawHomeVisitResult',
  description: 'That it is taken back, or the rule that refused it.',
  types: () => [WithdrawHomeVisitSuccess, InvalidInput, AssuranceTooLow, RequestClosed] as const,
});

export const TakeHomeVisitResult = createUnionType({
  name: 'TakeHomeVisitResult',
  description: 'The visit with its address, or the rule that refused it.',
  types: () => [TakeHomeVisitSuccess, InvalidInput, RequestClosed, RequestNotYours] as const,
});

export const UpdateHomeVisitResult = createUnionType({
  name: 'UpdateHomeVisitResult',
  description: 'How far it has come, or the rule that refused it.',
  types: () => [UpdateHomeVisitSuccess, InvalidInput, RequestClosed, RequestNotYours] as const,
});
