import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { findDivision } from '../divisions/division.queries.ts';
import { DivisionType } from '../divisions/division.types.ts';
import type { Context } from '../graphql/context.ts';
import { AccessDenied } from '../graphql/refusals.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { StaffRole } from '../staff/staff-role.ts';
import { staffIn } from '../staff/staff.policy.ts';
import { confirmLookUp, declineLookUp } from './confirm-look-up.ts';
import { liftLookUpBlock } from './lift-look-up-block.ts';
import type { LookUpBlock } from './look-up-block.entity.ts';
import {
  ConfirmLookUpInput,
  ConfirmLookUpResult,
  ConfirmLookUpSuccess,
  DeclineLookUpInput,
  DeclineLookUpResult,
  DeclineLookUpSuccess,
  LiftLookUpBlockInput,
  LiftLookUpBlockResult,
  LiftLookUpBlockSuccess,
  LookUpDecisionInput,
  LookUpDecisionResult,
  LookUpDecisionSuccess,
  OpenLookUpInput,
  OpenLookUpResult,
  OpenLookUpSuccess,
} from './look-up-commands.types.ts';
import { lookUpDecision } from './look-up-decision.ts';
import { LookUpStatus, type LookUp } from './look-up.entity.ts';
import { askerOf } from './look-up.policy.ts';
import { blocksInScope, hospitalsOf, inScopeOf, openOf, waitingFor } from './look-up.queries.ts';
import { LookUpBlockType, LookUpConnection, LookUpDesk, LookUpHospital, LookUpPerson, LookUpType } from './look-up.types.ts';
import { openLookUp } from './open-look-up.ts';
import { pageOf, personOf } from './pages-and-people.ts';

const FIRST = { defaultValue: 20, description: 'How many, 1 to 100.' } as const;
const AFTER = { nullable: true, description: 'The cursor after which to go on.' } as const;

/** The commands of a look-up; each one line. */
@Resolver()
export class LookUpCommandResolver {
  @Mutation(() => LookUpDecisionResult, { description: 'Asks what one person decided, for one case. A second person must confirm before anything is disclosed.' })
  lookUpDecision(@Ctx() context: Context, @Arg('input', () => LookUpDecisionInput, { description: 'The question.' }) input: LookUpDecisionInput) {
    return lookUpDecision(context, input).then(LookUpDecisionSuccess.of);
  }

  @Mutation(() => ConfirmLookUpResult, { description: 'Confirms, as the second person, that somebody else’s look-up is for a real case.' })
  confirmLookUp(@Ctx() context: Context, @Arg('input', () => ConfirmLookUpInput, { description: 'Which.' }) input: ConfirmLookUpInput) {
    return confirmLookUp(context, input).then(ConfirmLookUpSuccess.of);
  }

  @Mutation(() => DeclineLookUpResult, { description: 'Declines, as the second person, somebody else’s look-up.' })
  declineLookUp(@Ctx() context: Context, @Arg('input', () => DeclineLookUpInput, { description: 'Which.' }) input: DeclineLookUpInput) {
    return declineLookUp(context, input).then(DeclineLookUpSuccess.of);
  }

  @Mutation(() => OpenLookUpResult, { description: 'Opens the answer of one’s own look-up; that it was opened is written first.' })
  openLookUp(@Ctx() context: Context, @Arg('input', () => OpenLookUpInput, { description: 'Which.' }) input: OpenLookUpInput) {
    return openLookUp(context, input).then(OpenLookUpSuccess.of);
  }

  @Mutation(() => LiftLookUpBlockResult, { description: 'Lets a blocked account look up again; a manager’s, once they know what happened.' })
  async liftLookUpBlock(@Ctx() context: Context, @Arg('input', () => LiftLookUpBlockInput, { description: 'Which.' }) input: LiftLookUpBlockInput) {
    const { liftedAt } = await liftLookUpBlock(context, input);
    return Object.assign(new LiftLookUpBlockSuccess(), { liftedAt });
  }
}

/** What those see who work with look-ups or inspect them; no person who was asked about is shown anywhere. */
@Resolver(() => LookUpDesk)
export class LookUpDeskResolver {
  @Query(() => LookUpDesk, { nullable: true, description: 'The desk of a clinician or coordinator; null for everybody else.' })
  lookUpDesk(@Ctx() { actor }: Context): LookUpDesk | null {
    if (actor.kind === 'ANONYMOUS' && actor.sessionEnded) throw new AccessDenied(true);
    const asker = askerOf(actor);
    return asker && Object.assign(new LookUpDesk(), { of: asker });
  }

