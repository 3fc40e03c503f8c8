/** The result codes of `simpleauth` (浙里办 1.4) with the messages the simulator gives them. */
export const SIMPLEAUTH_MESSAGES = {
  '0': '成功',
  '6001': 'st超时',
  '6002': '非票据类型',
  '6003': '票据不属于该接入资源',
  '6004': '票据格式不对',
  '6099': '票据验证其他错误',
  '6501': '令牌超时',
  '6502': '令牌不存在',
  '6503': '获取用户信息失败',
  '6504': '令牌不属于该接入资源',
  '6505': '令牌格式不对',
  '6599': '获取用户信息其他错误',
  '9800': '方法不存在',
  '9900': 'servicecode不存在',
  '9901': '签名失败',
  '9902': '时间戳格式不对',
  '9903': 'ip未授权',
  '9904': '服务停用',
} as const;

/** A result code of `simpleauth`, `0` for success. */
export type SimpleauthCode = keyof typeof SIMPLEAUTH_MESSAGES;

/** The error codes of the unified sign-on component (浙里办 1.5). */
export const UNIFIED_SIGN_ON_MESSAGES = {
  'C-USER-SSO-TICKET-INVALID': '票据无效',
  'C-USER-SSO-TOKEN-INVALID': '令牌无效',
  'C-USER-SSO-USER-EMPTY': '用户为空',
} as const;

/** An error code of the unified sign-on component. */
export type UnifiedSignOnCode = keyof typeof UNIFIED_SIGN_ON_MESSAGES;

/** Faults of the way there: the gateway refuses the route (浙里办 1.6), or answers with a page instead of JSON. */
export const TRANSPORT_FAULTS = {
  'ROUTE-FORBIDDEN': '网关拒绝该路由（401）',
  'BAD-GATEWAY': '网关故障（502，返回网页）',
} as const;

/** A fault that a tester can order for one sign-in: it travels with the ticket and shows at the right exchange. */
export type Fault = Exclude<SimpleauthCode, '0'> | UnifiedSignOnCode | keyof typeof TRANSPORT_FAULTS;

const FAULT_LABELS: Readonly<Record<Fault, string>> = (({ '0': _success, ...codes }) => ({
  ...codes,
  ...UNIFIED_SIGN_ON_MESSAGES,
  ...TRANSPORT_FAULTS,
}))(SIMPLEAUTH_MESSAGES);

/** The faults of each generation's sign-in, in the order in which the forms offer them. */
export const FAULTS = {
  A: faultsWhere((fault) => !(fault in UNIFIED_SIGN_ON_MESSAGES)),
  B: faultsWhere((fault) => !(fault in SIMPLEAUTH_MESSAGES)),
} as const;

/** The fault named by a form field or a setting, or undefined. */
export function faultNamed(name: unknown): Fault | undefined {
  return typeof name === 'string' && Object.hasOwn(FAULT_LABELS, name) ? (name as Fault) : undefined;
}

/** What a form says about a fault, e.g. `6001 st超时`. */
export function faultLabel(fault: Fault): string {
  return `${fault} ${FAULT_LABELS[fault]}`;
}

function faultsWhere(wanted: (fault: string) => boolean): readonly Fault[] {
  return (Object.keys(FAULT_LABELS) as Fault[]).filter(wanted);
}
