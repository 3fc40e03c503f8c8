import { checkContact, type CheckedContact, type StatedChoice } from '../donors/check-input.ts';
import { allItems, Choice, type Choices, type DonationItem } from '../donors/donation-kinds.ts';
import { FamilyKnows } from '../donors/donor.entity.ts';
import type { NewPerson } from '../donors/record-decision.ts';
import type { InputProblem } from '../graphql/refusal.types.ts';
import { isCalendarDay, shanghaiDayOf, type CalendarDay } from '../identity/calendar.ts';
import { checkIdentityDocument, IdentityDocumentType } from '../identity/identity-document.ts';
import { checkIdentityNumber, plainCharacters } from '../identity/identity-number.ts';
import { instantOfDay } from '../paper-forms/signing-day.ts';
import type { ConsentPurpose } from '../policy/consent-texts.ts';
import { checkStatedPerson, checkSubmittedChoices } from '../submissions/check-submission.ts';
import type { FormerColumn, FormerRow } from './former-file.ts';

/** A row in its normal form: what it says could become a decision, whatever the register holds. */
export interface CheckedRow {
  readonly line: number;
  readonly reference: string;
  readonly person: NewPerson;
  readonly contact: CheckedContact;
  readonly choices: Choices;
  readonly purpose: ConsentPurpose;
  readonly decidedOn: CalendarDay;
  /** Whether it also says something about the whole body, which is not taken over (ADR 58). */
  readonly statesBody: boolean;
}

/** One fault of a row: where it lies, and its code; never a value. */
export interface RowFault {
  /** A column; `choices` for all items together, `row` for the row itself. */
  readonly field: FormerColumn | 'choices' | 'row';
  readonly code: string;
}

/** A row with what is wrong with it. */
export interface FaultyRow {
  readonly line: number;
  /** Empty when it cannot be shown: it may be somebody's number. */
  readonly reference: string;
  readonly faults: readonly RowFault[];
}

/** What is shorter is no telephone number, and may stand in any serial number by chance. */
const SHORTEST_NUMBER = 7;

/** Letters, digits and what joins them: it can be shown in a report and means nothing to a spreadsheet. */
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/;

const choiceNames: Readonly<Record<string, Choice>> = { AGREE: Choice.AGREE, 同意: Choice.AGREE, REFUSE: Choice.REFUSE, 不同意: Choice.REFUSE, NOT_STATED: Choice.NOT_STATED, 不表态: Choice.NOT_STATED };
const familyNames: Readonly<Record<string, FamilyKnows>> = { '': FamilyKnows.NOT_STATED, YES: FamilyKnows.YES, 是: FamilyKnows.YES, NOT_YET: FamilyKnows.NOT_YET, 否: FamilyKnows.NOT_YET, NOT_STATED: FamilyKnows.NOT_STATED };
const documentNames: Readonly<Record<string, IdentityDocumentType>> = {
  ...Object.fromEntries(Object.values(IdentityDocumentType).map((type) => [type, type])),
  ...{ '': 'RESIDENT_ID_CARD', 居民身份证: 'RESIDENT_ID_CARD', 护照: 'PASSPORT', 军官证: 'OFFICER_CARD', 港澳居民来往内地通行证: 'HONG_KONG_MACAO_PERMIT', 台湾居民来往大陆通行证: 'TAIWAN_PERMIT', 外国人永久居留身份证: 'FOREIGN_PERMANENT_RESIDENT_CARD' },
};

/**
 * Judges a row by the rules by which everybody registers: number with birthday and check character, name, telephone, county of today, every item
 * stated, old enough on the day of the decision (条例 art. 9(1)), and that day not in the future. Tells every fault at once.
 */
