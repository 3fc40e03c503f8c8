import type { Sentence } from './language.ts';

/** Every top-level error code, with its HTTP status where we choose it and its sentence for people. */
export const requestFaults = {
  UNAUTHENTICATED: { status: 401, sentence: { 'zh-CN': '请先登录。', en: 'Please sign in first.' } },
  SESSION_ENDED: { status: 401, sentence: { 'zh-CN': '登录已过期，请重新登录。已填的内容不会丢失。', en: 'Your session has ended. Please sign in again; nothing you entered is lost.' } },
  TOKEN_ENDED: { status: 401, sentence: { 'zh-CN': '访问令牌无效或已过期，请重新获取。', en: 'The access token is not valid or has ended. Please get a new one.' } },
  FORBIDDEN: { status: 403, sentence: { 'zh-CN': '您的账号没有办理这件事的权限。', en: 'Your account may not do this.' } },
  MALFORMED_REQUEST: { status: 400, sentence: { 'zh-CN': '请求的格式不对，没有处理。', en: 'The request is not well-formed JSON and was not processed.' } },
  NOT_FOUND: { status: 404, sentence: { 'zh-CN': '没有这个页面。', en: 'There is nothing here.' } },
  PAYLOAD_TOO_LARGE: { status: 413, sentence: { 'zh-CN': '提交的内容太大，没有处理。', en: 'The request is too large and was not processed.' } },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, sentence: { 'zh-CN': '请求的编码不受支持。', en: 'The encoding of the request is not supported.' } },
  MALFORMED_TEXT: { status: 400, sentence: { 'zh-CN': '内容里有不能保存的字符，请修改后再提交。', en: 'The text holds characters that cannot be kept. Please change it and try again.' } },
  PERSISTED_DOCUMENT_REQUIRED: { status: 400, sentence: { 'zh-CN': '这里只接受已登记的操作。', en: 'Only registered documents run here.' } },
  PERSISTED_DOCUMENT_NOT_FOUND: { status: 400, sentence: { 'zh-CN': '没有这个操作。请刷新页面后重试。', en: 'There is no such document. Please reload the page and try again.' } },
  QUERY_TOO_COSTLY: { status: 400, sentence: { 'zh-CN': '请求一次要的内容太多，没有处理。', en: 'The document asks for too much at once and was not processed.' } },
  TOO_MANY_REQUESTS: { status: 429, sentence: { 'zh-CN': '本小时的请求额度已用完，请稍后再试。', en: 'The budget of this hour is used up. Please try again later.' } },
  BAD_USER_INPUT: { status: 400, sentence: { 'zh-CN': '请求里的内容不符合要求，没有处理。', en: 'The request holds a value of the wrong kind and was not processed.' } },
  GRAPHQL_PARSE_FAILED: { status: 400, sentence: { 'zh-CN': '请求不是有效的 GraphQL。', en: 'The document is not valid GraphQL.' } },
  GRAPHQL_VALIDATION_FAILED: { status: 400, sentence: { 'zh-CN': '请求与接口不符。', en: 'The document does not fit the schema.' } },
  SERVICE_UNAVAILABLE: { status: 503, sentence: { 'zh-CN': '服务暂时不可用，请稍后再试。', en: 'The service is not available at the moment. Please try again later.' } },
  INTERNAL_SERVER_ERROR: { status: 500, sentence: { 'zh-CN': '系统出了问题，请稍后再试。', en: 'Something went wrong on our side. Please try again later.' } },
} as const satisfies Record<string, { status: number; sentence: Sentence }>;

/** The code of a top-level error. */
export type RequestFaultCode = keyof typeof requestFaults;

/** A request that is turned away before any command runs. */
export class RequestFault extends Error {
  override readonly name = 'RequestFault';
  readonly code: RequestFaultCode;
  /** What may be told beside the code; never a value of the request's. */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: RequestFaultCode, details: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
