import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/record-audit.ts';
import { alone } from '../database/alone.ts';
import type { Em, Orm } from '../database/orm.ts';
import { findDivision } from '../divisions/division.queries.ts';
import { Organisation } from '../organisations/organisation.entity.ts';
import { REGISTRY_KEY } from '../organisations/registry-key.ts';
import type { Vault } from '../vault/vault.ts';
import { Hospital } from './hospital.entity.ts';
import { accountPlace, StaffAccount } from './staff-account.entity.ts';
import { AccountRole } from './staff-role.ts';

/** An account as an office names it, each value as it was written. */
export interface NamedAccount {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly role: string;
  /** The key of the body of the Red Cross; empty for a clinician. */
  readonly organisation: string;
  /** The key of the hospital; empty for staff of the Red Cross. */
  readonly hospital: string;
  /** The hospital's statement that the clinician takes no part in removal or transplantation (条例 art. 19). */
  readonly outsideTransplantChain: boolean;
  readonly from: string;
  /** The last day; empty while it is open. */
  readonly to: string;
}

/** A hospital as an office names it. */
export interface NamedHospital {
  readonly key: string;
  readonly name: string;
  readonly divisionCode: string;
  readonly source: string;
  readonly from: string;
  readonly to: string;
}

/** What changes to accounts need. */
export interface AccountTools {
  readonly orm: Orm;
  readonly vault: Vault;
  readonly now: Date;
  /** Names this change in the audit. */
  readonly requestId: string;
}

/** The faults of what was written, all at once, in Chinese for whoever wrote it; empty when it was done. */
export type Faults = readonly string[];

/** Names a person as staff or clinician, or changes what is known of one who is named already. */
export function nameAccount(tools: AccountTools, account: NamedAccount): Promise<Faults> {
  return change(tools, 'nameAccount', async (em) => {
    const isClinician = account.role === AccountRole.CLINICIAN;
    const organisation = account.organisation ? await em.findOne(Organisation, { registryKey: account.organisation }) : null;
    const hospital = account.hospital ? await em.findOne(Hospital, { registryKey: account.hospital }) : null;
    const faults = [
      ...(URL.parse(account.issuer)?.protocol === 'https:' ? [] : ['issuer：应是统一认证的 https 地址，与 SANXIAN_STAFF_ISSUER 完全一致']),
      ...(account.subject.trim() === account.subject && account.subject !== '' ? [] : ['subject：不能为空，前后不能有空格']),
      ...(account.name.trim() === '' || account.name.length > 60 ? ['name：应为 1 到 60 字'] : []),
      ...(Object.hasOwn(AccountRole, account.role) ? [] : [`role：应为 ${Object.keys(AccountRole).join('、')} 之一`]),
      ...(isClinician && account.organisation ? ['organisation：医务人员只属于医院'] : []),
      ...(!isClinician && account.hospital ? ['hospital：红十字会工作人员不属于医院'] : []),
      ...(isClinician && !hospital ? ['hospital：没有这个编号的医院，请先登记医院'] : []),
      ...(!isClinician && !organisation ? ['organisation：没有这个编号的红十字会'] : []),
      // 条例 art. 19: who removes or transplants organs stays out of what comes before.
      ...(isClinician && !account.outsideTransplantChain ? ['outside-transplant-chain：须有医院出具的说明，确认此人不参与摘取和移植（条例第十九条）'] : []),
      ...faultsOfDays(account),
    ];
    if (faults.length > 0) return faults;

    const known = await em.findOne(StaffAccount, { issuer: account.issuer, subject: account.subject });
    const id = known?.id ?? randomUUID();
    const facts = {
      sealedName: tools.vault.seal(account.name.trim(), accountPlace(id)),
      role: account.role as AccountRole,
      organisation,
      hospital,
      outsideTransplantChain: isClinician,
      validFrom: account.from,
      validTo: account.to || null,
    };
    if (known) em.assign(known, facts);
    else em.create(StaffAccount, { id, issuer: account.issuer, subject: account.subject, ...facts, createdAt: tools.now });
    return [];
  });
}

/** Ends an account after a day; its sessions open nothing any more from the next day on, or at once when the day has passed. */
export function endAccount(tools: AccountTools, { issuer, subject, to }: Pick<NamedAccount, 'issuer' | 'subject' | 'to'>): Promise<Faults> {
  return change(tools, 'endAccount', async (em) => {
    const account = await em.findOne(StaffAccount, { issuer, subject });
    if (!account) return ['没有这个账号，请核对 issuer 和 subject'];
    const faults = faultsOfDays({ from: account.validFrom, to });
    if (to === '') return ['to：请写明最后一天'];
    if (faults.length === 0) account.validTo = to;
    return faults;
  });
}

/** Names a hospital whose clinicians may be named, or changes what is known of it. */
export function nameHospital(tools: AccountTools, hospital: NamedHospital): Promise<Faults> {
  return change(tools, 'nameHospital', async (em) => {
    const faults = [
      ...(REGISTRY_KEY.test(hospital.key) ? [] : ['key：3 到 40 个小写字母、数字或连字符']),
      ...(hospital.name.trim() === '' || hospital.name.length > 60 ? ['name：应为 1 到 60 字'] : []),
      ...(findDivision(hospital.divisionCode) ? [] : ['division：没有这个区划代码']),
      ...(hospital.source.trim() === '' ? ['source：请写明依据，例如哪一天收到的哪份文件'] : []),
      ...faultsOfDays(hospital),
    ];
    if (faults.length > 0) return faults;
    const facts = { name: hospital.name.trim(), divisionCode: hospital.divisionCode, source: hospital.source.trim(), validFrom: hospital.from, validTo: hospital.to || null };
    const known = await em.findOne(Hospital, { registryKey: hospital.key });
    if (known) em.assign(known, facts);
    else em.create(Hospital, { registryKey: hospital.key, ...facts });
    return [];
  });
}

/** Every account without its name: who may do what, where, and from when to when. */
export async function listAccounts({ orm }: AccountTools): Promise<readonly string[]> {
  const accounts = await orm.em.fork().find(StaffAccount, {}, { populate: ['organisation', 'hospital'], orderBy: { issuer: 'asc', subject: 'asc' } });
  return accounts.map(({ issuer, subject, role, organisation, hospital, validFrom, validTo }) =>
    [issuer, subject, role, organisation?.unwrap().registryKey ?? hospital?.unwrap().registryKey ?? '', validFrom, validTo ?? ''].join('\t'),
  );
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function faultsOfDays({ from, to }: { readonly from: string; readonly to: string }): Faults {
  return [
    ...(DAY.test(from) && !Number.isNaN(Date.parse(from)) ? [] : ['from：应为 YYYY-MM-DD 的日期']),
    ...(to === '' || (DAY.test(to) && !Number.isNaN(Date.parse(to)) && from <= to) ? [] : ['to：应为 YYYY-MM-DD 的日期，不早于生效日']),
  ];
}

/** One change with its audit entry: all of it, or nothing when there are faults. */
function change({ orm, now, requestId }: AccountTools, operation: string, work: (em: Em) => Promise<Faults>): Promise<Faults> {
  return alone(orm, async (em) => {
    const faults = await work(em);
    if (faults.length === 0) recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation, requestId, at: now });
    return faults;
  });
}