  @Query(() => LookUpConnection, { description: 'All look-ups in the scope of an auditor or manager, the newest first; with `sample` those drawn for review.' })
  lookUps(
    @Ctx() context: Context,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: string | null,
    @Arg('sample', () => Boolean, { defaultValue: false, description: 'Only those that were drawn at random when they were made, and every one over broken glass.' }) sample: boolean,
  ) {
    return pageOf(context, inScopeOf(staffIn(context.actor, StaffRole.AUDITOR, StaffRole.MANAGER), sample ? 'DRAWN' : 'ALL'), first, after);
  }

  @Query(() => LookUpConnection, { description: 'The look-ups over broken glass in the scope of an auditor or manager, the newest first: each is to be reviewed.' })
  breakGlassLookUps(@Ctx() context: Context, @Arg('first', () => Int, FIRST) first: number, @Arg('after', () => String, AFTER) after: string | null) {
    return pageOf(context, inScopeOf(staffIn(context.actor, StaffRole.AUDITOR, StaffRole.MANAGER), 'BREAK_GLASS'), first, after);
  }

  @Query(() => [LookUpBlockType], { description: 'The accounts in the scope of a manager or auditor that may not look up now.' })
  lookUpBlocks(@Ctx() { em, actor }: Context): Promise<LookUpBlock[]> {
    return blocksInScope(em, staffIn(actor, StaffRole.MANAGER, StaffRole.AUDITOR));
  }

  @FieldResolver(() => [LookUpHospital], { description: 'The hospitals for whose cases they may ask.' })
  async hospitals(@Root() { of }: LookUpDesk, @Ctx() { em, now }: Context): Promise<LookUpHospital[]> {
    const hospitals = await hospitalsOf(em, of, shanghaiDayOf(now()));
    return hospitals.map(({ registryKey, name, divisionCode }) => ({ key: registryKey, name, area: findDivision(divisionCode) }));
  }

  @FieldResolver(() => LookUpConnection, { description: 'What they asked and that still waits or can be opened, the newest first.' })
  mine(@Root() { of }: LookUpDesk, @Ctx() context: Context, @Arg('first', () => Int, FIRST) first: number, @Arg('after', () => String, AFTER) after: string | null) {
    return pageOf(context, openOf(of, context.now()), first, after);
  }

  @FieldResolver(() => LookUpConnection, { description: 'What others asked and they may confirm or decline, the newest first.' })
  toConfirm(@Root() { of }: LookUpDesk, @Ctx() context: Context, @Arg('first', () => Int, FIRST) first: number, @Arg('after', () => String, AFTER) after: string | null) {
    return pageOf(context, waitingFor(of, context.now()), first, after);
  }
}

/** What of a look-up is worked out. */
@Resolver(() => LookUpType)
export class LookUpResolver {
  @FieldResolver(() => LookUpStatus, { description: 'How far it has come.' })
  status(@Root() lookUp: LookUp, @Ctx() { now }: Context): LookUpStatus {
    return lookUp.statusAt(now());
  }

  @FieldResolver(() => String, { description: 'The hospital where the case lies.' })
  hospitalName(@Root() lookUp: LookUp): string {
    return lookUp.hospital.unwrap().name;
  }

  @FieldResolver(() => DivisionType, { nullable: true, description: 'The area of the case.' })
  area(@Root() lookUp: LookUp): DivisionType | null {
    return findDivision(lookUp.areaCode);
  }

  @FieldResolver(() => LookUpPerson, { description: 'Who asked.' })
  requestedBy(@Root() lookUp: LookUp, @Ctx() context: Context): LookUpPerson {
    return personOf(context, lookUp.requestedBy.unwrap());
  }

  @FieldResolver(() => LookUpPerson, { nullable: true, description: 'Who confirmed or declined; null until then.' })
  secondPerson(@Root() lookUp: LookUp, @Ctx() context: Context): LookUpPerson | null {
    return lookUp.secondPerson ? personOf(context, lookUp.secondPerson.unwrap()) : null;
  }
}

/** Whom a block stops. */
@Resolver(() => LookUpBlockType)
export class LookUpBlockResolver {
  @FieldResolver(() => LookUpPerson, { description: 'Whose account it is.' })
  person(@Root() block: LookUpBlock, @Ctx() context: Context): LookUpPerson {
    return personOf(context, block.account.unwrap());
  }

  @FieldResolver(() => DivisionType, { nullable: true, description: 'The area of the case at which it happened.' })
  area(@Root() block: LookUpBlock): DivisionType | null {
    return findDivision(block.areaCode);
  }
}
