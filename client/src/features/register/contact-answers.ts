import type { ContactInput, FamilyKnows, KinRelation } from '../../../../schema/generated/graphql.ts';
import type { DecisionStart } from '../../parts/decision/record.ts';

/** How to reach the person, as answered so far. */
export interface ContactAnswers {
  /** A number typed here, or null while the known one (stored, or verified at sign-in) stays. */
  otherPhone: string | null;
  /** GB/T 2260 code of the county; empty while not chosen. */
  residenceCode: string;
  familyKnows: FamilyKnows | null;
  /** Name nobody, keep the one on record, or name somebody new. */
  emergency: 'NONE' | 'KEEP' | 'NEW';
  emergencyName: string;
  emergencyRelation: KinRelation | '';
  emergencyPhone: string;
}

/** One fault of an answer: the control it belongs to and the words for it. */
export interface Fault {
  readonly field: string;
  /** The locale key of what to do about it. */
  readonly words: string;
}

/** The number the register would use if none is typed, masked; null when none is known. */
export const knownPhone = ({ viewer }: DecisionStart): string | null => viewer.donor?.contact.maskedPhone ?? viewer.citizen.maskedPhone;

/** What is known before the person says anything: their own stored answers, else what sign-in suggests. */
export function contactFrom(start: DecisionStart): ContactAnswers {
  const stored = start.viewer.donor?.contact;
  const suggested = start.viewer.citizen.suggestedResidence;
  return {
    otherPhone: knownPhone(start) === null ? '' : null,
    residenceCode: stored?.residence?.code ?? (suggested?.level === 'COUNTY' ? suggested.code : ''),
    familyKnows: stored && stored.familyKnows !== 'NOT_STATED' ? stored.familyKnows : null,
    emergency: stored?.emergencyContact ? 'KEEP' : 'NONE',
    emergencyName: '',
    emergencyRelation: '',
    emergencyPhone: '',
  };
}

/** What is sent; a family question left out is sent as not stated, in so many words. */
export function contactInput(answers: ContactAnswers): ContactInput {
  const phone = answers.otherPhone?.trim() ?? '';
  const isNew = answers.emergency === 'NEW';
  return {
    phone: phone === '' ? null : phone,
    residenceCode: answers.residenceCode,
    familyKnows: answers.familyKnows ?? 'NOT_STATED',
    emergencyContact:
      isNew && answers.emergencyRelation !== ''
        ? { name: answers.emergencyName.trim(), relation: answers.emergencyRelation, phone: answers.emergencyPhone.trim() }
        : null,
    keepEmergencyContact: answers.emergency === 'KEEP',
  };
}

/** A rough look, to spare the way to the register; what a phone number really is, the register decides. */
const phoneLike = /^\+?[\d\s()-]{6,24}$/;
const isPhone = (text: string): boolean => phoneLike.test(text.trim().normalize('NFKC'));

/** What is wrong with phone and residence. A number is asked only of those who chose to give another one. */
export function contactFaults(answers: ContactAnswers, hasKnownPhone: boolean): Fault[] {
  const faults: Fault[] = [];
  const phone = answers.otherPhone?.trim() ?? '';
  if (phone !== '' && !isPhone(phone)) faults.push({ field: 'phone', words: 'register.contact.phoneMalformed' });
  if (phone === '' && answers.otherPhone !== null && hasKnownPhone) faults.push({ field: 'phone', words: 'register.contact.phoneMissing' });
  if (answers.residenceCode === '') faults.push({ field: 'residence', words: 'register.contact.residenceMissing' });
  return faults;
}

/** What is wrong with the optional questions: an emergency contact is whole or not at all. */
export function familyFaults({ emergency, emergencyName, emergencyRelation, emergencyPhone }: ContactAnswers): Fault[] {
  if (emergency !== 'NEW') return [];
  const faults: Fault[] = [];
  if (emergencyName.trim() === '') faults.push({ field: 'emergency-name', words: 'register.family.nameMissing' });
  if (emergencyRelation === '') faults.push({ field: 'emergency-relation', words: 'register.family.relationMissing' });
  if (emergencyPhone.trim() === '') faults.push({ field: 'emergency-phone', words: 'register.family.phoneMissing' });
  else if (!isPhone(emergencyPhone)) faults.push({ field: 'emergency-phone', words: 'register.contact.phoneMalformed' });
  return faults;
}
