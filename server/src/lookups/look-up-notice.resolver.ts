import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { findDivision } from '../divisions/division.queries.ts';
import { DivisionType } from '../divisions/division.types.ts';
import { isAssuredEnough } from '../donors/donor.policy.ts';
import { ViewerType } from '../donors/viewer.types.ts';
import type { Context } from '../graphql/context.ts';
import { MarkLookUpsSeenInput, MarkLookUpsSeenResult, MarkLookUpsSeenSuccess } from './look-up-commands.types.ts';
import { LookUpStatus, type LookUp } from './look-up.entity.ts';
import { countLookUps, ofPerson } from './look-up.queries.ts';
import { LookUpNoticeConnection, LookUpNoticeType, LookUpPerson } from './look-up.types.ts';
import { markLookUpsSeen } from './mark-look-ups-seen.ts';
import { pageOf, personOf } from './pages-and-people.ts';

/** What a person sees of those who looked them up: every one, also the ones that were declined or never answered. */
@Resolver(() => ViewerType)
export class OwnLookUpsResolver {
  @FieldResolver(() => LookUpNoticeConnection, {
    nullable: true,
    description: 'Everybody who looked up their decision or asked to, the newest first; also for people who are not on the register. Null when the sign-in is too weak to be told.',
  })
  lookUps(
    @Root() { of }: ViewerType,
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ) {
    return isAssuredEnough(of.identity) ? pageOf(context, ofPerson(of), first, after) : null;
  }

  @FieldResolver(() => Int, { nullable: true, description: 'How many of them the person has not seen yet; null when the sign-in is too weak to be told.' })
  async unseenLookUps(@Root() { of }: ViewerType, @Ctx() { em }: Context): Promise<number | null> {
    return isAssuredEnough(of.identity) ? countLookUps(em, { ...ofPerson(of), seenByOwnerAt: null }) : null;
  }

  @Mutation(() => MarkLookUpsSeenResult, { description: 'Says that the caller has seen who looked them up, up to an instant.' })
  async markLookUpsSeen(@Ctx() context: Context, @Arg('input', () => MarkLookUpsSeenInput, { description: 'Up to when.' }) input: MarkLookUpsSeenInput) {
    return Object.assign(new MarkLookUpsSeenSuccess(), { seen: await markLookUpsSeen(context, input) });
  }
}

/** What of a notice is worked out. */
@Resolver(() => LookUpNoticeType)
export class LookUpNoticeResolver {
  @FieldResolver(() => LookUpStatus, { description: 'How far it has come.' })
  status(@Root() lookUp: LookUp, @Ctx() { now }: Context): LookUpStatus {
    return lookUp.statusAt(now());
  }

  @FieldResolver(() => String, { description: 'The hospital where the case is said to lie.' })
  hospitalName(@Root() lookUp: LookUp): string {
    return lookUp.hospital.unwrap().name;
  }

  @FieldResolver(() => DivisionType, { nullable: true, description: 'The area of that hospital.' })
  area(@Root() lookUp: LookUp): DivisionType | null {
    return findDivision(lookUp.areaCode);
  }

  @FieldResolver(() => LookUpPerson, { description: 'Who asked.' })
  requestedBy(@Root() lookUp: LookUp, @Ctx() context: Context): LookUpPerson {
    return personOf(context, lookUp.requestedBy.unwrap());
  }

  @FieldResolver(() => LookUpPerson, { nullable: true, description: 'The second person, who confirmed or declined; null when there was none.' })
  secondPerson(@Root() lookUp: LookUp, @Ctx() context: Context): LookUpPerson | null {
    return lookUp.secondPerson ? personOf(context, lookUp.secondPerson.unwrap()) : null;
  }

  @FieldResolver(() => Boolean, { description: 'Whether the glass was broken: nobody confirmed it, and it is reviewed.' })
  breakGlass(@Root() lookUp: LookUp): boolean {
    return Boolean(lookUp.breakGlassReason);
  }

  @FieldResolver(() => Boolean, { description: 'Whether the person has said that they saw it.' })
  seen(@Root() lookUp: LookUp): boolean {
    return Boolean(lookUp.seenByOwnerAt);
  }
}
