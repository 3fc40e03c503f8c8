import { isOfAge } from '../donors/donor.policy.ts';
import { checkChoices, nameAt, type StatedChoice } from '../donors/check-input.ts';
import { Choice, type Choices } from '../donors/donation-kinds.ts';
import type { Context } from '../graphql/context.ts';
import type { Sentence } from '../graphql/language.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { isCalendarDay, shanghaiDayOf } from '../identity/calendar.ts';
import { checkIdentityDocument, type IdentityDocumentType } from '../identity/identity-document.ts';
import { ConsentPurpose, declaredText } from '../policy/consent-texts.ts';
import type { SubmittedContent } from './canonical-submission.ts';
import type { ExpressedBy, SubmissionChannel } from './submission.entity.ts';

/** A registration as a partner states it. */
export interface StatedSubmission {
  readonly channel: SubmissionChannel;
  readonly language: string;
  readonly documentType: IdentityDocumentType;
  readonly documentNumber: string;
  readonly fullName: string;
  readonly birthday: string;
  readonly choices: readonly StatedChoice[];
  readonly words: { readonly version: string; readonly hash: string };
  readonly expressedBy: ExpressedBy;
  readonly expressedAt: Date;
}

/** What is known of a submission before it has a number. */
export type CheckedSubmission = Omit<SubmittedContent, 'receiptNumber' | 'nonce' | 'partnerId' | 'receivedAt'>;

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;

/**
 * Brings a submission to its normal form. Everything is judged by what was sent and by the rule book alone: nothing here looks at the
 * register, so neither the answer nor its time can tell whether somebody is on it.
 *
 * @param otherFaults what the caller found wrong besides.
 * @throws Refused InvalidInput with every fault at once, none repeating a value.
 */
export function checkSubmission({ now }: Pick<Context, 'now'>, stated: StatedSubmission, otherFaults: readonly InputProblem[] = []): CheckedSubmission {
  const problems: InputProblem[] = [...otherFaults];
  const fault = (field: string, code: InputProblemCode, sentence: Sentence) => problems.push(new InputProblem([field], code, sentence));
  const { fullName, documentNumber } = checkStatedPerson(stated, { today: now(), decidedAt: now() }, problems);
  const { choices, purpose } = checkSubmittedChoices(stated.choices, problems);
  if (!declaredText({ purpose, ...stated.words })) fault('words', InputProblemCode.UNKNOWN_VALUE, sentences.words);
  if (!LANGUAGE.test(stated.language)) fault('language', InputProblemCode.MALFORMED, sentences.language);
  if (stated.expressedAt > now()) fault('expressedAt', InputProblemCode.OUT_OF_RANGE, sentences.future);
  if (problems.length > 0) throw new Refused(new InvalidInput(problems));
  return {
    channel: stated.channel,
    language: stated.language,
    documentType: stated.documentType,
    documentNumber,
    fullName,
    birthday: stated.birthday,
    choices,
    wordsPurpose: purpose,
    wordsVersion: stated.words.version,
    wordsHash: stated.words.hash,
    expressedBy: stated.expressedBy,
    expressedAt: stated.expressedAt,
  };
}

/** Who somebody is, as others state it for them. */
export type StatedPerson = Pick<StatedSubmission, 'documentType' | 'documentNumber' | 'fullName' | 'birthday'>;

/**
 * Checks who somebody is and whether they were old enough when they decided; faults go to `problems`, none repeating a value.
 *
 * @param at today, which no birth may follow, and when they decided.
 * @returns name and number in their normal form; empty where they have faults.
 */
export function checkStatedPerson(stated: StatedPerson, at: { readonly today: Date; readonly decidedAt: Date }, problems: InputProblem[]): Pick<StatedPerson, 'documentNumber' | 'fullName'> {
  const fault = (field: string, code: InputProblemCode, sentence: Sentence) => problems.push(new InputProblem([field], code, sentence));
  const today = shanghaiDayOf(at.today);
  const fullName = nameAt(['fullName'], stated.fullName, problems) ?? '';
  const document = checkIdentityDocument(stated.documentType, stated.documentNumber, today);
  if (!document.ok) fault('documentNumber', InputProblemCode.MALFORMED, sentences.number);
  if (!isCalendarDay(stated.birthday) || stated.birthday > today) fault('birthday', InputProblemCode.MALFORMED, sentences.birthday);
  else if (document.ok && document.value.birthday !== null && document.value.birthday !== stated.birthday) fault('birthday', InputProblemCode.UNKNOWN_VALUE, sentences.otherBirthday);
  else if (!isOfAge(stated.birthday, at.decidedAt)) fault('birthday', InputProblemCode.OUT_OF_RANGE, sentences.underAge);
  return { documentNumber: document.ok ? document.value.number : '', fullName };
}

/** Every item by its name; refusing every one of them is a refusal, which has words of its own (条例 art. 9(2)). */
export function checkSubmittedChoices(stated: readonly StatedChoice[], problems: InputProblem[]): { choices: Choices; purpose: ConsentPurpose } {
  const isRefusal = stated.length > 0 && stated.every(({ choice }) => choice === Choice.REFUSE);
  const found: InputProblem[] = [];
  const choices = checkChoices(stated, found);
  problems.push(...(isRefusal ? found.filter(({ code }) => code !== InputProblemCode.NOTHING_AGREED) : found));
  return { choices, purpose: isRefusal ? ConsentPurpose.REFUSE : ConsentPurpose.AGREE };
}

const sentences = {
  number: { 'zh-CN': '证件号码不对。', en: 'This is not a number of such a document.' },
  birthday: { 'zh-CN': '出生日期应写成 YYYY-MM-DD。', en: 'The birthday is a day, YYYY-MM-DD.' },
  otherBirthday: { 'zh-CN': '出生日期和证件号码对不上。', en: 'The birthday is not the one in the document number.' },
  underAge: { 'zh-CN': '未满十八周岁，不能登记。', en: 'The person is not old enough to decide.' },
  words: { 'zh-CN': '没有这个版本的声明。请先查询现行的声明。', en: 'There are no such words for these choices. Ask donationPolicy for those in force.' },
  language: { 'zh-CN': '语言应写成 BCP 47 代码，例如 zh-CN。', en: 'The language is a code of BCP 47 such as zh-CN.' },
  future: { 'zh-CN': '表达意愿的时间不能在将来。', en: 'The person cannot have said it in the future.' },
} as const satisfies Record<string, Sentence>;
