import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { ViewerType } from '../donors/viewer.types.ts';
import { toConnection, type Connection } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { citizenOf, isAssuredEnough } from '../donors/donor.policy.ts';
import type { AfterDeathAccess } from './after-death-access.entity.ts';
import { AfterDeathSetting } from './after-death-access.entity.ts';
import type { DataRequest } from './data-request.entity.ts';
import { ownRequests } from './data-request.queries.ts';
import { DataRequestConnection } from './data-request.types.ts';
import { exportMyData } from './export-my-data.ts';
import { familyCopyOf } from './family-copy-pdf.ts';
import { giveConsent } from './give-consent.ts';
import { liftRestriction } from './lift-restriction.ts';
import {
  AfterDeathAccessConnection,
  DataRecipientConnection,
  ExportMyDataResult,
  ExportMyDataSuccess,
  GiveConsentInput,
  GiveConsentResult,
  GiveConsentSuccess,
  LiftRestrictionResult,
  LiftRestrictionSuccess,
  PersonalDataType,
  ProcessingConsentConnection,
  ProcessingPurposeStateType,
  StateAfterDeathAccessInput,
  StateAfterDeathAccessResult,
  StateAfterDeathAccessSuccess,
  TakeBackConsentInput,
  TakeBackConsentResult,
  TakeBackConsentSuccess,
} from './personal-data.types.ts';
import { pageAfter, placeKey } from './places.ts';
import type { ProcessingConsent } from './processing-consent.entity.ts';
import { purposeStates } from './purpose-states.ts';
import { recipientsOf, type DataRecipient } from './recipients.queries.ts';
import { afterDeathAccessOf, arrangementsOf, consentsOf, latestRestriction } from './rights.queries.ts';
import { stateAfterDeathAccess } from './state-after-death-access.ts';
import { takeBackConsent } from './take-back-consent.ts';

/** What a person says about the processing of their data; each one line. */
@Resolver()
export class PersonalDataCommandResolver {
  @Mutation(() => GiveConsentResult, { description: 'Puts on record that the caller consents to one optional purpose.' })
  async giveConsent(@Ctx() context: Context, @Arg('input', () => GiveConsentInput, { description: 'The consent.' }) input: GiveConsentInput) {
    return giveConsent(context, input).then(() => ofCaller(new GiveConsentSuccess(), context));
  }

  @Mutation(() => TakeBackConsentResult, { description: 'Takes a consent of the caller back and deletes what was kept for it alone.' })
  async takeBackConsent(@Ctx() context: Context, @Arg('input', () => TakeBackConsentInput, { description: 'Which one.' }) input: TakeBackConsentInput) {
    return takeBackConsent(context, input.purpose).then(() => ofCaller(new TakeBackConsentSuccess(), context));
  }

  @Mutation(() => StateAfterDeathAccessResult, { description: 'Keeps who may see the caller’s data after their death.' })
  async stateAfterDeathAccess(@Ctx() context: Context, @Arg('input', () => StateAfterDeathAccessInput, { description: 'Who may.' }) input: StateAfterDeathAccessInput) {
    return stateAfterDeathAccess(context, input.setting).then(() => ofCaller(new StateAfterDeathAccessSuccess(), context));
  }

  @Mutation(() => LiftRestrictionResult, { description: 'Ends the restriction of the caller’s record; needs a fresh sign-in.' })
  async liftRestriction(@Ctx() context: Context) {
    return liftRestriction(context).then(() => ofCaller(new LiftRestrictionSuccess(), context));
  }

  @Mutation(() => ExportMyDataResult, { description: 'Hands the caller a copy of everything held about them; needs a fresh sign-in.' })
  async exportMyData(@Ctx() context: Context) {
    return exportMyData(context).then(ExportMyDataSuccess.of);
  }
}

/** The copy as pages, drawn when they are asked for and not before. */
@Resolver(() => ExportMyDataSuccess)
export class ExportMyDataResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'The same document as a PDF in Chinese that a family can read, drawn only when this is asked for. In base64 within the answer: a file at an address would be a second door by which personal data leave, with rules of its own to keep. Null when the answer cannot hold it, or when this person had many drawn within the hour; the document is theirs in any case.',
  })
  pdf(@Root() copy: ExportMyDataSuccess, @Ctx() context: Context): Promise<string | null> {
    return familyCopyOf(context, copy);
  }
}

