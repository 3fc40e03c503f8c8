import { randomInt } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import type { Sentence } from '../graphql/language.ts';
import { InputProblem, InputProblemCode, InvalidInput, TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { OrganisationCorrection } from './organisation-correction.entity.ts';
import { organisationsById } from './organisation.queries.ts';
import { Organisation } from './organisation.entity.ts';

/** What somebody says about an office. */
export interface StatedCorrection {
  readonly organisationId: string;
  readonly address?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly note?: string | null | undefined;
}

type TextField = 'address' | 'phone' | 'note';

/** Characters that a text may have: enough to tell what is wrong, too few to paste a file. */
const longest: Record<TextField, number> = { address: 120, phone: 80, note: 500 };

/**
 * Keeps what somebody says is wrong or missing about an office, for staff to verify; the directory itself stays as it is.
 * Open to everybody: who sends it is neither asked nor stored.
 */
export async function suggestCorrection({ em, limits, clientAddress, now }: Context, stated: StatedCorrection): Promise<OrganisationCorrection> {
  const wait = await limits.take('suggestCorrection', clientAddress);
  if (wait !== null) throw new Refused(new TooManyRequests(wait));

  const problems: InputProblem[] = [];
  const [organisation] = await organisationsById(em, [stated.organisationId]);
  if (!organisation) problems.push(new InputProblem(['organisationId'], InputProblemCode.UNKNOWN_VALUE, sentences.unknown));
  const address = textOf('address', stated, problems);
  const phone = textOf('phone', stated, problems);
  const note = textOf('note', stated, problems);
  if (problems.length === 0 && !address && !phone && !note) problems.push(new InputProblem(['address'], InputProblemCode.REQUIRED, sentences.nothing));
  if (!organisation || problems.length > 0) throw new Refused(new InvalidInput(problems));

  return em.create(OrganisationCorrection, {
    organisation: em.getReference(Organisation, organisation.id),
    receiptNumber: newReceiptNumber(),
    address,
    phone,
    note,
    suggestedAt: now(),
  });
}

function textOf(field: TextField, stated: StatedCorrection, problems: InputProblem[]): string | null {
  // Only a note has lines; phones send them as CR LF or LF.
  const text = (stated[field] ?? '').replaceAll('\r\n', '\n').trim();
  if ([...text].length > longest[field]) problems.push(new InputProblem([field], InputProblemCode.TOO_LONG, tooLong(longest[field])));
  if (/[\p{Cc}\p{Co}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFFFD]/u.test(field === 'note' ? text.replaceAll('\n', '') : text)) {
    problems.push(new InputProblem([field], InputProblemCode.FORBIDDEN_CHARACTER, sentences.forbidden));
  }
  return text === '' ? null : text;
}

/** Something to quote on the telephone; a clash is found by the unique constraint and the command runs again. */
function newReceiptNumber(): string {
  const digits = String(randomInt(100_000_000)).padStart(8, '0');
  return `JC-${digits.slice(0, 4)}-${digits.slice(4)}`;
}

const sentences = {
  unknown: { 'zh-CN': '没有找到这个机构，请返回重新选择。', en: 'This office was not found. Please go back and choose it again.' },
  nothing: { 'zh-CN': '请至少填写一项：地址、电话或说明。', en: 'Please fill in at least one: the address, the phone number or a note.' },
  forbidden: { 'zh-CN': '内容里有不能保存的字符，请重新输入。', en: 'The text holds a character that cannot be kept. Please type it again.' },
} satisfies Record<string, Sentence>;

function tooLong(most: number): Sentence {
  return { 'zh-CN': `不能超过 ${most} 个字。`, en: `Please use ${most} characters or fewer.` };
}
