import { randomBytes, randomUUID } from 'node:crypto';
import { residenceFault } from '../divisions/division.queries.ts';
import type { StatedChoice } from '../donors/check-input.ts';
import { isOfAge } from '../donors/donor.policy.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { isCalendarDay, shanghaiDayOf } from '../identity/calendar.ts';
import { normalisedDocument, type IdentityDocumentType } from '../identity/identity-document.ts';
import { declaredText } from '../policy/consent-texts.ts';
import { newReceiptNumber } from '../rights/receipt-number.ts';
import { canonicalSubmission, hashOfSubmission } from '../submissions/canonical-submission.ts';
import { checkSubmission } from '../submissions/check-submission.ts';
import { sealSubmission, Submission, SubmissionContent, SubmissionStatus } from '../submissions/submission.entity.ts';
import { PaperForm, PaperStepKind, type PaperScan } from './paper-form.entity.ts';
import { paperStaff } from './paper-form.policy.ts';
import { assertNotOneself } from './paper-preconditions.ts';
import { ownFreeScan } from './paper-form.queries.ts';
import { instantOfDay } from './signing-day.ts';
import { recordPaperStep } from './record-step.ts';

/** A signed form as a registrar reads it: every item, nothing filled in. */
export interface TypedForm {
  readonly scanId: string;
  readonly documentType: IdentityDocumentType;
  readonly documentNumber: string;
  readonly fullName: string;
  readonly birthday: string;
  readonly residenceCode?: string | null;
  readonly choices: readonly StatedChoice[];
  readonly words: { readonly version: string; readonly hash: string };
  readonly signedOn: string;
}

/** A typed form with what was understood of it. */
export interface Typed {
  readonly form: PaperForm;
  readonly readBack: string;
}

/**
 * Keeps what a registrar read on a signed form (民法典 art. 1006: in writing) beside its scan. Nothing takes effect by it: it waits for a
 * second person, or for the person themself. As with partners nobody asks the register about the person, so the answer tells nothing.
 */
export async function enterPaperForm(context: Context, typed: TypedForm): Promise<Typed> {
  const { em, vault, now, limits } = context;
  const staff = paperStaff(context.actor);
  const scan = await ownFreeScan(em, staff, typed.scanId);
  const faults = faultsOf(context, typed, scan);
  const expressedAt = isCalendarDay(typed.signedOn) ? instantOfDay(typed.signedOn) : now();
  const checked = checkSubmission(context, { ...typed, channel: 'PAPER_FORM', language: languageOf(typed.words), expressedBy: 'SIGNED_ON_PAPER', expressedAt: expressedAt > now() ? now() : expressedAt }, faults);
  if (!scan || !isOfAge(checked.birthday, expressedAt)) throw new Refused(new InvalidInput([new InputProblem(['signedOn'], InputProblemCode.OUT_OF_RANGE, sentences.underAge)]));
  assertNotOneself(context, staff, checked.fullName);
  const personIndex = vault.blindIndex('identity-document', normalisedDocument(checked.documentType, checked.documentNumber, checked.birthday));
  const wait = (await limits.take('enterPaperForm', staff.account.id)) ?? (await limits.take('submitForPerson', `${staff.organisation.id} ${personIndex.toString('base64')}`));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));

  const id = randomUUID();
  const [receiptNumber, areaCode] = [newReceiptNumber('DJ'), staff.organisation.divisionCode];
  const readBack = canonicalSubmission({ ...checked, expressedAt, receiptNumber, nonce: randomBytes(16).toString('hex'), partnerId: `office:${staff.organisation.id}`, receivedAt: now() });
  const submission = em.create(Submission, { id, receiptNumber, partner: null, organisation: staff.organisation.id, areaCode, channel: 'PAPER_FORM', receivedAt: now(), hash: hashOfSubmission(readBack), status: SubmissionStatus.WAITING, endedAt: null, changedItems: null });
  em.create(SubmissionContent, { submission, personIndex, sealedText: sealSubmission(vault, id, readBack) });
  const form = em.create(PaperForm, { submission, scan, areaCode, residenceCode: typed.residenceCode ?? null, signedOn: typed.signedOn, maker: staff.account, typedAt: now(), verdict: null, reason: null, checker: null, decidedAt: null });
  await recordPaperStep({ em, now }, form, PaperStepKind.TYPED, { accountId: staff.account.id });
  return { form, readBack };
}

/** The language of the words on the paper; what nobody published is refused with the other faults. */
function languageOf(words: TypedForm['words']): string {
  return (['AGREE', 'REFUSE'] as const).map((purpose) => declaredText({ purpose, ...words })?.language).find((language) => language !== undefined) ?? 'zh-CN';
}

function faultsOf({ now }: Context, { signedOn, residenceCode }: TypedForm, scan: PaperScan | null): InputProblem[] {
  const today = shanghaiDayOf(now());
  const residence = residenceCode ? residenceFault(residenceCode, today) : null;
  const isDay = isCalendarDay(signedOn);
  return [
    ...(scan ? [] : [new InputProblem(['scanId'], InputProblemCode.UNKNOWN_VALUE, sentences.scan)]),
    ...(isDay ? [] : [new InputProblem(['signedOn'], InputProblemCode.MALFORMED, sentences.day)]),
    ...(isDay && signedOn > today ? [new InputProblem(['signedOn'], InputProblemCode.OUT_OF_RANGE, sentences.future)] : []),
    ...(residence ? [new InputProblem(['residenceCode'], residence.code, residence.sentence)] : []),
  ];
}

const sentences = {
  scan: { 'zh-CN': '请先附上这张表的扫描件；一份扫描件只能用于一张表。', en: 'Attach the scan of this form first; one scan belongs to one form.' },
  day: { 'zh-CN': '签字日期应写成 YYYY-MM-DD。', en: 'The day of the signature is a day, YYYY-MM-DD.' },
  future: { 'zh-CN': '签字日期不能在今天以后。', en: 'The day of the signature cannot lie in the future.' },
  underAge: { 'zh-CN': '签字那天本人未满十八周岁，不能登记。', en: 'The person was not old enough on the day of the signature.' },
} as const;
