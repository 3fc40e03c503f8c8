import { residenceFault } from '../divisions/division.queries.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode } from '../graphql/refusal.types.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { checkPersonName, type NameFault } from '../identity/names.ts';
import { checkPhone, type PhoneFault } from '../identity/phone.ts';
import { allItems, Choice, type Choices, type DonationItem } from './donation-kinds.ts';
import type { EmergencyContactDetails, FamilyKnows, KinRelation } from './donor.entity.ts';

/** The choices as a caller states them. */
export interface StatedChoice {
  readonly item: DonationItem;
  readonly choice: Choice;
}

/** How to reach a donor, as a caller states it. */
export interface StatedContact {
  readonly phone?: string | null;
  readonly residenceCode: string;
  readonly familyKnows: FamilyKnows;
  readonly emergencyContact?: { readonly name: string; readonly relation: KinRelation; readonly phone: string } | null;
  readonly keepEmergencyContact: boolean;
}

/** A contact in its normal form. `phone` null: none was typed. */
export interface CheckedContact {
  readonly phone: string | null;
  readonly residenceCode: string;
  readonly familyKnows: FamilyKnows;
  readonly emergencyContact: EmergencyContactDetails | null;
  readonly keepEmergencyContact: boolean;
}

/** Every item of the policy exactly once and at least one agreed to; nothing is ever filled in (the UK's fault of 1999-2010). */
export function checkChoices(stated: readonly StatedChoice[], problems: InputProblem[]): Choices {
  const choices: Partial<Record<DonationItem, Choice>> = {};
  stated.forEach(({ item, choice }, at) => {
    if (choices[item] !== undefined) problems.push(new InputProblem(['choices', String(at)], InputProblemCode.DUPLICATE, { 'zh-CN': '同一项选择了两次。', en: 'This item is stated twice.' }));
    choices[item] = choice;
  });
  for (const item of allItems) {
    if (choices[item] === undefined) problems.push(new InputProblem(['choices', item], InputProblemCode.MISSING_ITEM, { 'zh-CN': '这一项还没有选择。', en: 'Please answer for this item.' }));
  }
  if (!Object.values(choices).includes(Choice.AGREE)) {
    problems.push(
      new InputProblem(['choices'], InputProblemCode.NOTHING_AGREED, {
        'zh-CN': '您没有同意任何一项。如果您不愿意捐献，请选择“不同意捐献”。',
        en: 'You have not agreed to anything. If you do not want to donate, please choose “Refuse to donate”.',
      }),
    );
  }
  return choices;
}

/** Checks how to reach a donor and brings it to its normal form; faults go to `problems`, none repeating a value. */
export function checkContact(context: Pick<Context, 'now'>, stated: StatedContact, problems: InputProblem[]): CheckedContact {
  const fault = residenceFault(stated.residenceCode, shanghaiDayOf(context.now()));
  if (fault) problems.push(new InputProblem(['contact', 'residenceCode'], fault.code, fault.sentence));
  return {
    phone: stated.phone === null || stated.phone === undefined ? null : phoneAt(['contact', 'phone'], stated.phone, problems),
    residenceCode: stated.residenceCode,
    familyKnows: stated.familyKnows,
    emergencyContact: stated.emergencyContact ? checkEmergencyContact(stated.emergencyContact, problems) : null,
    keepEmergencyContact: stated.keepEmergencyContact && !stated.emergencyContact,
  };
}

function checkEmergencyContact(stated: NonNullable<StatedContact['emergencyContact']>, problems: InputProblem[]): EmergencyContactDetails {
  const path = ['contact', 'emergencyContact'];
  return { name: nameAt([...path, 'name'], stated.name, problems) ?? '', relation: stated.relation, phone: phoneAt([...path, 'phone'], stated.phone, problems) ?? '' };
}

/** A person's name in its normal form, or null with the faults told. */
export function nameAt(path: readonly string[], text: string, problems: InputProblem[]): string | null {
  const name = checkPersonName(text);
  if (name.ok) return name.value;
  problems.push(...name.faults.map((fault) => new InputProblem(path, nameProblems[fault].code, nameProblems[fault].sentence)));
  return null;
}

/** A telephone number in its normal form, or null with the faults told. */
export function phoneAt(path: readonly string[], text: string, problems: InputProblem[]): string | null {
  const phone = checkPhone(text);
  if (phone.ok) return phone.value.number;
  problems.push(...phone.faults.map((fault) => new InputProblem(path, phoneProblems[fault].code, phoneProblems[fault].sentence)));
  return null;
}

type ProblemText = Pick<InputProblem, 'code' | 'sentence'>;

const nameProblems: Record<NameFault, ProblemText> = {
  REQUIRED: { code: InputProblemCode.REQUIRED, sentence: { 'zh-CN': '请填写姓名。', en: 'Enter the name.' } },
  MALFORMED: { code: InputProblemCode.MALFORMED, sentence: { 'zh-CN': '姓名的写法不对，请重新输入。', en: 'This does not look like a name. Please type it again.' } },
  TOO_LONG: { code: InputProblemCode.TOO_LONG, sentence: { 'zh-CN': '姓名不能超过五十个字。', en: 'The name must have 50 characters or fewer.' } },
  FORBIDDEN_CHARACTER: { code: InputProblemCode.FORBIDDEN_CHARACTER, sentence: { 'zh-CN': '姓名里有不能保存的字符，请重新输入。', en: 'The name holds a character that cannot be kept. Please type it again.' } },
};

const phoneProblems: Record<PhoneFault, ProblemText> = {
  REQUIRED: { code: InputProblemCode.REQUIRED, sentence: { 'zh-CN': '请填写电话号码。', en: 'Enter a phone number.' } },
  MALFORMED: { code: InputProblemCode.MALFORMED, sentence: { 'zh-CN': '电话号码不对。请填写手机号，或者带区号的固定电话。', en: 'Enter a mobile number, or a landline with its area code.' } },
};
