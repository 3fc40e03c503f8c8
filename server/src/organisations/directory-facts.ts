import type { ListedDivision } from '../divisions/division.queries.ts';
import type { OrganisationLevel } from './organisation.entity.ts';
import { OrganisationService } from './organisation-service-offer.entity.ts';
import { isSocietyName } from './registry-key.ts';

/**
 * What is known about services and witnessing, each with its source; nothing that the sources do not say. Both rest on
 * the province's own account of July 2020 (深化运行机制改革 推进“三献”事业发展) and on the law in force since 2024-05-01.
 */

/** A service a body offers. */
export interface ServiceFact {
  readonly service: OrganisationService;
  readonly source: string;
}

/** Whether a body could witness alone, from which day to which. */
export interface WitnessFact {
  readonly canWitnessIndependently: boolean;
  readonly minimumWitnesses: number | null;
  /** Whether the province's society assigns the witnesses. */
  readonly assignedByProvince: boolean;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly source: string;
}

/** What decides which facts apply to a body. */
export interface FactSubject {
  readonly name: string;
  readonly level: OrganisationLevel;
  readonly division: ListedDivision;
}

const account = '浙江省造血干细胞捐献者资料库管理中心（浙江省人体器官捐献管理中心）《深化运行机制改革 推进“三献”事业发展》（2020-07）';

/** The account tells the state of things in its month without a day; its first day stands for it. */
export const ACCOUNT_FROM = '2020-07-01';
/** 人体器官捐献和移植条例 (国务院令第767号) took effect on 2024-05-01. */
const LAW_FROM = '2024-05-01';
const DAY_BEFORE_LAW = '2024-04-30';
const LAW_MINIMUM_WITNESSES = 2;

const everywhere: readonly OrganisationService[] = [
  OrganisationService.POLICY_CONSULTATION,
  OrganisationService.REGISTRATION,
  OrganisationService.HOME_VISIT,
];

const beforeCollection: readonly OrganisationService[] = [
  OrganisationService.STEM_CELL_OUTREACH,
  OrganisationService.STEM_CELL_ENROLMENT,
  OrganisationService.STEM_CELL_SCREENING,
  OrganisationService.STEM_CELL_SECOND_TALK,
  OrganisationService.STEM_CELL_HIGH_RESOLUTION_TYPING,
  OrganisationService.STEM_CELL_PHYSICAL_EXAMINATION,
];

/** 温州 and 宁波, where hospitals of the city collect stem cells. */
const collectingCities = ['330300', '330200'];

/** The services of a body by its level. Only societies: the account speaks of them, not of centres that belong to them. */
export function servicesOf({ name, level, division }: FactSubject): readonly ServiceFact[] {
  if (!isSocietyName(name)) return [];
  const said = (text: string) => `${account}：${text}${isYounger(division) ? '；本区 2021 年设立，按同级红十字会的一般情况列入，待核实' : ''}`;
  const facts = everywhere.map((service) => ({
    service,
    source: said('各级红十字会器官捐献办（站）接受政策咨询和登记报名，对行动不便的报名登记者提供上门服务'),
  }));
  if (level === 'PROVINCE') return facts;
  facts.push(
    ...beforeCollection.map((service) => ({
      service,
      source: said('造血干细胞捐献的宣传动员、登记入库、初筛确认、供者再动员、高分辨检测、体检等环节，已全部在各市、县（市、区）红十字会完成'),
    })),
  );
  if (collectingCities.includes(division.code)) {
    facts.push({ service: OrganisationService.STEM_CELL_COLLECTION, source: said('温州市、宁波市已在当地独立承担捐献采集任务') });
  }
  return facts;
}

/**
 * How witnessing stood and stands for a city's or county's society. `couldIn2020` is what the account of 2020 says of it;
 * null when it says nothing. The province's bodies have no entry: the account does not speak of them, and by the law the
 * province is the one that assigns.
 */
export function witnessFactsOf(subject: FactSubject, couldIn2020: boolean | null): readonly WitnessFact[] {
  if (!isLocalSociety(subject)) return [];
  const since2024: WitnessFact = {
    canWitnessIndependently: false,
    minimumWitnesses: LAW_MINIMUM_WITNESSES,
    assignedByProvince: true,
    validFrom: LAW_FROM,
    validTo: null,
    source: '《人体器官捐献和移植条例》（国务院令第767号，2024-05-01 起施行）第十九条：由省、自治区、直辖市红十字会指派 2 名以上协调员见证',
  };
  return couldIn2020 === null || !accountCoversWitnessing(subject) ? [since2024] : [accountOf2020(couldIn2020), since2024];
}

/**
 * Whether the account of 2020 can say anything about a body's witnessing: not about the province's bodies, nor about those of
 * 临平 and 钱塘, which began in 2021 and could neither do nor not do anything before.
 */
export function accountCoversWitnessing(subject: FactSubject): boolean {
  return isLocalSociety(subject) && !isYounger(subject.division);
}

function isLocalSociety({ name, level }: FactSubject): boolean {
  return isSocietyName(name) && level !== 'PROVINCE';
}

/** What the account of 2020 says: listed as able to witness alone, or not listed. */
export function accountOf2020(could: boolean): WitnessFact {
  return {
    canWitnessIndependently: could,
    minimumWitnesses: null,
    assignedByProvince: false,
    validFrom: ACCOUNT_FROM,
    validTo: DAY_BEFORE_LAW,
    source: `${account}：${could ? '列入能够独立承担本辖区见证工作的 5 个市、15 个县（市、区）' : '未列入能够独立承担本辖区见证工作的 5 个市、15 个县（市、区）'}；起始日不详，以该文月份首日计`,
  };
}

function isYounger(division: ListedDivision): boolean {
  return division.validFrom !== null && division.validFrom > ACCOUNT_FROM;
}
