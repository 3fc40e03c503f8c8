import { createUnionType, Ctx, Field, ID, InputType, ObjectType } from 'type-graphql';
import { findDivision } from '../divisions/division.queries.ts';
import { DivisionType } from '../divisions/division.types.ts';
import { NationalDifference, NationalSyncState } from '../donors/national-sync.entity.ts';
import { personalValuesOf } from '../donors/personal-values.ts';
import { connectionTypes } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { NodeType } from '../graphql/node.types.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { maskPhone } from '../identity/masking.ts';
import type { NationalDifferenceRecord } from './national-differences.queries.ts';
import { MOST_COUNTED } from './national-sync.queries.ts';

/** A decision about which the registers differ, as staff see it. */
@ObjectType('NationalDifferenceCase', { implements: NodeType, description: 'A standing decision that the national register has not confirmed. It says nothing about what was decided, here or there.' })
export class NationalDifferenceCaseType extends NodeType {
  @Field(() => NationalSyncState, { description: 'How far the national register knows it.' })
  state!: NationalSyncState;

  @Field(() => DateTimeScalar, { description: 'Since when.' })
  since!: Date;

  @Field(() => NationalDifference, { nullable: true, description: 'Wherein the registers differ; null when it only waits.' })
  difference!: NationalDifference | null;

  @Field(() => Boolean, { description: 'Whether nobody relies on an agreement of this person until they decide anew.' })
  isHeld!: boolean;

  @Field(() => String, { description: 'The number that the person can quote.' })
  registrationNumber!: string;

  @Field(() => String, { nullable: true, description: 'The phone number on record with its middle hidden; null when none is known.' })
  maskedPhone!: string | null;

  @Field(() => DivisionType, { nullable: true, description: 'Where the person lives; null when they have not said.' })
  area!: DivisionType | null;
}

/** One page of them. */
export const { NodeConnection: NationalDifferenceCaseConnection } = connectionTypes('NationalDifferenceCase', () => NationalDifferenceCaseType, 'difference', MOST_COUNTED);

/** Which decision is to be sent again. */
@InputType({ description: 'Which decision is to be sent to the national register again.' })
export class SendToNationalRegisterInput {
  @Field(() => ID, { description: 'The decision: the id of the case.' })
  decisionId!: string;
}

/** It is sent again. */
@ObjectType({ description: 'The decision is sent again with the next round.' })
export class SendToNationalRegisterSuccess {
  readonly record!: NationalDifferenceRecord;

  @Field(() => NationalDifferenceCaseType, { description: 'The case as it now stands.' })
  case(@Ctx() context: Context): Promise<NationalDifferenceCaseType> {
    return nationalDifferenceCase(this.record, context);
  }
}

/** What sending again answers. */
export const SendToNationalRegisterResult = createUnionType({
  name: 'SendToNationalRegisterResult',
  description: 'The case, or a refusal.',
  types: () => [SendToNationalRegisterSuccess, InvalidInput] as const,
});

/** What staff are shown of one. */
export async function nationalDifferenceCase({ sync }: NationalDifferenceRecord, context: Context): Promise<NationalDifferenceCaseType> {
  const donor = sync.decision.unwrap().donor.unwrap();
  const phone = (await personalValuesOf(context, donor)).phone();
  return {
    id: sync.decision.id,
    state: sync.state,
    since: sync.since,
    difference: sync.difference ?? null,
    isHeld: donor.nationalHold,
    registrationNumber: donor.registrationNumber,
    maskedPhone: phone ? maskPhone(phone) : null,
    area: donor.residenceCode ? findDivision(donor.residenceCode) : null,
  };
}