export function checkFormerRow({ line, cells }: FormerRow, now: Date): CheckedRow | FaultyRow {
  if (!cells) return { line, reference: '', faults: [{ field: 'row', code: 'MALFORMED' }] };
  const cell = (column: FormerColumn) => cells[column] ?? '';
  const faults: RowFault[] = [];
  const reference = shownReference(cell, shanghaiDayOf(now), faults);
  const decidedOn = cell('decidedOn');
  if (!isCalendarDay(decidedOn)) faults.push({ field: 'decidedOn', code: decidedOn === '' ? 'REQUIRED' : 'MALFORMED' });
  else if (decidedOn > shanghaiDayOf(now)) faults.push({ field: 'decidedOn', code: 'OUT_OF_RANGE' });

  const problems: InputProblem[] = [];
  const documentType = known(documentNames, 'documentType', cell, faults);
  const person = personOf(documentType ?? 'RESIDENT_ID_CARD', cell, { today: now, decidedAt: isCalendarDay(decidedOn) ? instantOfDay(decidedOn) : now }, problems);
  const familyKnows = known(familyNames, 'familyKnows', cell, faults);
  const contact = checkContact({ now: () => now }, { phone: cell('phone') || null, residenceCode: cell('residenceCode'), familyKnows: familyKnows ?? FamilyKnows.NOT_STATED, emergencyContact: null, keepEmergencyContact: true }, problems);
  const { choices, purpose } = checkSubmittedChoices(statedChoices(cell, faults), problems);
  const body = cell('body') === '' ? Choice.NOT_STATED : known(choiceNames, 'body', cell, faults);

  const unreadable = new Set(faults.map(({ field }) => field));
  // An item that could not be read is told once, and what all of them say together cannot be told then.
  faults.push(...problems.map(faultOf).filter(({ field }) => !unreadable.has(field) && !(field === 'choices' && allItems.some((item) => unreadable.has(item)))));
  if (faults.length > 0) return { line, reference, faults };
  return { line, reference, person: { ...person, phone: contact.phone }, contact, choices, purpose, decidedOn, statesBody: body !== Choice.NOT_STATED };
}

function shownReference(cell: (column: FormerColumn) => string, today: CalendarDay, faults: RowFault[]): string {
  const text = cell('reference');
  if (!REFERENCE.test(text)) faults.push({ field: 'reference', code: text === '' ? 'REQUIRED' : 'MALFORMED' });
  else if (holdsNumberOfPerson(text, [cell('documentNumber'), cell('phone')], today)) faults.push({ field: 'reference', code: 'PERSONAL_NUMBER' });
  else return text;
  return '';
}

/** Whether a number of a former system holds a number of the person's own, or anybody's identity number; a long serial number is neither. */
function holdsNumberOfPerson(text: string, own: readonly string[], today: CalendarDay): boolean {
  const inText = text.toUpperCase();
  // With or without what joins its parts.
  const letters = (each: string) => each.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  if (own.map((number) => letters(plainCharacters(number))).some((number) => number.length >= SHORTEST_NUMBER && letters(text).includes(number))) return true;
  return (inText.match(/(?<!\d)(?:\d{17}[\dX]|\d{15})(?!\d)/g) ?? []).some((number) => checkIdentityNumber(number, today).ok);
}

function known<Value>(names: Readonly<Record<string, Value>>, column: FormerColumn, cell: (column: FormerColumn) => string, faults: RowFault[]): Value | null {
  const text = cell(column);
  const value = Object.hasOwn(names, text) ? names[text] : Object.hasOwn(names, text.toUpperCase()) ? names[text.toUpperCase()] : undefined;
  if (value !== undefined) return value;
  faults.push({ field: column, code: 'UNKNOWN_VALUE' });
  return null;
}

function personOf(documentType: IdentityDocumentType, cell: (column: FormerColumn) => string, at: { readonly today: Date; readonly decidedAt: Date }, problems: InputProblem[]): Omit<NewPerson, 'phone'> {
  const document = checkIdentityDocument(documentType, cell('documentNumber'), shanghaiDayOf(at.today));
  const birthday = cell('birthday') || ((document.ok ? document.value.birthday : null) ?? '');
  const found: InputProblem[] = [];
  const checked = checkStatedPerson({ documentType, documentNumber: cell('documentNumber'), fullName: cell('fullName'), birthday }, at, found);
  // Without a column of its own the birthday is the number's, and a wrong number says none: one fault, not two.
  problems.push(...found.filter(({ path }) => birthday !== '' || document.ok || path.at(-1) !== 'birthday'));
  return { documentType, ...checked, birthday };
}

/** The items that could be read; a blank one is left out, which is a fault of its own. */
function statedChoices(cell: (column: FormerColumn) => string, faults: RowFault[]): StatedChoice[] {
  return allItems.flatMap((item): StatedChoice[] => {
    if (cell(item) === '') return [];
    const choice = known(choiceNames, item, cell, faults);
    return choice ? [{ item, choice }] : [];
  });
}

function faultOf({ path, code }: InputProblem): RowFault {
  const last = path.at(-1) ?? 'row';
  return { field: (allItems.includes(last as DonationItem) ? last : path[0] === 'choices' ? 'choices' : last) as RowFault['field'], code };
}
