import {
  IdentityProviderUnavailable,
  ProviderTrouble,
  SignInRefusalReason,
  SignInRefusedByProvider,
} from './identity-provider.ts';

/** What one error code of the provider means here: the citizen's matter (a refusal) or ours (trouble). */
export type ProviderCodeMeaning =
  | { readonly matter: 'CITIZEN'; readonly reason: SignInRefusalReason }
  | { readonly matter: 'OURS'; readonly trouble: ProviderTrouble };

const citizen = (reason: SignInRefusalReason): ProviderCodeMeaning => ({ matter: 'CITIZEN', reason });
const ours = (trouble: ProviderTrouble): ProviderCodeMeaning => ({ matter: 'OURS', trouble });

/** Every error code of 浙里办 that is documented (channel notes 1.4–1.6). */
export const providerCodes: Readonly<Record<string, ProviderCodeMeaning>> = {
  // 1.4 ticketValidation (P19)
  '6001': citizen(SignInRefusalReason.TICKET_EXPIRED), // st 超时
  '6002': citizen(SignInRefusalReason.TICKET_INVALID), // 非票据类型
  '6003': citizen(SignInRefusalReason.TICKET_FOREIGN), // 不属于该接入资源
  '6004': citizen(SignInRefusalReason.TICKET_INVALID), // 格式不对
  '6099': ours(ProviderTrouble.OUTAGE), // 其他
  // 1.4 getUserInfo (P19): the token is one the provider has just given us.
  '6501': citizen(SignInRefusalReason.SESSION_EXPIRED), // 令牌超时
  '6502': citizen(SignInRefusalReason.SESSION_EXPIRED), // 不存在
  '6503': ours(ProviderTrouble.OUTAGE), // 获取失败
  '6504': ours(ProviderTrouble.CONFIGURATION), // 不属于: our own token, so the two registrations differ
  '6505': ours(ProviderTrouble.PROTOCOL), // 格式
  '6599': ours(ProviderTrouble.OUTAGE), // 其他
  // 1.4 cross-cutting (SSO)
  '9800': ours(ProviderTrouble.PROTOCOL), // 方法不存在
  '9900': ours(ProviderTrouble.CONFIGURATION), // servicecode不存在
  '9901': ours(ProviderTrouble.CONFIGURATION), // 签名失败
  '9902': ours(ProviderTrouble.CONFIGURATION), // 时间戳格式
  '9903': ours(ProviderTrouble.CONFIGURATION), // ip未授权
  '9904': ours(ProviderTrouble.CONFIGURATION), // 服务停用
  // 1.5 access_token and getUserInfo (ZS)
  'C-USER-SSO-TICKET-INVALID': citizen(SignInRefusalReason.TICKET_INVALID),
  'C-USER-SSO-TOKEN-INVALID': citizen(SignInRefusalReason.SESSION_EXPIRED),
  'C-USER-SSO-USER-EMPTY': citizen(SignInRefusalReason.IDENTITY_INCOMPLETE),
};

/** The four bodies with which the IRS gateway refuses a request (1.6, IRS2), by a code of our own. */
export const gatewayRefusals: Readonly<Record<string, string>> = {
  'Invalid signature': 'IRS-INVALID-SIGNATURE',
  'Invalid access key': 'IRS-INVALID-ACCESS-KEY',
  'Clock skew exceeded': 'IRS-CLOCK-SKEW',
  'The route_id is forbidden.': 'IRS-ROUTE-FORBIDDEN',
};

/** Turns a code other than success into the error to throw; an unknown one is trouble of ours, with an alarm. */
export function errorForProviderCode(code: string): SignInRefusedByProvider | IdentityProviderUnavailable {
  const meaning = Object.hasOwn(providerCodes, code) ? providerCodes[code] : undefined;
  if (!meaning) return new IdentityProviderUnavailable(ProviderTrouble.PROTOCOL, printableCode(code));
  if (meaning.matter === 'CITIZEN') return new SignInRefusedByProvider(meaning.reason, code);
  return new IdentityProviderUnavailable(meaning.trouble, code);
}

/** Turns an HTTP 401 of the IRS gateway into the error to throw; all of them are about our keys, clock or rights. */
export function errorForGatewayRefusal(message: string): IdentityProviderUnavailable {
  const code = Object.hasOwn(gatewayRefusals, message) ? gatewayRefusals[message] : undefined;
  return new IdentityProviderUnavailable(ProviderTrouble.CONFIGURATION, code ?? 'IRS-REFUSED');
}

/** An unknown code may be anything, even a person's number: only what surely is a code may reach a log. */
function printableCode(code: string): string {
  return /^(?:-?\d{1,5}|[A-Z]+(?:-[A-Z]+){1,5})$/.test(code) && code.length <= 40 ? code : 'UNKNOWN';
}
