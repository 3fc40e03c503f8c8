import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Decision } from '../donors/decision.entity.ts';
import { DecisionType } from '../donors/donor.types.ts';
import { toConnection, type Connection } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { pageAfter, placeKey } from '../rights/places.ts';
import { approvePaperForm } from './approve-paper-form.ts';
import { attachPaperScan } from './attach-paper-scan.ts';
import { comparePaperForm } from './compare-paper-form.ts';
import { keepPaperScan } from './keep-paper-scan.ts';
import { personOf } from './paper-form-copy.ts';
import { expiryOf, isForCaller, provenanceOf } from './paper-form-view.ts';
import { PaperFormStatus, type PaperForm } from './paper-form.entity.ts';
import { paperStaff } from './paper-form.policy.ts';
import { paperFormList, type PaperList } from './paper-form.queries.ts';
import {
  ApprovePaperFormInput,
  ApprovePaperFormResult,
  ApprovePaperFormSuccess,
  AttachPaperScanInput,
  AttachPaperScanResult,
  AttachPaperScanSuccess,
  ComparePaperFormInput,
  ComparePaperFormResult,
  ComparePaperFormSuccess,
  KeepPaperScanInput,
  KeepPaperScanResult,
  KeepPaperScanSuccess,
  ReturnPaperFormInput,
  ReturnPaperFormResult,
  ReturnPaperFormSuccess,
  ShowOwnPaperScanInput,
  ShowOwnPaperScanResult,
  ShowOwnPaperScanSuccess,
  ShowPaperScanInput,
  ShowPaperScanResult,
  ShowPaperScanSuccess,
  EnterPaperFormInput,
  EnterPaperFormResult,
  EnterPaperFormSuccess,
} from './paper-form-commands.types.ts';
import { PaperFormConnection, PaperFormList, PaperFormType, PaperProvenanceType } from './paper-form.types.ts';
import { returnPaperForm } from './return-paper-form.ts';
import { showOwnPaperScan, showPaperScan, type ShownScan } from './show-paper-scan.ts';
import { enterPaperForm } from './enter-paper-form.ts';

/** Signed paper forms: typed by one person, checked by another; each one line. */
@Resolver()
export class PaperFormCommandResolver {
  @Mutation(() => KeepPaperScanResult, { description: 'Keeps the scan of a signed form. Files come through the door /paper-scans, which asks this.' })
  async keepPaperScan(@Ctx() context: Context, @Arg('input', () => KeepPaperScanInput, { description: 'The file.' }) input: KeepPaperScanInput) {
    const { id, mediaType, pages, sha256 } = await keepPaperScan(context, input);
    return Object.assign(new KeepPaperScanSuccess(), { scanId: id, mediaType, pages, sha256: hex(sha256) });
  }

  @Mutation(() => ShowPaperScanResult, { description: 'Shows a scan to the second person who checks it; each time, that goes on record first. The door /paper-scans asks this.' })
  async showPaperScan(@Ctx() context: Context, @Arg('input', () => ShowPaperScanInput, { description: 'Of which form.' }) input: ShowPaperScanInput) {
    return fileOf(new ShowPaperScanSuccess(), await showPaperScan(context, input.formId));
  }

  @Mutation(() => ShowOwnPaperScanResult, { description: 'Shows the caller the scan of the paper by which a decision of theirs was recorded. The door /paper-scans asks this.' })
  async showOwnPaperScan(@Ctx() context: Context, @Arg('input', () => ShowOwnPaperScanInput, { description: 'Of which decision.' }) input: ShowOwnPaperScanInput) {
    return fileOf(new ShowOwnPaperScanSuccess(), await showOwnPaperScan(context, input.decisionId));
  }

  @Mutation(() => EnterPaperFormResult, { description: 'Types in a signed form, item by item. Nothing takes effect before a second person has held it against the scan.' })
  async enterPaperForm(@Ctx() context: Context, @Arg('input', () => EnterPaperFormInput, { description: 'The form.' }) input: EnterPaperFormInput) {
    const { form, readBack } = await enterPaperForm(context, input);
    return Object.assign(new EnterPaperFormSuccess(), { paperForm: form, readBack });
  }

  @Mutation(() => AttachPaperScanResult, { description: 'Puts the scan beside a registration that a partner typed from paper.' })
  async attachPaperScan(@Ctx() context: Context, @Arg('input', () => AttachPaperScanInput, { description: 'Which.' }) input: AttachPaperScanInput) {
    return Object.assign(new AttachPaperScanSuccess(), { paperForm: await attachPaperScan(context, input) });
  }

