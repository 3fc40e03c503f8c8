import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { findDivision } from '../divisions/division.queries.ts';
import { numberFromCursor, pageSize, toConnection, type Connection } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { maskName, maskPhone } from '../identity/masking.ts';
import type { Decision } from './decision.entity.ts';
import {
  EditDecisionInput,
  EditDecisionResult,
  EditDecisionSuccess,
  ReaffirmDecisionInput,
  ReaffirmDecisionResult,
  ReaffirmDecisionSuccess,
  RefuseDonationInput,
  RefuseDonationResult,
  RefuseDonationSuccess,
  RegisterDonorInput,
  RegisterDonorResult,
  RegisterDonorSuccess,
  StateWithdrawalReasonInput,
  StateWithdrawalReasonResult,
  StateWithdrawalReasonSuccess,
  WithdrawDecisionInput,
  WithdrawDecisionResult,
  WithdrawDecisionSuccess,
} from './decision.types.ts';
import { listChoices } from './donation-kinds.ts';
import type { Donor } from './donor.entity.ts';
import { latestDecision } from './donor.queries.ts';
import { ConsentRecord, DecisionConnection, DecisionType, DonorContact, DonorType, ItemChoice, NationalSyncType } from './donor.types.ts';
import { editDecision } from './edit-decision.ts';
import type { NationalSync } from './national-sync.entity.ts';
import { once } from './once.ts';
import { personalValuesOf } from './personal-values.ts';
import { reaffirmDecision } from './reaffirm-decision.ts';
import { refuseDonation } from './refuse-donation.ts';
import { registerDonor } from './register-donor.ts';
import { stateWithdrawalReason } from './state-withdrawal-reason.ts';
import { withdrawDecision } from './withdraw-decision.ts';

/** The five decision commands and the reason given afterwards; each one line. */
@Resolver()
export class DecisionCommandResolver {
  @Mutation(() => RegisterDonorResult, { description: 'Registers the caller’s wish to donate; they must have no standing decision.' })
  registerDonor(@Ctx() context: Context, @Arg('input', () => RegisterDonorInput, { description: 'The wish.' }) input: RegisterDonorInput) {
    return once(context, 'registerDonor', input, () => registerDonor(context, input)).then(RegisterDonorSuccess.of);
  }

  @Mutation(() => EditDecisionResult, { description: 'Changes what the caller agrees to, as a new decision; also leads from a refusal to agreeing.' })
  editDecision(@Ctx() context: Context, @Arg('input', () => EditDecisionInput, { description: 'The change.' }) input: EditDecisionInput) {
    return once(context, 'editDecision', input, () => editDecision(context, input)).then(EditDecisionSuccess.of);
  }

  @Mutation(() => ReaffirmDecisionResult, { description: 'Says that the caller’s standing decision still holds.' })
  reaffirmDecision(@Ctx() context: Context, @Arg('input', () => ReaffirmDecisionInput, { description: 'The confirmation.' }) input: ReaffirmDecisionInput) {
    return once(context, 'reaffirmDecision', input, () => reaffirmDecision(context, input)).then(ReaffirmDecisionSuccess.of);
  }

  @Mutation(() => RefuseDonationResult, { description: 'Records that the caller does not agree to donate anything: a decision of its own, not a withdrawal.' })
  refuseDonation(@Ctx() context: Context, @Arg('input', () => RefuseDonationInput, { description: 'The refusal.' }) input: RefuseDonationInput) {
    return once(context, 'refuseDonation', input, () => refuseDonation(context, input)).then(RefuseDonationSuccess.of);
  }

  @Mutation(() => WithdrawDecisionResult, { description: 'Takes the caller’s standing decision back; afterwards no wish is on record. No reason is asked.' })
  withdrawDecision(@Ctx() context: Context, @Arg('input', () => WithdrawDecisionInput, { description: 'The withdrawal.' }) input: WithdrawDecisionInput) {
    return once(context, 'withdrawDecision', input, () => withdrawDecision(context, input)).then(WithdrawDecisionSuccess.of);
  }

  @Mutation(() => StateWithdrawalReasonResult, { description: 'Keeps why the caller withdrew, if they wish to say it.' })
  async stateWithdrawalReason(@Ctx() context: Context, @Arg('input', () => StateWithdrawalReasonInput, { description: 'The reason.' }) input: StateWithdrawalReasonInput) {
    return Object.assign(new StateWithdrawalReasonSuccess(), { reason: (await stateWithdrawalReason(context, input)).reason });
  }
}

/** The caller's own record. */
@Resolver(() => DonorType)
export class DonorResolver {
  @FieldResolver(() => DecisionType, { description: 'The decision that stands: the latest one, as stored.' })
  decision(@Root() donor: Donor, @Ctx() { em, loaders }: Context): Decision | Promise<Decision> {
    return loaders.ownRecord.latestWith(donor) ?? latestDecision(em, donor);
  }

  @FieldResolver(() => DecisionConnection, { description: 'Every decision ever recorded for this person, the newest first.' })
  async history(
    @Root() donor: Donor,
    @Ctx() { loaders }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<Decision>> {
    const before = after ? numberFromCursor(after) : null;
    const rows = await loaders.ownRecord.history(donor, before, pageSize(first) + 1);
    return toConnection(rows, { first, after, totalCount: donor.latestSequence, keyOf: ({ sequence }) => sequence });
  }

  @FieldResolver(() => DonorContact, { description: 'How the person can be reached.' })
  async contact(@Root() donor: Donor, @Ctx() context: Context): Promise<DonorContact> {
    const values = await personalValuesOf(context, donor);
    const phone = values.phone();
    const kin = values.emergencyContact();
    return {
      maskedPhone: phone ? maskPhone(phone) : null,
      residence: donor.residenceCode ? findDivision(donor.residenceCode) : null,
      familyKnows: donor.familyKnows,
      emergencyContact: kin ? { maskedName: maskName(kin.name), relation: kin.relation, maskedPhone: maskPhone(kin.phone) } : null,
    };
  }
}

/** One decision as stored. */
@Resolver(() => DecisionType)
export class DecisionResolver {
  @FieldResolver(() => [ItemChoice], { description: 'What was said about each item, as stored: nothing is filled in.' })
  choices(@Root() decision: Decision): ItemChoice[] {
    return listChoices(decision.choices);
  }

  @FieldResolver(() => ConsentRecord, { description: 'The words that were declared with it.' })
  consent(@Root() decision: Decision): ConsentRecord {
    return { purpose: decision.consentPurpose, version: decision.consentVersion, hash: decision.consentHash };
  }

  @FieldResolver(() => String, { description: 'SHA-256, in hex, of the canonical form of this decision, computed when it was recorded and checked at every reading.' })
  fingerprint(@Root() decision: Decision): string {
    return Buffer.from(decision.fingerprint).toString('hex');
  }

  @FieldResolver(() => NationalSyncType, { description: 'How far the national register knows it.' })
  nationalSync(@Root() decision: Decision, @Ctx() { loaders }: Context): NationalSync | Promise<NationalSync> {
    return loaders.nationalSync.of(decision.id);
  }
}
