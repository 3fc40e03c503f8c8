import { InputProblem, InputProblemCode } from '../graphql/refusal.types.ts';
import { checkIdentityDocument, IdentityDocumentType, type IdentityDocument } from '../identity/identity-document.ts';
import { isCalendarDay } from '../identity/calendar.ts';
import { checkPersonName } from '../identity/names.ts';

const KEY = /^[A-Za-z0-9-]{16,64}$/;
const CASE_NUMBER = /^[A-Za-z0-9][A-Za-z0-9._/-]{2,39}$/;
/** What looks like an identity or telephone number: a case number must name no person. */
const PERSONAL = /\d{15}|(?<!\d)1[3-9]\d{9}(?!\d)/;

/** The texts of a question in their normal form, and what is wrong with them: nothing of it depends on the register. */
export function askedTexts(question: { readonly idempotencyKey: string; readonly caseNumber: string; readonly fullName: string }) {
  const problems: InputProblem[] = [];
  const caseNumber = question.caseNumber.trim();
  if (!KEY.test(question.idempotencyKey)) {
    problems.push(new InputProblem(['idempotencyKey'], InputProblemCode.MALFORMED, { 'zh-CN': '提交编号格式不对，请刷新页面后重试。', en: 'The idempotency key must be 16 to 64 letters, digits or dashes.' }));
  }
  if (!CASE_NUMBER.test(caseNumber) || PERSONAL.test(caseNumber)) {
    problems.push(
      new InputProblem(['caseNumber'], InputProblemCode.MALFORMED, {
        'zh-CN': '病例编号为 3 至 40 位字母、数字或 . _ / -，不能用证件号码或手机号。',
        en: 'A case number has 3 to 40 letters, digits or . _ / -, and is never an identity or telephone number.',
      }),
    );
  }
  const name = checkPersonName(question.fullName);
  if (!name.ok) problems.push(new InputProblem(['fullName'], InputProblemCode.MALFORMED, { 'zh-CN': '请按证件上的写法填写姓名。', en: 'Enter the name as the document has it.' }));
  return { texts: { caseNumber, fullName: name.ok ? name.value : '' }, problems };
}

/** The document in its normal form; null when it cannot be one, or not one person's. */
export function askedDocument(question: { readonly documentType: IdentityDocumentType; readonly documentNumber: string; readonly birthday?: string | null | undefined }, today: string): IdentityDocument | null {
  // Each state numbers passports for itself: only with the birthday is it one person (identity-document.ts).
  if (question.documentType === IdentityDocumentType.PASSPORT && !(question.birthday && isCalendarDay(question.birthday))) return null;
  const document = checkIdentityDocument(question.documentType, question.documentNumber, today);
  return document.ok ? document.value : null;
}