  @Mutation(() => ComparePaperFormResult, { description: 'Holds what the second person reads on the scan against what was typed.' })
  async comparePaperForm(@Ctx() context: Context, @Arg('input', () => ComparePaperFormInput, { description: 'What they read.' }) input: ComparePaperFormInput) {
    const { form, ...compared } = await comparePaperForm(context, input);
    return Object.assign(new ComparePaperFormSuccess(), { paperForm: form, ...compared });
  }

  @Mutation(() => ApprovePaperFormResult, { description: 'Makes a compared form the person’s decision.' })
  async approvePaperForm(@Ctx() context: Context, @Arg('input', () => ApprovePaperFormInput, { description: 'Which form.' }) input: ApprovePaperFormInput) {
    return Object.assign(new ApprovePaperFormSuccess(), { paperForm: await approvePaperForm(context, input.formId) });
  }

  @Mutation(() => ReturnPaperFormResult, { description: 'Rejects a form, or sends it back to be typed in again.' })
  async returnPaperForm(@Ctx() context: Context, @Arg('input', () => ReturnPaperFormInput, { description: 'Which form, and why.' }) input: ReturnPaperFormInput) {
    return Object.assign(new ReturnPaperFormSuccess(), { paperForm: await returnPaperForm(context, input) });
  }

  @Query(() => PaperFormConnection, { description: 'Paper forms of the caller’s area; for registrars and managers. Nobody is named.' })
  async paperForms(
    @Ctx() { em, actor }: Context,
    @Arg('list', () => PaperFormList, { description: 'Which.' }) list: PaperList,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which to go on.' }) after: string | null,
  ): Promise<Connection<PaperForm>> {
    const { place, limit } = pageAfter(first, after);
    const { rows, total } = await paperFormList(em, paperStaff(actor), list, place, limit);
    return toConnection(rows, { first, after, totalCount: total, keyOf: ({ typedAt, id }) => placeKey(typedAt, id) });
  }
}

/** A form as the desk shows it. */
@Resolver(() => PaperFormType)
export class PaperFormResolver {
  @FieldResolver(() => String, { description: 'Something to write on the original, and to quote.' })
  receiptNumber(@Root() form: PaperForm): string {
    return form.submission.unwrap().receiptNumber;
  }

  @FieldResolver(() => PaperFormStatus, { description: 'How far it has come.' })
  status(@Root() form: PaperForm): PaperFormStatus {
    return form.status();
  }

  @FieldResolver(() => DateTimeScalar, { description: 'When it is erased if nobody checks it.' })
  expiresAt(@Root() form: PaperForm, @Ctx() context: Context): Date {
    return expiryOf(form, context);
  }

  @FieldResolver(() => String, { description: 'The office and the person who typed it, or who put the scan to it.' })
  typedBy(@Root() form: PaperForm, @Ctx() { vault }: Context): string {
    return personOf(vault, form.maker.unwrap());
  }

  @FieldResolver(() => String, { nullable: true, description: 'The partner who sent what the scan belongs to; null when the office typed it itself.' })
  partnerName(@Root() form: PaperForm): string | null {
    return form.submission.unwrap().partner?.unwrap().name ?? null;
  }

  @FieldResolver(() => Boolean, { description: 'Whether the caller may be the second person.' })
  mayCheck(@Root() form: PaperForm, @Ctx() context: Context): boolean {
    return isForCaller(form, context);
  }

  @FieldResolver(() => ID, { description: 'Its scan: one that was sent back can be typed in again with it.' })
  scanId(@Root() form: PaperForm): string {
    return form.scan.id;
  }

  @FieldResolver(() => Int, { description: 'The number of its pages.' })
  pages(@Root() form: PaperForm): number {
    return form.scan.unwrap().pages;
  }

  @FieldResolver(() => String, { description: 'What kind of file the scan is.' })
  mediaType(@Root() form: PaperForm): string {
    return form.scan.unwrap().mediaType;
  }

  @FieldResolver(() => String, { description: 'SHA-256 of what was typed, in hex.' })
  sha256(@Root() form: PaperForm): string {
    return hex(form.submission.unwrap().hash);
  }
}

/** The paper behind a decision. */
@Resolver(() => DecisionType)
export class DecisionPaperResolver {
  @FieldResolver(() => PaperProvenanceType, { nullable: true, description: 'The signed paper by which it was recorded; null when the person decided here themselves.' })
  paper(@Root() decision: Decision, @Ctx() context: Context): Promise<PaperProvenanceType | null> {
    return provenanceOf(context, decision.id);
  }
}

function fileOf<Success extends ShowPaperScanSuccess>(success: Success, { id, mediaType, bytes }: ShownScan): Success {
  return Object.assign(success, { scanId: id, mediaType, file: bytes.toString('base64') });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
