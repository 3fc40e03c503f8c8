import { createUnionType, Ctx, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AssuranceTooLow, IdempotencyKeyReused } from '../donors/decision-refusals.types.ts';
import type { Context } from '../graphql/context.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateScalar, DateTimeScalar } from '../graphql/scalars.ts';
import { IdentityDocumentType } from '../identity/identity-document.ts';
import type { LookUpOutcome } from './look-up-decision.ts';
import { LookUpNotOpen } from './look-up-refusals.types.ts';
import { BreakGlassReason, LookUpOccasion, LookUpPurpose, type LookUp } from './look-up.entity.ts';
import { lookUpOf } from './look-up.queries.ts';
import { LookUpAnswer, LookUpType } from './look-up.types.ts';

/** Asks. */
@InputType({ description: 'A question about one person, for one case.' })
export class LookUpDecisionInput {
  @Field(() => ID, { description: 'Made by the caller, 16 to 64 letters, digits or dashes: the same key and input get the same look-up again.' })
  idempotencyKey!: string;

  @Field(() => IdentityDocumentType, { description: 'The kind of document.' })
  documentType!: IdentityDocumentType;

  @Field(() => String, { description: 'Its number.' })
  documentNumber!: string;

  @Field(() => String, { description: 'The name as the document has it: number and name must both be on record.' })
  fullName!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The birthday; needed with a passport only.' })
  birthday?: string | null;

  @Field(() => String, { description: 'The key of the hospital where the case lies.' })
  hospitalKey!: string;

  @Field(() => String, { description: 'The GB/T 2260 code of the case’s area: the hospital’s.' })
  areaCode!: string;

  @Field(() => String, { description: 'The hospital’s own number of the case; no person’s number.' })
  caseNumber!: string;

  @Field(() => LookUpOccasion, { description: 'In which medical situation.' })
  occasion!: LookUpOccasion;

  @Field(() => LookUpPurpose, { description: 'What the answer is needed for.' })
  purpose!: LookUpPurpose;

  @Field(() => BreakGlassReason, { nullable: true, description: 'Why nobody can confirm: the answer comes at once, and raises an alarm. Null in the ordinary case.' })
  breakGlassReason?: BreakGlassReason | null;
}

/** Confirms. */
@InputType({ description: 'Confirms a look-up of somebody else.' })
export class ConfirmLookUpInput {
  @Field(() => ID, { description: 'The look-up.' })
  id!: string;
}

/** Declines. */
@InputType({ description: 'Declines a look-up of somebody else.' })
export class DeclineLookUpInput {
  @Field(() => ID, { description: 'The look-up.' })
  id!: string;
}

/** Opens. */
@InputType({ description: 'Opens the answer of one’s own look-up.' })
export class OpenLookUpInput {
  @Field(() => ID, { description: 'The look-up.' })
  id!: string;
}

/** Has seen. */
@InputType({ description: 'That the caller has seen who looked them up.' })
export class MarkLookUpsSeenInput {
  @Field(() => DateTimeScalar, { description: 'The time of the newest look-up that was shown; later ones stay unseen.' })
  until!: Date;
}

/** Lifts. */
@InputType({ description: 'Lifts the block of an account.' })
export class LiftLookUpBlockInput {
  @Field(() => ID, { description: 'The block.' })
  id!: string;
}

/** Seen. */
@ObjectType({ description: 'The look-ups that were shown are marked as seen.' })
export class MarkLookUpsSeenSuccess {
  @Field(() => Int, { description: 'How many were new.' })
  seen!: number;
}

/** Lifted. */
@ObjectType({ description: 'The account may look up again.' })
export class LiftLookUpBlockSuccess {
  @Field(() => DateTimeScalar, { description: 'Since when.' })
  liftedAt!: Date;
}

