import { alone } from '../../database/alone.ts';
import type { Em, Orm } from '../../database/orm.ts';
import { Organisation } from '../../organisations/organisation.entity.ts';
import { Hospital } from '../../staff/hospital.entity.ts';
import { DEMO_ISSUER } from '../../staff/provider-settings.ts';
import { accountPlace, StaffAccount } from '../../staff/staff-account.entity.ts';
import type { AccountRole } from '../../staff/staff-role.ts';
import type { Vault } from '../../vault/vault.ts';
import { randomUUID } from 'node:crypto';

/** Somebody of the staff who does not exist. */
export interface DemoStaff {
  /** The provider's name for them. */
  readonly subject: string;
  readonly name: string;
  readonly role: AccountRole;
  /** The key of their body of the Red Cross or of their hospital. */
  readonly place: string;
  /** What the picker says of them. */
  readonly purpose: string;
}

/** Hospitals that do not exist, in areas that do. */
export const demoHospitals = [
  { registryKey: 'demo-hospital-xihu', name: '演示医院（西湖）', divisionCode: '330106' },
  { registryKey: 'demo-hospital-lucheng', name: '演示医院（鹿城）', divisionCode: '330302' },
] as const;

/** The invented staff, as the picker shows them. */
export const demoStaff: readonly DemoStaff[] = [
  { subject: 'demo-province-registrar', name: '演示登记员甲', role: 'REGISTRAR', place: 'rcs-330000', purpose: '省红十字会 · 登记员' },
  { subject: 'demo-province-manager', name: '演示负责人甲', role: 'MANAGER', place: 'rcs-330000', purpose: '省红十字会 · 负责人' },
  { subject: 'demo-province-auditor', name: '演示稽核员甲', role: 'AUDITOR', place: 'rcs-330000', purpose: '省红十字会 · 稽核员' },
  { subject: 'demo-city-coordinator', name: '演示协调员乙', role: 'COORDINATOR', place: 'rcs-330100', purpose: '杭州市红十字会 · 协调员' },
  { subject: 'demo-county-registrar', name: '演示登记员丙', role: 'REGISTRAR', place: 'rcs-330106', purpose: '西湖区红十字会 · 登记员' },
  { subject: 'demo-county-manager', name: '演示负责人丙', role: 'MANAGER', place: 'rcs-330106', purpose: '西湖区红十字会 · 负责人' },
  { subject: 'demo-county-coordinator', name: '演示协调员丙', role: 'COORDINATOR', place: 'rcs-330106', purpose: '西湖区红十字会 · 协调员' },
  { subject: 'demo-clinician-one', name: '演示医生丁', role: 'CLINICIAN', place: 'demo-hospital-xihu', purpose: '演示医院（西湖） · 医生' },
  { subject: 'demo-clinician-two', name: '演示医生戊', role: 'CLINICIAN', place: 'demo-hospital-xihu', purpose: '演示医院（西湖） · 第二位医生' },
  { subject: 'demo-clinician-elsewhere', name: '演示医生己', role: 'CLINICIAN', place: 'demo-hospital-lucheng', purpose: '演示医院（鹿城） · 医生' },
];

/** Whom the provider knows and the register does not: to see that refusal. */
export const strangers = [{ subject: 'demo-stranger', name: '演示外来人员', purpose: '统一认证认识，本系统没有账号' }] as const;

/** Puts the invented hospitals and accounts into a database that is marked as one for demonstration (`database/demo-mark.ts`). */
export async function loadDemoStaff(orm: Orm, vault: Vault, now: Date): Promise<void> {
  await alone(orm, async (em) => {
    const known = new Set((await em.find(StaffAccount, { issuer: DEMO_ISSUER })).map(({ subject }) => subject));
    const hospitals = new Map<string, Hospital>();
    for (const { registryKey, ...place } of demoHospitals) {
      const found = await em.findOne(Hospital, { registryKey });
      hospitals.set(registryKey, found ?? em.create(Hospital, { registryKey, ...place, source: '演示数据', validFrom: '2026-01-01', validTo: null }));
    }
    for (const person of demoStaff) if (!known.has(person.subject)) await addAccount(em, vault, person, hospitals.get(person.place) ?? null, now);
  });
}

async function addAccount(em: Em, vault: Vault, { subject, name, role, place }: DemoStaff, hospital: Hospital | null, createdAt: Date): Promise<void> {
  const id = randomUUID();
  em.create(StaffAccount, {
    id,
    issuer: DEMO_ISSUER,
    subject,
    sealedName: vault.seal(name, accountPlace(id)),
    role,
    organisation: hospital ? null : await em.findOneOrFail(Organisation, { registryKey: place }),
    hospital,
    outsideTransplantChain: hospital !== null,
    validFrom: '2026-01-01',
    validTo: null,
    createdAt,
  });
}
