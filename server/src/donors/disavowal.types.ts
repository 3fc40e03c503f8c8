import { createUnionType, Ctx, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { findDivision } from '../divisions/division.queries.ts';
import { DivisionType } from '../divisions/division.types.ts';
import { connectionTypes } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { NodeType } from '../graphql/node.types.ts';
import { InvalidInput, Refusal, RefusalCode } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { Channel } from '../identity/channel.ts';
import { maskPhone } from '../identity/masking.ts';
import { AssuranceTooLow, ConsentOutdated, DecisionChangedMeanwhile, DisavowalTooLate, FreshSignInNeeded, IdempotencyKeyReused, NoStandingDecision } from './decision-refusals.types.ts';
import { DecisionAction } from './decision.entity.ts';
import type { DecisionOutcome } from './decision.types.ts';
import { DisavowalFinding, DisavowalStatus } from './disavowal.entity.ts';
import { statusOf, type DisavowalRecord } from './disavowal.queries.ts';
import type { Donor } from './donor.entity.ts';
import { personalValuesOf, type KeyTools } from './personal-values.ts';
import { ConsentInput, DonorType } from './donor.types.ts';
import type { QueuedWithdrawal } from './queued-withdrawal.entity.ts';

registerEnumType(DisavowalStatus, {
  name: 'DisavowalStatus',
  description: 'What came of a disavowal so far.',
  valuesConfig: {
    OPEN: { description: 'A body of the Red Cross has not found out yet.' },
    UPHELD: { description: 'The decision was not the person’s.' },
    DISMISSED: { description: 'The decision was the person’s after all.' },
  },
});

registerEnumType(DisavowalFinding, {
  name: 'DisavowalFinding',
  description: 'What a body of the Red Cross found out about a disavowed decision; the first three uphold the disavowal, the others dismiss it.',
  valuesConfig: {
    ACCOUNT_MISUSED: { description: '账号被他人使用' },
    PRESSED_OR_DECEIVED: { description: '受他人强迫或者欺骗（条例第八条）' },
    RECORDED_WRONGLY: { description: '登记内容与本人表示不一致' },
    PERSON_CONFIRMS: { description: '本人确认是自己办理' },
    TAPPED_BY_MISTAKE: { description: '误点' },
    NOT_SUBSTANTIATED: { description: '经核实不能成立' },
  },
});

/** A disavowal as its owner sees it. */
@ObjectType('Disavowal', { implements: NodeType, description: 'A person’s statement that a decision in their name was not theirs, and what came of it.' })
export class DisavowalType extends NodeType {
  @Field(() => DateTimeScalar, { description: 'When they said so.' })
  disavowedAt!: Date;

  @Field(() => DisavowalStatus, { description: 'What came of it so far.' })
  status!: DisavowalStatus;

  @Field(() => DisavowalFinding, { nullable: true, description: 'What was found out; null while it is open.' })
  finding!: DisavowalFinding | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When; null while it is open.' })
  resolvedAt!: Date | null;
}

/** A withdrawal that waits for sign-in. */
@ObjectType('QueuedWithdrawal', { implements: NodeType, description: 'A withdrawal made while sign-in was out of order: it counts at once, and becomes a decision at the person’s next sign-in.' })
export class QueuedWithdrawalType extends NodeType {
  @Field(() => String, { description: 'The number to quote.' })
  receiptNumber!: string;

  @Field(() => DateTimeScalar, { description: 'When it was accepted.' })
  queuedAt!: Date;
}

/** A disavowal as staff see it. */
@ObjectType('DisavowalCase', { implements: NodeType, description: 'A disavowed decision that the staff of the person’s area look into. It says nothing about what was decided.' })
export class DisavowalCaseType extends NodeType {
  @Field(() => DateTimeScalar, { description: 'When the person said that it was not theirs.' })
  disavowedAt!: Date;

  @Field(() => DisavowalStatus, { description: 'What came of it so far.' })
  status!: DisavowalStatus;

  @Field(() => DisavowalFinding, { nullable: true, description: 'What was found out; null while it is open.' })
  finding!: DisavowalFinding | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When; null while it is open.' })
  resolvedAt!: Date | null;

  @Field(() => DivisionType, { nullable: true, description: 'Where the person lived on that day; null when they had not said.' })
  area!: DivisionType | null;

  @Field(() => String, { description: 'The number that the person can quote.' })
  registrationNumber!: string;

  @Field(() => String, { nullable: true, description: 'The phone number on record with its middle hidden; null when none is known.' })
  maskedPhone!: string | null;

  @Field(() => DecisionAction, { description: 'What is said to have been done in their name.' })
  action!: DecisionAction;

  @Field(() => Channel, { description: 'Through which channel.' })
  channel!: Channel;

  @Field(() => DateTimeScalar, { description: 'When.' })
  recordedAt!: Date;
}

export const { NodeConnection: DisavowalCaseConnection } = connectionTypes('DisavowalCase', () => DisavowalCaseType, 'disavowal');

/** Somebody was faster. */
@ObjectType({ implements: Refusal, description: 'Somebody else of the staff has resolved this disavowal already; nothing was changed.' })
export class DisavowalAlreadyResolved extends Refusal {
  readonly code = RefusalCode.DISAVOWAL_ALREADY_RESOLVED;
  readonly sentence = { 'zh-CN': '这件事已经有人处理过了。', en: 'This has been resolved already.' };
}

/** Says that it was not them. */
@InputType({ description: 'Says of a decision in the caller’s name that it was not theirs.' })
export class DisavowDecisionInput {
  @Field(() => ID, { description: 'Made by the caller, 16 to 64 letters, digits or dashes: the same key and input get the first answer again.' })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'The decision, one of the caller’s own.' })
  decisionId!: string;
}