/** Declares the success of a command that leaves a look-up behind: it is read back from the register after the commit. */
function lookUpSuccess(name: string, description: string) {
  @ObjectType(name, { description })
  class LookUpSuccess {
    readonly lookUpId: string;

    constructor(lookUp: LookUp) {
      this.lookUpId = lookUp.id;
    }

    @Field(() => LookUpType, { description: 'The look-up as the register now holds it.' })
    lookUp(@Ctx() { em }: Context): Promise<LookUp> {
      return lookUpOf(em, this.lookUpId);
    }

    /** Wraps what a command answered. */
    static of(this: void, lookUp: LookUp): LookUpSuccess {
      return new LookUpSuccess(lookUp);
    }
  }
  return LookUpSuccess;
}

/** Declares the success of a command that may disclose something. */
function answerSuccess(name: string, description: string) {
  @ObjectType(name, { description })
  class AnswerSuccess {
    readonly outcome: LookUpOutcome;

    constructor(outcome: LookUpOutcome) {
      this.outcome = outcome;
    }

    @Field(() => LookUpType, { description: 'The look-up as the register now holds it.' })
    lookUp(@Ctx() { em }: Context): Promise<LookUp> {
      return lookUpOf(em, this.outcome.lookUp.id);
    }

    @Field(() => LookUpAnswer, { nullable: true, description: 'The answer; null while it waits for the second person.' })
    answer(): LookUpAnswer | null {
      return this.outcome.disclosure ? new LookUpAnswer(this.outcome.disclosure) : null;
    }

    /** Wraps what a command answered; a refusal that it kept something with stays what it is. */
    static of(this: void, answer: LookUpOutcome | LookUpNotOpen): AnswerSuccess | LookUpNotOpen {
      return answer instanceof LookUpNotOpen ? answer : new AnswerSuccess(answer);
    }
  }
  return AnswerSuccess;
}

export const LookUpDecisionSuccess = answerSuccess('LookUpDecisionSuccess', 'The look-up is written. It waits for a second person, or was answered at once over broken glass.');
export const OpenLookUpSuccess = answerSuccess('OpenLookUpSuccess', 'The answer; that it was given is written.');
export const ConfirmLookUpSuccess = lookUpSuccess('ConfirmLookUpSuccess', 'The look-up is confirmed; whoever asked may open the answer.');
export const DeclineLookUpSuccess = lookUpSuccess('DeclineLookUpSuccess', 'The look-up is declined; nothing is disclosed by it.');

export const LookUpDecisionResult = createUnionType({
  name: 'LookUpDecisionResult',
  description: 'The look-up, or the one refusal to whoever may not.',
  types: () => [LookUpDecisionSuccess, LookUpNotOpen, InvalidInput, TooManyRequests, IdempotencyKeyReused] as const,
});
export const ConfirmLookUpResult = createUnionType({
  name: 'ConfirmLookUpResult',
  description: 'The confirmed look-up, or the one refusal to whoever may not.',
  types: () => [ConfirmLookUpSuccess, LookUpNotOpen, TooManyRequests] as const,
});
export const DeclineLookUpResult = createUnionType({
  name: 'DeclineLookUpResult',
  description: 'The declined look-up, or the one refusal to whoever may not.',
  types: () => [DeclineLookUpSuccess, LookUpNotOpen, TooManyRequests] as const,
});
export const OpenLookUpResult = createUnionType({
  name: 'OpenLookUpResult',
  description: 'The answer, or the one refusal to whoever may not.',
  types: () => [OpenLookUpSuccess, LookUpNotOpen, TooManyRequests] as const,
});
export const LiftLookUpBlockResult = createUnionType({
  name: 'LiftLookUpBlockResult',
  description: 'The lifted block, or the refusal.',
  types: () => [LiftLookUpBlockSuccess, LookUpNotOpen] as const,
});
export const MarkLookUpsSeenResult = createUnionType({
  name: 'MarkLookUpsSeenResult',
  description: 'How many were marked, or the refusal.',
  types: () => [MarkLookUpsSeenSuccess, AssuranceTooLow] as const,
});