/** What a success leads on to: read from the register after the commit, never from the request. */
function ofCaller<Success extends { personalData: PersonalDataType }>(success: Success, { actor }: Context): Success {
  return Object.assign(success, { personalData: { of: citizenOf(actor) } });
}

/** The way from the signed-in person to what they may do about their data. */
@Resolver(() => ViewerType)
export class ViewerPersonalDataResolver {
  @FieldResolver(() => PersonalDataType, { nullable: true, description: 'For what their data are processed, who received them, and what they said and asked about them; null when the sign-in is too weak to be told.' })
  personalData(@Root() { of }: ViewerType): PersonalDataType | null {
    return isAssuredEnough(of.identity) ? { of } : null;
  }
}

/** A person's data and what they may do about them. */
@Resolver(() => PersonalDataType)
export class PersonalDataResolver {
  @FieldResolver(() => [ProcessingPurposeStateType], { description: 'Every purpose, with where the person stands about it.' })
  purposes(@Root() { of }: PersonalDataType, @Ctx() { em, language }: Context): Promise<ProcessingPurposeStateType[]> {
    return purposeStates(em, of, language);
  }

  @FieldResolver(() => ProcessingConsentConnection, { description: 'Everything they ever said about optional purposes, the newest first.' })
  async consents(
    @Root() { of }: PersonalDataType,
    @Ctx() { em }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<ProcessingConsent>> {
    const { place, limit } = pageAfter(first, after);
    const { rows, total } = await consentsOf(em, of, place, limit);
    return toConnection(rows, { first, after, totalCount: total, keyOf: ({ statedAt, id }) => placeKey(statedAt, id) });
  }

  @FieldResolver(() => AfterDeathSetting, { description: 'Who may see their data after their death.' })
  async afterDeath(@Root() { of }: PersonalDataType, @Ctx() { em, loaders }: Context): Promise<AfterDeathSetting> {
    const record = await loaders.ownRecord.load(of);
    return record ? afterDeathAccessOf(em, record.donor.id) : AfterDeathSetting.NOT_STATED;
  }

  @FieldResolver(() => AfterDeathAccessConnection, { description: 'Everything they ever arranged for after their death, the newest first.' })
  async afterDeathHistory(
    @Root() { of }: PersonalDataType,
    @Ctx() { em }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<AfterDeathAccess>> {
    const { place, limit } = pageAfter(first, after);
    const { rows, total } = await arrangementsOf(em, of, place, limit);
    return toConnection(rows, { first, after, totalCount: total, keyOf: ({ statedAt, id }) => placeKey(statedAt, id) });
  }

  @FieldResolver(() => Boolean, { description: 'Whether nothing but storage is done with their record.' })
  async isRestricted(@Root() { of }: PersonalDataType, @Ctx() { em, loaders }: Context): Promise<boolean> {
    const record = await loaders.ownRecord.load(of);
    return (record && (await latestRestriction(em, record.donor.id))?.restricted) ?? false;
  }

  @FieldResolver(() => DataRequestConnection, { description: 'Every request of theirs, the newest first.' })
  async requests(
    @Root() { of }: PersonalDataType,
    @Ctx() { em }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<DataRequest>> {
    const { place, limit } = pageAfter(first, after);
    const { rows, total } = await ownRequests(em, of, place, limit);
    return toConnection(rows, { first, after, totalCount: total, keyOf: ({ filedAt, id }) => placeKey(filedAt, id) });
  }

  @FieldResolver(() => DataRecipientConnection, { description: 'Each time that their data were shown to somebody, the newest first.' })
  async recipients(
    @Root() { of }: PersonalDataType,
    @Ctx() { em }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<DataRecipient>> {
    const { place, limit } = pageAfter(first, after);
    const { rows, total } = await recipientsOf(em, of, place, limit);
    return toConnection(rows, { first, after, totalCount: total, keyOf: ({ at, id }) => placeKey(at, id) });
  }
}