/** Withdraws while sign-in is out of order. */
@InputType({ description: 'A withdrawal to be kept until the person can sign in again. Sending it again gives the same receipt, so it has no key.' })
export class QueueWithdrawalInput {
  @Field(() => Int, { description: 'The version last read.' })
  expectedVersion!: number;

  @Field(() => ConsentInput, { description: 'The words that the person read and declared.' })
  consent!: ConsentInput;
}

/** Ends a dispute. */
@InputType({ description: 'What was found out about a disavowed decision.' })
export class ResolveDisavowalInput {
  @Field(() => ID, { description: 'The disavowal.' })
  disavowalId!: string;

  @Field(() => DisavowalFinding, { description: 'What was found out; it decides whether the disavowal is upheld.' })
  finding!: DisavowalFinding;
}

/** It was noted. */
@ObjectType({ description: 'It is noted that the decision was not the person’s; until it is resolved nobody relies on it.' })
export class DisavowDecisionSuccess {
  readonly outcome!: DecisionOutcome;

  @Field(() => DonorType, { description: 'The donor as the register now holds it.' })
  async donor(@Ctx() { loaders }: Context): Promise<Donor> {
    return (await loaders.ownRecord.written(this.outcome.donor.id)).donor;
  }

  /** Wraps what the command answered. */
  static of(this: void, outcome: DecisionOutcome): DisavowDecisionSuccess {
    return Object.assign(new DisavowDecisionSuccess(), { outcome });
  }
}

/** It is kept. */
@ObjectType({ description: 'The withdrawal is kept and counts from now on.' })
export class QueueWithdrawalSuccess {
  readonly donorId!: string;

  /** Wraps what the command answered. */
  static of(this: void, { donor, queued }: { readonly donor: Donor; readonly queued: QueuedWithdrawal }): QueueWithdrawalSuccess {
    return Object.assign(new QueueWithdrawalSuccess(), { donorId: donor.id, queuedWithdrawal: queued });
  }

  @Field(() => QueuedWithdrawalType, { description: 'The receipt.' })
  queuedWithdrawal!: QueuedWithdrawalType;

  @Field(() => DonorType, { description: 'The donor as the register now holds it.' })
  async donor(@Ctx() { loaders }: Context): Promise<Donor> {
    return (await loaders.ownRecord.written(this.donorId)).donor;
  }
}

/** It is resolved. */
@ObjectType({ description: 'The disavowal is resolved; the person sees what was found out.' })
export class ResolveDisavowalSuccess {
  readonly record!: DisavowalRecord;

  @Field(() => DisavowalCaseType, { description: 'The disavowal with what was found out.' })
  disavowal(@Ctx() context: Context): Promise<DisavowalCaseType> {
    return disavowalCase(this.record, context);
  }
}

/** A disavowal as its owner may see it. */
export function disavowalOf(record: DisavowalRecord | null): DisavowalType | null {
  if (!record) return null;
  const { disavowal, resolution } = record;
  return { id: disavowal.id, disavowedAt: disavowal.disavowedAt, status: statusOf(record), finding: resolution?.finding ?? null, resolvedAt: resolution?.resolvedAt ?? null };
}

/** A disavowal with its donor and decision read, as staff may see it. */
export async function disavowalCase(record: DisavowalRecord, tools: KeyTools): Promise<DisavowalCaseType> {
  const { disavowal, resolution } = record;
  const donor = disavowal.donor.unwrap();
  const decision = disavowal.decision.unwrap();
  const phone = (await personalValuesOf(tools, donor)).phone();
  return {
    id: disavowal.id,
    disavowedAt: disavowal.disavowedAt,
    status: statusOf(record),
    finding: resolution?.finding ?? null,
    resolvedAt: resolution?.resolvedAt ?? null,
    area: disavowal.areaCode ? findDivision(disavowal.areaCode) : null,
    registrationNumber: donor.registrationNumber,
    maskedPhone: phone ? maskPhone(phone) : null,
    action: decision.action,
    channel: decision.channel,
    recordedAt: decision.recordedAt,
  };
}

export const DisavowDecisionResult = createUnionType({
  name: 'DisavowDecisionResult',
  description: 'The disavowal, or the rule that stopped it.',
  types: () => [DisavowDecisionSuccess, InvalidInput, DisavowalTooLate, AssuranceTooLow, IdempotencyKeyReused] as const,
});

export const QueueWithdrawalResult = createUnionType({
  name: 'QueueWithdrawalResult',
  description: 'The receipt, or the rule that stopped it; where sign-in works, it is used instead.',
  types: () => [QueueWithdrawalSuccess, FreshSignInNeeded, NoStandingDecision, DecisionChangedMeanwhile, AssuranceTooLow, ConsentOutdated] as const,
});

export const ResolveDisavowalResult = createUnionType({
  name: 'ResolveDisavowalResult',
  description: 'The resolved disavowal, or the rule that stopped it.',
  types: () => [ResolveDisavowalSuccess, InvalidInput, DisavowalAlreadyResolved] as const,
});
