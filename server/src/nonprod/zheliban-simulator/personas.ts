import { testIdentityNumber, testPermanentResidentNumber } from '../test-identity-number.ts';

/** 浙里办 assurance level: 1 非实名, 2 初级实名, 3 高级实名 (浙里办 1.4 `authlevel`). */
export type AssuranceCode = 1 | 2 | 3;

/** `idtype` of generation A (浙里办 1.4) and the `idType` of generation B (1.5) for one kind of document. */
export const DOCUMENT_KINDS = {
  RESIDENT: { idtype: '1', idType: 'ID_CARD', field: undefined, label: '居民身份证' },
  HONG_KONG_MACAO: {
    idtype: '4',
    idType: 'MAINLAND_TRAVEL_PERMIT_FOR_HONGKONG_AND_MACAO_RESIDENTS',
    field: 'permitlicense',
    label: '港澳居民来往内地通行证',
  },
  TAIWAN: {
    idtype: '5',
    idType: 'MAINLAND_TRAVEL_PERMIT_FOR_TAIWAN_RESIDENTS',
    field: 'taiwanlicense',
    label: '台湾居民来往大陆通行证',
  },
  FOREIGN_PERMANENT_RESIDENT: {
    idtype: '6',
    idType: 'FOREIGN_PERMANENT_RESIDENT_ID_CARD',
    field: 'greencard',
    label: '外国人永久居留身份证',
  },
} as const;

/** A kind of document that a demo person holds. */
export type DocumentKind = keyof typeof DOCUMENT_KINDS;

/** The home of a profile as 浙里办 gives it, by name: `country` is the nationality, `city` the prefecture (1.4). */
export interface ProfileHome {
  readonly country: string;
  readonly province: string;
  readonly city: string;
  readonly homeAddress: string;
}

/** A made-up person who can sign in to the simulated 浙里办. */
export interface Persona {
  readonly kind: 'PERSON';
  /** Short name used in settings and addresses, e.g. `elder`. */
  readonly key: string;
  /** What makes this person worth a test, for the picker. */
  readonly purpose: string;
  /** 32 hex digits. */
  readonly userId: string;
  readonly loginName: string;
  /** The level at the start of the process; stepping up raises it until the process ends. */
  readonly assuranceLevel: AssuranceCode;
  readonly name: string;
  readonly document: { readonly kind: DocumentKind; readonly number: string };
  /** `yyyy-MM-dd`. */
  readonly birthday: string;
  readonly sex: '1' | '2';
  /** GB/T 3304 two digits; empty for people outside its scope. */
  readonly nation: string;
  readonly mobile: string;
  readonly home?: ProfileHome;
}

/** A made-up organisation account, there to show that the register serves individuals only (浙里办 1.9 rule 9). */
export interface LegalPersona {
  readonly kind: 'LEGAL_PERSON';
  readonly key: string;
  readonly purpose: string;
  readonly name: string;
  readonly unifiedSocialId: string;
  readonly corporationId: string;
  /** The person who acts for the organisation. */
  readonly agent: Persona;
}

/** Anyone who can sign in to the simulated 浙里办. */
export type DemoAccount = Persona | LegalPersona;

/**
 * The demo accounts. Names, numbers, telephones (13800000001 onwards) and addresses are invented; identity numbers come from the
 * test generator and belong to nobody we know of.
 * @param today only decides the birth year of the minor, who stays 15 or 16 years old.
 */
