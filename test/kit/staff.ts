import { randomBytes, randomUUID } from 'node:crypto';
import type { Em } from '../../server/src/database/orm.ts';
import { secretDigest } from '../../server/src/identity/sessions.ts';
import { Organisation } from '../../server/src/organisations/organisation.entity.ts';
import { Hospital } from '../../server/src/staff/hospital.entity.ts';
import { accountPlace, StaffAccount } from '../../server/src/staff/staff-account.entity.ts';
import { StaffSession } from '../../server/src/staff/staff-session.entity.ts';
import type { AccountRole } from '../../server/src/staff/staff-role.ts';
import { STAFF_TOKEN_PREFIX } from '../../server/src/staff/staff-sessions.ts';
import type { Vault } from '../../server/src/vault/vault.ts';

/** Somebody of the staff as a test wants them; what is left out is ordinary. */
export interface StaffWish {
  readonly role: AccountRole;
  /** The division whose Red Cross body, or where whose hospital, they belong to; Hangzhou's 西湖区 unless told otherwise. */
  readonly divisionCode?: string;
  /** Several people of one hospital name it by one key. */
  readonly hospitalKey?: string;
  readonly name?: string;
}

/** The day from which everything of a test is in force. */
const SINCE = '2026-01-01';

/** Makes an account with a live session, as a sign-in with two factors leaves it. @returns the token and the account's id. */
export async function staffSession(em: Em, vault: Vault, now: Date, wish: StaffWish): Promise<{ readonly token: string; readonly accountId: string }> {
  const divisionCode = wish.divisionCode ?? '330106';
  const isClinician = wish.role === 'CLINICIAN';
  const organisation = isClinician ? null : await em.findOneOrFail(Organisation, { divisionCode }, { orderBy: { registryKey: 'asc' } });
  const hospital = isClinician ? await hospitalOf(em, wish.hospitalKey ?? 'demo-hospital', divisionCode) : null;
  const accountId = randomUUID();
  const account = em.create(StaffAccount, {
    id: accountId,
    issuer: 'https://staff.example',
    subject: randomUUID(),
    sealedName: vault.seal(wish.name ?? '演示工作人员', accountPlace(accountId)),
    role: wish.role,
    organisation,
    hospital,
    outsideTransplantChain: isClinician,
    validFrom: SINCE,
    validTo: null,
    createdAt: now,
  });
  const token = `${STAFF_TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
  em.create(StaffSession, { tokenHash: secretDigest(token), account, authenticatedAt: now, methods: ['pwd', 'otp'], signedInAt: now, lastSeenAt: now, endedAt: null });
  await em.flush();
  return { token, accountId };
}

/** The hospital of a key, made when it is not there yet. */
export async function hospitalOf(em: Em, registryKey: string, divisionCode: string): Promise<Hospital> {
  const known = await em.findOne(Hospital, { registryKey });
  return known ?? em.create(Hospital, { registryKey, name: `演示医院（${registryKey}）`, divisionCode, source: '演示数据', validFrom: SINCE, validTo: null });
}
