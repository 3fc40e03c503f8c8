import { createHash } from 'node:crypto';
import { SIMPLEAUTH_MESSAGES, type Fault, type SimpleauthCode } from './faults.ts';
import { hasFormatOf, type Handle, type HandleKind, type Handles } from './handles.ts';
import { DOCUMENT_KINDS, type Persona } from './personas.ts';
import type { SignedInAccounts } from './signed-in-accounts.ts';

/** The pair an application signs with: 接入代码 and its password on the open door, AK and SK behind the gateway (浙里办 1.4). */
export interface SimpleauthKeys {
  readonly servicecode: string;
  readonly servicepwd: string;
}

/** The two exchanges of generation A. */
export type SimpleauthMethod = 'ticketValidation' | 'getUserInfo';

/** A JSON answer of `simpleauth`; `result` 0 is success. */
export type SimpleauthAnswer = { readonly result: number; readonly errmsg: string } & Readonly<Record<string, unknown>>;

/** What answering needs besides the call itself. */
export interface SimpleauthWorld {
  readonly handles: Handles;
  readonly accounts: SignedInAccounts;
}

type Parameters = Readonly<Record<string, string>>;

/**
 * Answers one call of `/sso/servlet/simpleauth` (浙里办 1.4 steps 3 and 4).
 * @param methods what this door knows: both on the open door, one on each component of the IRS gateway.
 */
export function answerSimpleauth(
  parameters: Parameters,
  methods: readonly SimpleauthMethod[],
  keys: SimpleauthKeys,
  world: SimpleauthWorld,
): SimpleauthAnswer {
  const method = methods.find((known) => known === parameters['method']);
  if (method === undefined) return refusal('9800');
  if (parameters['servicecode'] !== keys.servicecode) return refusal('9900');
  const time = parameters['time'] ?? '';
  if (!isTimestamp(time)) return refusal('9902');
  if (parameters['sign'] !== md5(`${keys.servicecode}${keys.servicepwd}${time}`)) return refusal('9901');
  return method === 'ticketValidation'
    ? validateTicket(parameters['st'] ?? '', keys, world)
    : describeUser(parameters['token'] ?? '', world);
}

function validateTicket(ticket: string, { servicecode }: SimpleauthKeys, { handles, accounts }: SimpleauthWorld): SimpleauthAnswer {
  if (hasFormatOf('TOKEN', ticket)) return refusal('6002');
  if (!hasFormatOf('TICKET', ticket)) return refusal('6004');
  const handle = handles.find(ticket);
  // The protocol has no code for a used or unknown ticket: the platform has dropped both, which is its timeout.
  if (!isLive(handle, 'TICKET', handles)) return refusal('6001');
  // 不属于该接入资源: asked for by one application, carried to another. It is not used up by that.
  if (handle.audience !== undefined && handle.audience !== servicecode) return refusal('6003');
  handles.take(ticket);

  const ordered = orderedCode(handle.fault);
  if (ordered !== undefined && !ordered.startsWith('65')) return refusal(ordered);
  const person = accounts.person(handle.personaKey);
  if (person === undefined) return refusal('6099');
  return {
    ...success(),
    token: handles.issue('TOKEN', person.key, handle.fault),
    userid: person.userId,
    loginname: person.loginName,
    username: accounts.levelOf(person) === 1 ? '' : person.name,
    orgcoding: '',
  };
}

function describeUser(token: string, { handles, accounts }: SimpleauthWorld): SimpleauthAnswer {
  if (!hasFormatOf('TOKEN', token)) return refusal('6505');
  const handle = handles.find(token);
  if (handle === undefined) return refusal('6502');
  if (!isLive(handle, 'TOKEN', handles)) return refusal('6501');

  const ordered = orderedCode(handle.fault);
  if (ordered !== undefined) return refusal(ordered);
  const person = accounts.person(handle.personaKey);
  return person === undefined ? refusal('6503') : { ...success(), ...userFields(person, accounts) };
}

/** All fields of 1.4 step 4; real-name fields are filled from level 2 on, unknown ones are empty texts. */
function userFields(person: Persona, accounts: SignedInAccounts): Readonly<Record<string, unknown>> {
  const level = accounts.levelOf(person);
  const isVerified = level > 1;
  const document = DOCUMENT_KINDS[person.document.kind];
  return {
    userid: person.userId,
    authlevel: String(level),
    idtype: document.idtype,
    username: isVerified ? person.name : '',
    idnum: isVerified ? person.document.number : '',
    ...{ passport: '', permitlicense: '', taiwanlicense: '', officerlicense: '', greencard: '' },
    ...(isVerified && document.field !== undefined ? { [document.field]: person.document.number } : {}),
    sex: isVerified ? person.sex : '',
    nation: isVerified ? person.nation : '',
    loginname: person.loginName,
    email: '',
    mobile: person.mobile,
    postcode: '',
    cakey: '',
    birthday: isVerified ? person.birthday : '',
    country: person.home?.country ?? '',
    province: person.home?.province ?? '',
    city: person.home?.city ?? '',
    ...{ officeaddress: '', officephone: '', officefax: '', homephone: '' },
    homeaddress: person.home?.homeAddress ?? '',
    useable: '1',
    orderby: '',
    headpicture: '',
  };
}

/** Whether `yyyyMMddHHmmss` names a moment that exists. */
function isTimestamp(time: string): boolean {
  const iso = time.replace(/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/, '$1-$2-$3T$4:$5:$6.000Z');
  const instant = new Date(iso);
  return iso !== time && !Number.isNaN(instant.getTime()) && instant.toISOString() === iso;
}

function isLive(handle: Handle | undefined, kind: HandleKind, handles: Handles): handle is Handle {
  return handle?.kind === kind && !handles.hasExpired(handle);
}

function orderedCode(fault: Fault | undefined): Exclude<SimpleauthCode, '0'> | undefined {
  return fault !== undefined && Object.hasOwn(SIMPLEAUTH_MESSAGES, fault) ? (fault as Exclude<SimpleauthCode, '0'>) : undefined;
}

function success(): SimpleauthAnswer {
  return { result: 0, errmsg: SIMPLEAUTH_MESSAGES['0'] };
}

function refusal(code: SimpleauthCode): SimpleauthAnswer {
  return { result: Number(code), errmsg: SIMPLEAUTH_MESSAGES[code] };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
