import type { Sentence } from '../graphql/language.ts';
import { InputProblem, InputProblemCode } from '../graphql/refusal.types.ts';

/** How long a name for the reader may be: 女儿, 大儿子, not a letter. */
const LONGEST = 20;

/** What a person calls the reader, in its normal form, or null with the faults in `problems`. No number belongs there. */
export function checkLabel(stated: string, problems: InputProblem[]): string | null {
  const label = stated.normalize('NFC').trim();
  const before = problems.length;
  const fault = (code: InputProblemCode, sentence: Sentence) => problems.push(new InputProblem(['label'], code, sentence));
  if (label === '') fault(InputProblemCode.REQUIRED, sentences.required);
  if ([...label].length > LONGEST) fault(InputProblemCode.TOO_LONG, sentences.tooLong);
  // Five digits in a row are a telephone or a document number, never what somebody is called.
  if (/[\p{C}\p{Zl}\p{Zp}\uFFFD]/u.test(label) || /\p{Nd}{5}/u.test(label.replace(/[\s-]/g, ''))) fault(InputProblemCode.FORBIDDEN_CHARACTER, sentences.forbidden);
  return problems.length > before ? null : label;
}

const sentences = {
  required: { 'zh-CN': '请写怎么称呼这位家人，比如“女儿”。', en: 'Please say what you call this family member, for example “my daughter”.' },
  tooLong: { 'zh-CN': `称呼不能超过 ${LONGEST} 个字。`, en: `Please use ${LONGEST} characters or fewer.` },
  forbidden: { 'zh-CN': '只写称呼，不要写号码。', en: 'Please write a name only, no number.' },
} satisfies Record<string, Sentence>;
