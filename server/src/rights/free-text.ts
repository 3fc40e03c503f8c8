import type { Sentence } from '../graphql/language.ts';
import { InputProblem, InputProblemCode } from '../graphql/refusal.types.ts';

/** How many characters somebody may write to the register about their data, and staff to them. */
export const LONGEST_TEXT = 500;

/** What people write, in its normal form, or null when it is empty; faults go to `problems` and repeat no value. */
export function checkFreeText(field: string, stated: string | null | undefined, isRequired: boolean, problems: InputProblem[]): string | null {
  const text = (stated ?? '').replaceAll('\r\n', '\n').trim();
  if (isRequired && text === '') problems.push(new InputProblem([field], InputProblemCode.REQUIRED, sentences.required));
  if ([...text].length > LONGEST_TEXT) problems.push(new InputProblem([field], InputProblemCode.TOO_LONG, sentences.tooLong));
  if (/[\p{Cc}\p{Co}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFFFD]/u.test(text.replaceAll('\n', ''))) {
    problems.push(new InputProblem([field], InputProblemCode.FORBIDDEN_CHARACTER, sentences.forbidden));
  }
  return text === '' ? null : text;
}

const sentences = {
  required: { 'zh-CN': '请写明具体内容。', en: 'Please say what it is about.' },
  tooLong: { 'zh-CN': `不能超过 ${LONGEST_TEXT} 个字。`, en: `Please use ${LONGEST_TEXT} characters or fewer.` },
  forbidden: { 'zh-CN': '内容里有不能保存的字符，请重新输入。', en: 'The text holds a character that cannot be kept. Please type it again.' },
} satisfies Record<string, Sentence>;
