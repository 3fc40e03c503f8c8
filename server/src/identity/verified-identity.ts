import { type CalendarDay, calendarDay, isCalendarDay, shanghaiDayOf } from './calendar.ts';
import { checkIdentityDocument, type IdentityDocument, IdentityDocumentType } from './identity-document.ts';
import { Sex } from './identity-number.ts';
import {
  AssuranceLevel,
  type ProfileResidence,
  type SignInMethod,
  SignInRefusalReason,
  SignInRefusedByProvider,
  type VerifiedIdentity,
} from './identity-provider.ts';
import { checkPersonName } from './names.ts';
import { checkPhone } from './phone.ts';

/** What a provider states of a person, in its own words and codes. */
export interface StatedIdentity {
  readonly provider: SignInMethod;
  readonly providerUserId: string;
  readonly assuranceLevel: AssuranceLevel;
  readonly documentTypeCode: string;
  readonly documentNumber: string;
  readonly fullName: string;
  readonly birthday: string;
  readonly sex: Sex | null;
  readonly phone: string;
  readonly profileResidence: ProfileResidence | null;
}

/**
 * Document types by protocol generation. Sources disagree on the numbers of generation A: P19 and ZS end at 6
 * 外国人永久居留身份证, another client (2021) has 6 来往港澳通行证, 7 来往台湾通行证, 8 外国人永久居留证. Both 6 and 8 are read as the
 * permanent resident card: its number rule refuses a travel permit that comes under the same code.
 */
export const documentTypeCodes: Readonly<Record<SignInMethod, Readonly<Record<string, IdentityDocumentType>>>> = {
  ZHELIBAN_TICKET: {
    '1': IdentityDocumentType.RESIDENT_ID_CARD,
    '2': IdentityDocumentType.PASSPORT,
    '3': IdentityDocumentType.OFFICER_CARD,
    '4': IdentityDocumentType.HONG_KONG_MACAO_PERMIT,
    '5': IdentityDocumentType.TAIWAN_PERMIT,
    '6': IdentityDocumentType.FOREIGN_PERMANENT_RESIDENT_CARD,
    '8': IdentityDocumentType.FOREIGN_PERMANENT_RESIDENT_CARD,
  },
  ZHELIBAN_TICKET_ID: {
    ID_CARD: IdentityDocumentType.RESIDENT_ID_CARD,
    PASSPORT: IdentityDocumentType.PASSPORT,
    FOREIGN_PASSPORT: IdentityDocumentType.PASSPORT,
    DIPLOMACY_PASSPORT: IdentityDocumentType.PASSPORT,
    OFFICIAL_PASSPORT: IdentityDocumentType.PASSPORT,
    OFFICER_CARD: IdentityDocumentType.OFFICER_CARD,
    MAINLAND_TRAVEL_PERMIT_FOR_HONGKONG_AND_MACAO_RESIDENTS: IdentityDocumentType.HONG_KONG_MACAO_PERMIT,
    MAINLAND_TRAVEL_PERMIT_FOR_TAIWAN_RESIDENTS: IdentityDocumentType.TAIWAN_PERMIT,
    FOREIGN_PERMANENT_RESIDENT_ID_CARD: IdentityDocumentType.FOREIGN_PERMANENT_RESIDENT_CARD,
    // [sic] 港澳台居民居住证: its number is a citizen identity number by law (国办发〔2018〕81号 art. 3).
    GANG_AO_TAI_RESIDENCE_CART: IdentityDocumentType.RESIDENT_ID_CARD,
  },
};

/** Assurance levels by the digit both generations use. */
export const assuranceLevelCodes: Readonly<Record<string, AssuranceLevel>> = {
  '1': AssuranceLevel.NOT_REAL_NAME,
  '2': AssuranceLevel.BASIC_REAL_NAME,
  '3': AssuranceLevel.ADVANCED_REAL_NAME,
};

