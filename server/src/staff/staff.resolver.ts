import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { findDivision } from '../divisions/division.queries.ts';
import { DivisionType } from '../divisions/division.types.ts';
import type { Context } from '../graphql/context.ts';
import { AccessDenied } from '../graphql/refusals.ts';
import { OrganisationType } from '../organisations/organisation.types.ts';
import { beginStaffSignIn } from './begin-staff-sign-in.ts';
import { signInStaff } from './sign-in-staff.ts';
import { signOutStaff } from './sign-out-staff.ts';
import { AccountRole } from './staff-role.ts';
import { staffSessionEndsAt } from './staff-sessions.ts';
import { accountOf } from './staff.policy.ts';
import {
  BeginStaffSignInInput,
  BeginStaffSignInResult,
  BeginStaffSignInSuccess,
  HospitalType,
  SignInStaffInput,
  SignInStaffResult,
  SignInStaffSuccess,
  SignOutStaffInput,
  SignOutStaffSuccess,
  StaffSessionType,
  StaffViewerType,
} from './staff.types.ts';

/** Staff and clinicians: signing in and out, and who they are. */
@Resolver(() => StaffViewerType)
export class StaffResolver {
  @Query(() => StaffViewerType, { nullable: true, description: 'The signed-in staff member or clinician; null for everybody else.' })
  staffViewer(@Ctx() { actor }: Context): Pick<StaffViewerType, 'of'> | null {
    if (actor.kind === 'ANONYMOUS' && actor.sessionEnded) throw new AccessDenied(true);
    const of = accountOf(actor);
    return of ? { of } : null;
  }

  @Mutation(() => BeginStaffSignInResult, { description: 'Begins a sign-in of staff by OpenID Connect.' })
  async beginStaffSignIn(@Ctx() context: Context, @Arg('input', () => BeginStaffSignInInput, { description: 'The page.' }) input: BeginStaffSignInInput) {
    return Object.assign(new BeginStaffSignInSuccess(), await beginStaffSignIn(context, input));
  }

  @Mutation(() => SignInStaffResult, { description: 'Exchanges the provider’s answer for a session of staff, and ends the former ones of the account.' })
  async signInStaff(@Ctx() context: Context, @Arg('input', () => SignInStaffInput, { description: 'The answer.' }) input: SignInStaffInput) {
    const { token, actor } = await signInStaff(context, input);
    context.access.actor = actor;
    return Object.assign(new SignInStaffSuccess(), { token, viewer: { of: actor } });
  }

  @Mutation(() => SignOutStaffSuccess, { description: 'Ends the session of the staff member who calls; succeeds without one, too.' })
  signOutStaff(@Ctx() context: Context, @Arg('input', () => SignOutStaffInput, { description: 'The page.' }) input: SignOutStaffInput): Promise<SignOutStaffSuccess> {
    return signOutStaff(context, input);
  }

  @FieldResolver(() => AccountRole, { description: 'What they may do.' })
  role(@Root() { of }: StaffViewerType): AccountRole {
    return of.account.role;
  }

  @FieldResolver(() => String, { description: 'Their name, as citizens read it in the list of look-ups.' })
  name(@Root() { of }: StaffViewerType, @Ctx() { vault }: Context): string {
    return of.account.fullName(vault);
  }

  @FieldResolver(() => OrganisationType, { nullable: true, description: 'Their body of the Red Cross; null for a clinician.' })
  organisation(@Root() { of }: StaffViewerType) {
    return of.kind === 'STAFF' ? of.organisation : null;
  }

  @FieldResolver(() => HospitalType, { nullable: true, description: 'Their hospital; null for staff of the Red Cross.' })
  hospital(@Root() { of }: StaffViewerType): HospitalType | null {
    return of.kind === 'CLINICIAN' ? of.hospital : null;
  }

  @FieldResolver(() => DivisionType, { nullable: true, description: 'The division of their body or hospital: they reach it and what lies below it, a clinician their hospital’s cases only.' })
  area(@Root() { of }: StaffViewerType): DivisionType | null {
    return findDivision((of.kind === 'STAFF' ? of.organisation : of.hospital).divisionCode);
  }

  @FieldResolver(() => StaffSessionType, { description: 'This session.' })
  session(@Root() { of }: StaffViewerType, @Ctx() { config }: Context): StaffSessionType {
    return { signedInAt: of.session.signedInAt, expiresAt: staffSessionEndsAt(of.session, config.session) };
  }
}
