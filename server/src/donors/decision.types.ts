import { createUnionType, Ctx, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import type { Decision } from './decision.entity.ts';
import {
  AssuranceTooLow,
  ConsentOutdated,
  DecisionChangedMeanwhile,
  DecisionFrozen,
  DonorAlreadyRegistered,
  FreshSignInNeeded,
  IdempotencyKeyReused,
  IdentityIncomplete,
  NoStandingDecision,
  UnderAge,
} from './decision-refusals.types.ts';
import type { Donor } from './donor.entity.ts';
import { decisionOf, type ShownRecord } from './donor.queries.ts';
import { ConsentInput, ContactInput, DecisionType, DonorType, ItemChoiceInput } from './donor.types.ts';
import { RecordRestricted } from '../rights/rights-refusals.types.ts';
import { WithdrawalReason } from './withdrawal-reason.entity.ts';

registerEnumType(WithdrawalReason, {
  name: 'WithdrawalReason',
  description: 'Why somebody withdrew: asked afterwards, never required.',
  valuesConfig: {
    CHANGED_MY_MIND: { description: '改变了想法' },
    FAMILY_OBJECTS: { description: '家人不同意' },
    HEALTH: { description: '健康原因' },
    FAITH_OR_CUSTOM: { description: '信仰或习俗' },
    WORRIED_ABOUT_CARE: { description: '担心影响救治' },
    WILL_REGISTER_ELSEWHERE: { description: '在别处登记' },
    PREFER_NOT_TO_SAY: { description: '不想说' },
    OTHER: { description: '其他' },
  },
});

/** What a decision command answers with. */
export interface DecisionOutcome {
  readonly donor: Donor;
  readonly decision: Decision;
}

/** Declares the success of a decision command. Both fields are read from the register after the commit, never from the request. */
function decisionSuccess(name: string, description: string) {
  @ObjectType(name, { description })
  class DecisionSuccess {
    readonly donorId: string;
    readonly decisionId: string;
    #record: Promise<ShownRecord> | null = null;

    constructor(outcome: DecisionOutcome) {
      this.donorId = outcome.donor.id;
      this.decisionId = outcome.decision.id;
    }

    @Field(() => DonorType, { description: 'The donor as the register now holds it.' })
    async donor(@Ctx() context: Context): Promise<Donor> {
      return (await this.recordIn(context)).donor;
    }

    @Field(() => DecisionType, { description: 'The decision of this request as the register holds it.' })
    async decision(@Ctx() context: Context): Promise<Decision> {
      const { donor, latest } = await this.recordIn(context);
      return latest.id === this.decisionId ? latest : decisionOf(context.em, donor, this.decisionId);
    }

    /** The record after the commit, read once for both fields. */
    recordIn({ loaders }: Context): Promise<ShownRecord> {
      return (this.#record ??= loaders.ownRecord.written(this.donorId));
    }

    /** Wraps what a command answered. */
    static of(this: void, outcome: DecisionOutcome): DecisionSuccess {
      return new DecisionSuccess(outcome);
    }
  }
  return DecisionSuccess;
}

export const RegisterDonorSuccess = decisionSuccess('RegisterDonorSuccess', 'The person is on the register with this decision.');
export const EditDecisionSuccess = decisionSuccess('EditDecisionSuccess', 'The changed decision is recorded and stands.');
export const ReaffirmDecisionSuccess = decisionSuccess('ReaffirmDecisionSuccess', 'The decision is reaffirmed with today as its date.');
export const RefuseDonationSuccess = decisionSuccess('RefuseDonationSuccess', 'The refusal is recorded and stands.');
export const WithdrawDecisionSuccess = decisionSuccess('WithdrawDecisionSuccess', 'The decision is withdrawn; no wish is on record.');

/** The reason was kept. */
@ObjectType({ description: 'The reason for a withdrawal was kept.' })
export class StateWithdrawalReasonSuccess {
  @Field(() => WithdrawalReason, { description: 'The reason as stored.' })
  reason!: WithdrawalReason;
}

/** What every change of a decision carries. */
@InputType({ description: 'What every change of a decision carries.' })
abstract class DecisionRequest {
  @Field(() => ID, { description: 'Made by the caller, 16 to 64 letters, digits or dashes: the same key and input get the first answer again.' })
  idempotencyKey!: string;

  @Field(() => ConsentInput, { description: 'The words that the person read and declared.' })
  consent!: ConsentInput;
}

/** Registers a wish to donate. */
@InputType({ description: 'The wish to donate of a person who has no standing decision.' })
export class RegisterDonorInput extends DecisionRequest {
  @Field(() => Int, { nullable: true, description: 'The version last read; null for a person who was never on the register.' })
  expectedVersion?: number | null;

  @Field(() => [ItemChoiceInput], { description: 'Every item of the policy exactly once; at least one agreed to.' })
  choices!: ItemChoiceInput[];

  @Field(() => ContactInput, { description: 'How to reach the donor.' })
  contact!: ContactInput;

  @Field(() => ID, { nullable: true, description: 'What a partner had sent for the caller (`Viewer.pendingSubmissions`) and the caller confirms by this decision, changed or not; null when nothing was sent.' })
  submissionId?: string | null;
}

/** Changes a decision. */
@InputType({ description: 'The changed choices of a person who has a standing decision.' })
export class EditDecisionInput extends DecisionRequest {
  @Field(() => Int, { description: 'The version last read.' })
  expectedVersion!: number;

  @Field(() => [ItemChoiceInput], { description: 'Every item of the policy exactly once; at least one agreed to.' })
  choices!: ItemChoiceInput[];

  @Field(() => ContactInput, { nullable: true, description: 'How to reach the donor; null leaves it unchanged.' })
  contact?: ContactInput | null;

  @Field(() => ID, { nullable: true, description: 'What a partner had sent for the caller (`Viewer.pendingSubmissions`) and the caller confirms by this decision, changed or not; null when nothing was sent.' })
  submissionId?: string | null;
}

/** Reaffirms a decision. */
@InputType({ description: 'Says that the standing decision still holds.' })
export class ReaffirmDecisionInput extends DecisionRequest {
  @Field(() => Int, { description: 'The version last read.' })
  expectedVersion!: number;
}

/** Refuses. */
@InputType({ description: 'States that the person does not agree to donate anything.' })
export class RefuseDonationInput extends DecisionRequest {
  @Field(() => Int, { nullable: true, description: 'The version last read; null for a person who was never on the register.' })
  expectedVersion?: number | null;

  @Field(() => ID, { nullable: true, description: 'What a partner had sent for the caller (`Viewer.pendingSubmissions`) and the caller confirms by this decision, changed or not; null when nothing was sent.' })
  submissionId?: string | null;
}

/** Withdraws. */
@InputType({ description: 'Takes the standing decision back; no reason is asked.' })
export class WithdrawDecisionInput extends DecisionRequest {
  @Field(() => Int, { description: 'The version last read.' })
  expectedVersion!: number;
}

/** Says why. */
@InputType({ description: 'Why the person withdrew; given afterwards and only if they wish.' })
export class StateWithdrawalReasonInput {
  @Field(() => ID, { description: 'The withdrawal, a decision of the caller.' })
  decisionId!: string;

  @Field(() => WithdrawalReason, { description: 'The reason.' })
  reason!: WithdrawalReason;
}

export const RegisterDonorResult = createUnionType({
  name: 'RegisterDonorResult',
  description: 'The registration, or the rule that refused it.',
  types: () => [RegisterDonorSuccess, InvalidInput, DonorAlreadyRegistered, DecisionChangedMeanwhile, UnderAge, IdentityIncomplete, AssuranceTooLow, ConsentOutdated, IdempotencyKeyReused, FreshSignInNeeded, DecisionFrozen, TooManyRequests, RecordRestricted] as const,
});

export const EditDecisionResult = createUnionType({
  name: 'EditDecisionResult',
  description: 'The changed decision, or the rule that refused it.',
  types: () => [EditDecisionSuccess, InvalidInput, NoStandingDecision, DecisionChangedMeanwhile, UnderAge, IdentityIncomplete, AssuranceTooLow, ConsentOutdated, IdempotencyKeyReused, FreshSignInNeeded, DecisionFrozen, TooManyRequests, RecordRestricted] as const,
});

export const ReaffirmDecisionResult = createUnionType({
  name: 'ReaffirmDecisionResult',
  description: 'The reaffirmed decision, or the rule that refused it.',
  types: () => [ReaffirmDecisionSuccess, InvalidInput, NoStandingDecision, DecisionChangedMeanwhile, AssuranceTooLow, ConsentOutdated, IdempotencyKeyReused, FreshSignInNeeded, DecisionFrozen, TooManyRequests, RecordRestricted] as const,
});

export const RefuseDonationResult = createUnionType({
  name: 'RefuseDonationResult',
  description: 'The recorded refusal, or the rule that stopped it.',
  types: () => [RefuseDonationSuccess, InvalidInput, DonorAlreadyRegistered, DecisionChangedMeanwhile, UnderAge, IdentityIncomplete, AssuranceTooLow, ConsentOutdated, IdempotencyKeyReused, FreshSignInNeeded, DecisionFrozen, TooManyRequests, RecordRestricted] as const,
});

export const WithdrawDecisionResult = createUnionType({
  name: 'WithdrawDecisionResult',
  description: 'The withdrawal, or the rule that stopped it.',
  types: () => [WithdrawDecisionSuccess, InvalidInput, NoStandingDecision, DecisionChangedMeanwhile, AssuranceTooLow, ConsentOutdated, IdempotencyKeyReused, FreshSignInNeeded] as const,
});

export const StateWithdrawalReasonResult = createUnionType({
  name: 'StateWithdrawalReasonResult',
  description: 'The reason as kept, or the rule that refused it.',
  types: () => [StateWithdrawalReasonSuccess, InvalidInput, AssuranceTooLow] as const,
});