/** Reads `sex` / `gender` in the spellings seen: 1 and 2 (P19), letters, words; null when it says nothing. */
export function sexFromCode(code: string): Sex | null {
  if (/^(?:1|M|MALE|男)$/i.test(code)) return Sex.MALE;
  if (/^(?:2|F|FEMALE|女)$/i.test(code)) return Sex.FEMALE;
  return null;
}

/**
 * Decides whether what the provider states is an identity we may store, and brings it to our normal forms.
 * @param now the instant that decides which birthdays lie in the future
 * @throws SignInRefusedByProvider when the account is not real-name, incomplete, contradictory or of an unknown kind
 */
export function verifiedIdentity(stated: StatedIdentity, now: Date): VerifiedIdentity {
  // P19: the real-name fields are valid at level 2 and 3 only; below, they are what somebody typed.
  if (stated.assuranceLevel === AssuranceLevel.NOT_REAL_NAME) throw refused(SignInRefusalReason.REAL_NAME_REQUIRED);
  const today = shanghaiDayOf(now);
  const name = checkPersonName(stated.fullName);
  const document = documentOf(stated, today);
  if (!name.ok || !isUserId(stated.providerUserId)) throw refused(SignInRefusalReason.IDENTITY_INCOMPLETE);

  const statedBirthday = dayFrom(stated.birthday, today);
  if (contradicts(document.birthday, statedBirthday) || contradicts(document.sex, stated.sex)) {
    throw refused(SignInRefusalReason.IDENTITY_CONTRADICTORY);
  }
  const phone = checkPhone(stated.phone);
  return {
    provider: stated.provider,
    providerUserId: stated.providerUserId,
    documentType: document.type,
    documentNumber: document.number,
    fullName: name.value,
    birthday: document.birthday ?? statedBirthday,
    sex: document.sex ?? stated.sex,
    phone: phone.ok ? phone.value.number : null,
    assuranceLevel: stated.assuranceLevel,
    profileResidence: stated.profileResidence,
  };
}

/** Division names of a profile, or null when it holds none; anything that is not a plausible name is dropped. */
export function residenceFrom(province: string, city: string, county: string): ProfileResidence | null {
  const [provinceName, cityName, countyName] = [divisionName(province), divisionName(city), divisionName(county)];
  if (provinceName === null && cityName === null && countyName === null) return null;
  return { province: provinceName, city: cityName, county: countyName };
}

function documentOf(stated: StatedIdentity, today: CalendarDay): IdentityDocument {
  const codes = documentTypeCodes[stated.provider];
  const code = stated.documentTypeCode.toUpperCase();
  const type = Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (code === '' || stated.documentNumber === '') throw refused(SignInRefusalReason.IDENTITY_INCOMPLETE);
  if (type === undefined) throw refused(SignInRefusalReason.DOCUMENT_NOT_SUPPORTED);
  const document = checkIdentityDocument(type, stated.documentNumber, today);
  if (!document.ok) throw refused(SignInRefusalReason.IDENTITY_INCOMPLETE);
  return document.value;
}

/** Days as providers write them: 1990-03-07, 1990/3/7, 19900307, each with or without a time; else null. */
function dayFrom(text: string, today: CalendarDay): CalendarDay | null {
  const match = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?:[T ].*)?$/.exec(text.trim());
  if (!match) return null;
  const day = calendarDay(Number(match[1]), Number(match[3] ?? match[5]), Number(match[4] ?? match[6]));
  return isCalendarDay(day) && day <= today ? day : null;
}

function contradicts<Value>(one: Value | null, other: Value | null): boolean {
  return one !== null && other !== null && one !== other;
}

function isUserId(text: string): boolean {
  return /^[\x21-\x7E]{1,128}$/.test(text);
}

function divisionName(text: string): string | null {
  const name = text.trim();
  return /^\p{Script=Han}{2,20}$/u.test(name) ? name : null;
}

function refused(reason: SignInRefusalReason): SignInRefusedByProvider {
  return new SignInRefusedByProvider(reason);
}
