import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { testIdentityNumber, testPermanentResidentNumber } from '../nonprod/test-identity-number.ts';
import { SignInRefusedByProvider } from './identity-provider.ts';
import { documentTypeCodes, residenceFrom, sexFromCode, type StatedIdentity, verifiedIdentity } from './verified-identity.ts';

const now = new Date('2026-11-23T08:00:00Z');
const person = { divisionCode: '330106', birthday: '1998-05-17', order: 902 };
const stated: StatedIdentity = {
  provider: 'ZHELIBAN_TICKET',
  providerUserId: 'de300000000000000000000000000001',
  assuranceLevel: 'ADVANCED_REAL_NAME',
  documentTypeCode: '1',
  documentNumber: testIdentityNumber(person),
  fullName: '林晓舟',
  birthday: '1998-05-17',
  sex: 'FEMALE',
  phone: '13800000001',
  profileResidence: null,
};
const reasonFor = (changes: Partial<StatedIdentity>) => {
  try {
    verifiedIdentity({ ...stated, ...changes }, now);
    return 'ACCEPTED';
  } catch (error) {
    if (!(error instanceof SignInRefusedByProvider)) throw error;
    for (const value of Object.values({ ...stated, ...changes })) {
      if (typeof value === 'string' && value.length > 3 && value !== error.reason) expect(String(error.stack)).not.toContain(value);
    }
    return error.reason;
  }
};

describe('an identity that a provider states', () => {
  it('is kept in our normal forms', () => {
    const changes = { documentNumber: ` ${stated.documentNumber} `, fullName: '买买提•吐尔逊', phone: '+86 138 0000 0001' };
    expect(verifiedIdentity({ ...stated, ...changes }, now)).toEqual({
      provider: 'ZHELIBAN_TICKET',
      providerUserId: stated.providerUserId,
      documentType: 'RESIDENT_ID_CARD',
      documentNumber: stated.documentNumber,
      fullName: '买买提·吐尔逊',
      birthday: '1998-05-17',
      sex: 'FEMALE',
      phone: '13800000001',
      assuranceLevel: 'ADVANCED_REAL_NAME',
      profileResidence: null,
    });
  });

  it('is never believed without real-name verification, however complete it looks', () => {
    expect(reasonFor({ assuranceLevel: 'NOT_REAL_NAME' })).toBe('REAL_NAME_REQUIRED');
    expect(reasonFor({ assuranceLevel: 'BASIC_REAL_NAME' })).toBe('ACCEPTED');
  });

  it('is never kept when its number fails its own rule, whichever character is wrong', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (place, shift) => {
        const wrong = String((Number(stated.documentNumber[place]) + shift) % 10);
        const documentNumber = stated.documentNumber.slice(0, place) + wrong + stated.documentNumber.slice(place + 1);
        expect(reasonFor({ documentNumber })).toBe('IDENTITY_INCOMPLETE');
      }),
    );
  });

  it.each([
    ['no name', { fullName: '' }],
    ['a name lost on the way', { fullName: '王\uFFFD祥' }],
    ['no number', { documentNumber: '' }],
    ['no kind of document', { documentTypeCode: '' }],
    ['no user id', { providerUserId: '' }],
    ['a user id with spaces', { providerUserId: 'a b' }],
  ])('is refused with %s', (_what, changes) => {
    expect(reasonFor(changes)).toBe('IDENTITY_INCOMPLETE');
  });

  it.each([
    ['another birthday than the number', { birthday: '1998-05-18' }],
    ['another sex than the number', { sex: 'MALE' as const }],
  ])('is refused with %s', (_what, changes) => {
    expect(reasonFor(changes)).toBe('IDENTITY_CONTRADICTORY');
  });

  it.each(['', '0', '0000-00-00', '1998-02-30', '2026-11-24', '17 May 1998', '1998-05', '19980517X'])(
    'may have a birthday that says nothing (%j): the number knows better',
    (birthday) => expect(verifiedIdentity({ ...stated, birthday, sex: null }, now)).toMatchObject({ birthday: '1998-05-17', sex: 'FEMALE' }),
  );

  it.each(['1985-09-30', '1985/9/30', '19850930', '1985-09-30 00:00:00', '1985-09-30T00:00:00.000+08:00', '1985.09.30'])(
    'takes the birthday %s where the number carries none',
    (birthday) => {
      const permit = { documentTypeCode: '5', documentNumber: '00000025', birthday, sex: 'MALE' as const };
      expect(verifiedIdentity({ ...stated, ...permit }, now)).toMatchObject({ birthday: '1985-09-30', sex: 'MALE' });
    },
  );

  it('has no birthday when neither number nor provider knows one, and keeps no number that is no phone', () => {
    const permit = { documentTypeCode: '4', documentNumber: 'H00000017', birthday: '', sex: null, phone: '138****0001' };
    expect(verifiedIdentity({ ...stated, ...permit }, now)).toMatchObject({ birthday: null, sex: null, phone: null });
  });

  it('born tomorrow in China is not born yet, although it is still yesterday elsewhere', () => {
    const documentNumber = testIdentityNumber({ ...person, birthday: '2026-11-24' });
    const unborn = { ...stated, documentNumber, birthday: '' };
    expect(() => verifiedIdentity(unborn, new Date('2026-11-23T15:59:59Z'))).toThrow('IDENTITY_INCOMPLETE');
    expect(verifiedIdentity(unborn, new Date('2026-11-23T16:00:00Z')).birthday).toBe('2026-11-24');
  });
});

