import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { DivisionType } from '../divisions/division.types.ts';
import { InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import type { Clinician, Staff } from '../identity/actor.ts';
import { OrganisationType } from '../organisations/organisation.types.ts';
import { StaffProviderUnavailable, StaffSignInRefused } from './staff-refusals.types.ts';
import { AccountRole } from './staff-role.ts';

registerEnumType(AccountRole, {
  name: 'AccountRole',
  description: 'What an account may do: one role of the Red Cross, or a clinician whom a hospital has named.',
  valuesConfig: {
    REGISTRAR: { description: 'Enters and corrects records at the counter and on home visits.' },
    COORDINATOR: { description: 'Witnesses donations and looks decisions up for a case.' },
    MANAGER: { description: 'Answers for an office: contested decisions, requests about data, accounts.' },
    AUDITOR: { description: 'Inspects look-ups and the audit; decides nothing.' },
    CLINICIAN: { description: 'A named person of a hospital, outside the transplant chain.' },
  },
});

/** A hospital as staff see it. */
@ObjectType('Hospital', { description: 'A hospital whose named clinicians may look up a decision.' })
export class HospitalType {
  @Field(() => ID, { description: 'Its opaque identity.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its key, given once and kept.' })
  registryKey!: string;
}

/** The session of somebody of the staff. */
@ObjectType('StaffSession', { description: 'The session of somebody of the staff.' })
export class StaffSessionType {
  @Field(() => DateTimeScalar, { description: 'When it began.' })
  signedInAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it ends if nothing happens any more.' })
  expiresAt!: Date;
}

/** Somebody of the staff, with what is theirs to see. */
@ObjectType('StaffViewer', { description: 'The signed-in staff member or clinician.' })
export class StaffViewerType {
  /** Whose view it is; not part of the contract. */
  of!: Staff | Clinician;

  @Field(() => AccountRole, { description: 'What they may do.' })
  role!: AccountRole;

  @Field(() => String, { description: 'Their name, as citizens read it in the list of look-ups.' })
  name!: string;

  @Field(() => OrganisationType, { nullable: true, description: 'Their body of the Red Cross; null for a clinician.' })
  organisation!: OrganisationType | null;

  @Field(() => HospitalType, { nullable: true, description: 'Their hospital; null for staff of the Red Cross.' })
  hospital!: HospitalType | null;

  @Field(() => DivisionType, { nullable: true, description: 'The division of their body or hospital: they reach it and what lies below it, a clinician their hospital’s cases only.' })
  area!: DivisionType | null;

  @Field(() => StaffSessionType, { description: 'This session.' })
  session!: StaffSessionType;
}

/** Where the sign-in is to return. */
@InputType({ description: 'The page of the work desk to which the provider is to return.' })
export class BeginStaffSignInInput {
  @Field(() => String, { description: 'Its address, exactly as registered.' })
  returnUrl!: string;
}

/** The sign-in has begun. */
@ObjectType({ description: 'The sign-in has begun: go to `url`, and keep `attempt` in the tab until the provider returns.' })
export class BeginStaffSignInSuccess {
  @Field(() => String, { description: 'The sign-in page of the provider.' })
  url!: string;

  @Field(() => String, { description: 'The secret of this attempt; it works once, and in the page that holds it only.' })
  attempt!: string;

  @Field(() => DateTimeScalar, { description: 'When the attempt runs out.' })
  expiresAt!: Date;
}

/** The provider's answer. */
@InputType({ description: 'The provider’s answer, and the attempt to which it belongs.' })
export class SignInStaffInput {
  @Field(() => String, { description: 'The secret that `beginStaffSignIn` gave.' })
  attempt!: string;

  @Field(() => String, { description: 'The query of the address to which the provider returned, without the question mark.' })
  answer!: string;
}

/** Somebody of the staff is signed in. */
@ObjectType({ description: 'Somebody of the staff is signed in; their sessions elsewhere have ended.' })
export class SignInStaffSuccess {
  @Field(() => String, { description: 'Send it as `Authorization: Bearer …`. It is shown once and cannot be read again.' })
  token!: string;

  @Field(() => StaffViewerType, { description: 'Who is signed in now.' })
  viewer!: StaffViewerType;
}

/** Where the provider's sign-out is to return. */
@InputType({ description: 'The page of the work desk to which the provider’s sign-out is to return.' })
export class SignOutStaffInput {
  @Field(() => String, { description: 'Its address, exactly as registered.' })
  returnUrl!: string;
}

/** The session is over. */
@ObjectType({ description: 'The session is over; its token opens nothing any more.' })
export class SignOutStaffSuccess {
  @Field(() => DateTimeScalar, { description: 'When it ended.' })
  signedOutAt!: Date;

  @Field(() => String, { nullable: true, description: 'Where the session at the provider ends, too; null when it offers no such page.' })
  providerUrl!: string | null;
}

export const BeginStaffSignInResult = createUnionType({
  name: 'BeginStaffSignInResult',
  description: 'Where to go, or why the sign-in could not begin.',
  types: () => [BeginStaffSignInSuccess, InvalidInput, StaffProviderUnavailable, TooManyRequests] as const,
});

export const SignInStaffResult = createUnionType({
  name: 'SignInStaffResult',
  description: 'The session, or why somebody of the staff could not be signed in.',
  types: () => [SignInStaffSuccess, StaffSignInRefused, StaffProviderUnavailable, TooManyRequests] as const,
});