export function createDemoAccounts(today: Date): readonly DemoAccount[] {
  const young = resident(1, {
    key: 'young',
    purpose: '青年，高级实名，资料完整',
    name: '林晓舟',
    birthday: '1998-05-17',
    sex: '2',
    divisionCode: '330106',
    home: home('杭州市', '浙江省杭州市西湖区演示路1号'),
  });
  return [
    young,
    resident(2, {
      key: 'elder',
      purpose: '长者，75 岁以上',
      name: '陈桂香',
      birthday: '1946-02-08',
      sex: '2',
      divisionCode: '330302',
      home: home('温州市', '浙江省温州市鹿城区演示路2号'),
    }),
    resident(3, {
      key: 'minor',
      purpose: '未满 18 周岁',
      name: '周予安',
      birthday: `${today.getUTCFullYear() - 16}-12-31`,
      sex: '1',
      divisionCode: '330203',
    }),
    foreigner(4),
    permitHolder(5, {
      key: 'taiwan',
      purpose: '台湾居民',
      name: '許文彥',
      birthday: '1985-09-30',
      sex: '1',
      document: { kind: 'TAIWAN', number: '00000025' },
    }),
    permitHolder(6, {
      key: 'hong-kong',
      purpose: '香港居民',
      name: '何嘉慧',
      birthday: '1990-12-03',
      sex: '2',
      document: { kind: 'HONG_KONG_MACAO', number: 'H00000017' },
      home: home('宁波市', '浙江省宁波市海曙区演示路6号'),
    }),
    resident(7, {
      key: 'low-assurance',
      purpose: '初级实名（等级 2），可升级',
      name: '吴建平',
      birthday: '1979-07-21',
      sex: '1',
      divisionCode: '330702',
      assuranceLevel: 2,
      home: home('金华市', '浙江省金华市婺城区演示路7号'),
    }),
    resident(8, {
      key: 'unverified',
      purpose: '非实名（等级 1），可升级',
      name: '郑小满',
      birthday: '1993-05-21',
      sex: '2',
      divisionCode: '330402',
      assuranceLevel: 1,
    }),
    resident(9, {
      key: 'minority',
      purpose: '少数民族姓名，带间隔号',
      name: '买买提·吐尔逊',
      birthday: '1988-03-21',
      sex: '1',
      nation: '05',
      divisionCode: '653101',
      home: home('杭州市', '浙江省杭州市拱墅区演示路9号'),
    }),
    resident(10, {
      key: 'rare-character',
      purpose: '姓名含扩展 B 区汉字（𠮷）',
      name: '王𠮷祥',
      birthday: '1969-11-11',
      sex: '1',
      divisionCode: '330602',
      home: home('绍兴市', '浙江省绍兴市越城区演示路10号'),
    }),
    {
      kind: 'LEGAL_PERSON',
      key: 'legal-person',
      purpose: '法人账号，应被婉拒',
      name: '演示科技有限公司',
      // Made up: region 330000 and an order code that only demo data would carry; its check character is not claimed.
      unifiedSocialId: '91330000MADEM00000',
      corporationId: opaqueId(99),
      agent: young,
    },
  ];
}

type PersonParts = Pick<Persona, 'key' | 'purpose' | 'name' | 'birthday' | 'sex'> & {
  readonly home?: ProfileHome;
};

function person(order: number, parts: PersonParts & Pick<Persona, 'document' | 'assuranceLevel' | 'nation'>): Persona {
  return {
    kind: 'PERSON',
    userId: opaqueId(order),
    loginName: `demo_${parts.key.replaceAll('-', '_')}`,
    mobile: String(13_800_000_000 + order),
    ...parts,
  };
}

function resident(
  order: number,
  {
    divisionCode,
    nation = '01',
    assuranceLevel = 3,
    ...parts
  }: PersonParts & { readonly divisionCode: string; readonly nation?: string; readonly assuranceLevel?: AssuranceCode },
): Persona {
  const number = testIdentityNumber({ divisionCode, birthday: parts.birthday, order: orderCode(order, parts.sex) });
  return person(order, { ...parts, nation, assuranceLevel, document: { kind: 'RESIDENT', number } });
}

function permitHolder(order: number, parts: PersonParts & Pick<Persona, 'document'>): Persona {
  return person(order, { ...parts, nation: '', assuranceLevel: 3 });
}

function foreigner(order: number): Persona {
  const birthday = '1982-04-02';
  const number = testPermanentResidentNumber({ provinceCode: '33', countryCode: '250', birthday, order: orderCode(order, '2') });
  return person(order, {
    key: 'foreigner',
    purpose: '外国永久居民，拉丁字母姓名',
    name: 'MARTIN CLAIRE ELISE',
    birthday,
    sex: '2',
    nation: '',
    assuranceLevel: 3,
    document: { kind: 'FOREIGN_PERMANENT_RESIDENT', number },
    home: { country: '法国', province: '浙江省', city: '杭州市', homeAddress: '浙江省杭州市上城区演示路4号' },
  });
}

function home(city: string, homeAddress: string): ProfileHome {
  return { country: '中国', province: '浙江省', city, homeAddress };
}

/** Order codes 90x: odd for a man, even for a woman (GB 11643). */
function orderCode(order: number, sex: '1' | '2'): number {
  return 900 + 2 * order + (sex === '1' ? 1 : 0);
}

function opaqueId(order: number): string {
  return `de30${order.toString(16).padStart(28, '0')}`;
}