describe('the codes for kinds of documents', () => {
  const permanentResident = testPermanentResidentNumber({ provinceCode: '33', countryCode: '250', birthday: '1998-05-17', order: 902 });
  const numbers: Readonly<Record<string, string>> = {
    RESIDENT_ID_CARD: stated.documentNumber,
    PASSPORT: 'E12345678',
    OFFICER_CARD: '军字第1234567号',
    HONG_KONG_MACAO_PERMIT: 'H00000017',
    TAIWAN_PERMIT: '00000025',
    FOREIGN_PERMANENT_RESIDENT_CARD: permanentResident,
  };
  const all = Object.entries(documentTypeCodes).flatMap(([provider, codes]) =>
    Object.entries(codes).map(([code, type]) => ({ provider: provider as StatedIdentity['provider'], code, type })),
  );

  it.each(all)('of $provider: $code is a $type', ({ provider, code, type }) => {
    const changes = { provider, documentTypeCode: code, documentNumber: numbers[type] ?? '' };
    expect(verifiedIdentity({ ...stated, ...changes }, now).documentType).toBe(type);
  });

  it('on which sources disagree (6) lead to no wrong document: a travel permit under it is refused', () => {
    expect(reasonFor({ documentTypeCode: '6', documentNumber: 'C12345678' })).toBe('IDENTITY_INCOMPLETE');
    expect(reasonFor({ documentTypeCode: '6', documentNumber: permanentResident })).toBe('ACCEPTED');
  });

  it.each([
    ['ZHELIBAN_TICKET', '7'], ['ZHELIBAN_TICKET', '0'], ['ZHELIBAN_TICKET', 'ID_CARD'], ['ZHELIBAN_TICKET', 'constructor'],
    ['ZHELIBAN_TICKET_ID', '1'], ['ZHELIBAN_TICKET_ID', 'SOLDIER_CARD'], ['ZHELIBAN_TICKET_ID', 'UNIFIED_SOCIAL_ID'], ['ZHELIBAN_TICKET_ID', 'OTHER'],
  ] as const)('of %s do not include %s', (provider, documentTypeCode) => {
    expect(reasonFor({ provider, documentTypeCode })).toBe('DOCUMENT_NOT_SUPPORTED');
  });
});

describe('the words of a provider', () => {
  it.each([['1', 'MALE'], ['2', 'FEMALE'], ['M', 'MALE'], ['female', 'FEMALE'], ['男', 'MALE'], ['女', 'FEMALE'], ['0', null], ['', null], ['9', null]])(
    'for sex: %j is %s',
    (code, sex) => expect(sexFromCode(code)).toBe(sex),
  );

  it('for a home are kept when they are names of divisions', () => {
    expect(residenceFrom('浙江省', ' 杭州市 ', '')).toEqual({ province: '浙江省', city: '杭州市', county: null });
    expect(residenceFrom('330000', '<b>', 'x')).toBeNull();
    expect(residenceFrom('', '', '')).toBeNull();
  });
});
