import { createHash } from 'node:crypto';
import { UNIFIED_SIGN_ON_MESSAGES, type UnifiedSignOnCode } from './faults.ts';
import type { Handle, HandleKind, Handles } from './handles.ts';
import { DOCUMENT_KINDS, type LegalPersona, type Persona } from './personas.ts';
import type { SignedInAccounts } from './signed-in-accounts.ts';

/** A JSON answer of the unified sign-on component (浙里办 1.5). */
export interface UnifiedSignOnAnswer {
  readonly success: boolean;
  readonly errorCode: UnifiedSignOnCode | null;
  readonly errorMsg: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** What answering needs besides the call itself. */
export interface UnifiedSignOnWorld {
  readonly appId: string;
  readonly handles: Handles;
  readonly accounts: SignedInAccounts;
}

/** Answers `access_token`: exchanges a single-use `ticketId` for an `accessToken`. `appId` may be absent (浙里办 1.5). */
export function answerAccessToken(body: unknown, { appId, handles }: UnifiedSignOnWorld): UnifiedSignOnAnswer {
  const ticketId = textField(body, 'ticketId') ?? '';
  const handle = live(ticketId, 'TICKET_ID', handles);
  const isForThisApp = [undefined, appId].includes(textField(body, 'appId')) && [undefined, appId].includes(handle?.audience);
  if (handle === undefined || !isForThisApp) return refusal('C-USER-SSO-TICKET-INVALID');
  handles.take(ticketId);
  if (handle.fault === 'C-USER-SSO-TICKET-INVALID') return refusal(handle.fault);
  return success({ accessToken: handles.issue('ACCESS_TOKEN', handle.personaKey, handle.fault) });
}

/** Answers `getUserInfo`: the person, or the organisation with the person acting for it. */
export function answerUserInfo(body: unknown, { handles, accounts }: UnifiedSignOnWorld): UnifiedSignOnAnswer {
  const handle = live(textField(body, 'token') ?? '', 'ACCESS_TOKEN', handles);
  if (handle === undefined) return refusal('C-USER-SSO-TOKEN-INVALID');
  if (handle.fault === 'C-USER-SSO-TOKEN-INVALID' || handle.fault === 'C-USER-SSO-USER-EMPTY') return refusal(handle.fault);
  const account = accounts.account(handle.personaKey);
  if (account === undefined) return refusal('C-USER-SSO-USER-EMPTY');
  const isPerson = account.kind === 'PERSON';
  return success({
    userType: account.kind,
    personInfo: personFields(isPerson ? account : account.agent, accounts),
    legalPersonInfo: isPerson ? null : legalPersonFields(account, accounts),
    organizationInfoList: [],
  });
}

function personFields(person: Persona, accounts: SignedInAccounts): Readonly<Record<string, unknown>> {
  const level = accounts.levelOf(person);
  const isVerified = level > 1;
  const document = DOCUMENT_KINDS[person.document.kind];
  return {
    userId: person.userId,
    userName: isVerified ? person.name : '',
    idType: document.idType,
    outerIdType: document.idtype,
    idNo: isVerified ? person.document.number : '',
    attnUserType: null,
    phone: person.mobile,
    email: null,
    nation: isVerified ? person.nation : '',
    gender: isVerified ? person.sex : '',
    birthday: isVerified ? person.birthday : '',
    certKey: createHash('sha256').update(person.userId).digest('hex'),
    // No source says where generation B carries the level; `attributes` is its place for everything further.
    attributes: { authLevel: String(level) },
  };
}

function legalPersonFields(organisation: LegalPersona, accounts: SignedInAccounts): Readonly<Record<string, unknown>> {
  const { agent } = organisation;
  const document = DOCUMENT_KINDS[agent.document.kind];
  return {
    name: organisation.name,
    unifiedSocialId: organisation.unifiedSocialId,
    orgType: null,
    attnName: agent.name,
    attnPhone: agent.mobile,
    attnIdType: document.idType,
    attnIdNo: agent.document.number,
    attnUserType: String(accounts.levelOf(agent)),
    principal: agent.name,
    gender: Number(agent.sex),
    nation: Number(agent.nation),
    idType: Number(document.idtype),
    outerIdType: document.idtype,
    idNo: agent.document.number,
    principalUserId: agent.userId,
    corpId: organisation.corporationId,
    attributes: {},
  };
}

function live(text: string, kind: HandleKind, handles: Handles): Handle | undefined {
  const handle = handles.find(text);
  return handle?.kind === kind && !handles.hasExpired(handle) ? handle : undefined;
}

function textField(body: unknown, name: string): string | undefined {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

function success(data: Readonly<Record<string, unknown>>): UnifiedSignOnAnswer {
  return { success: true, errorCode: null, errorMsg: null, data };
}

function refusal(code: UnifiedSignOnCode): UnifiedSignOnAnswer {
  return { success: false, errorCode: code, errorMsg: UNIFIED_SIGN_ON_MESSAGES[code], data: null };
}
