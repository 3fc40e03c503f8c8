import type { SignInRefusalReason } from './identity-provider.ts';

/** One message in the two languages of the citizen app. */
export interface SignInMessage {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** What a citizen reads when a sign-in is refused: what happened and what to do, without technical words. */
export const signInRefusalMessages: Readonly<Record<SignInRefusalReason, SignInMessage>> = {
  TICKET_EXPIRED: {
    'zh-CN': '登录等待时间过长，请重新登录。',
    en: 'Signing in took too long. Please sign in again.',
  },
  TICKET_INVALID: {
    'zh-CN': '这次登录没有成功，请从“浙里办”重新进入。',
    en: 'This sign-in did not work. Please open the service from Zheliban again.',
  },
  TICKET_USED: {
    'zh-CN': '这次登录已经用过，请重新登录。',
    en: 'This sign-in has already been used. Please sign in again.',
  },
  TICKET_FOREIGN: {
    'zh-CN': '这次登录属于另一个服务，请从“浙里办”重新进入本服务。',
    en: 'This sign-in belongs to another service. Please open this service from Zheliban again.',
  },
  SESSION_EXPIRED: {
    'zh-CN': '您在“浙里办”的登录已失效，请重新登录。',
    en: 'Your Zheliban sign-in has ended. Please sign in again.',
  },
  ACCOUNT_INACTIVE: {
    'zh-CN': '您的“浙里办”账号还没有激活，请先在“浙里办”激活账号，再回到这里。',
    en: 'Your Zheliban account is not active yet. Please activate it in Zheliban and come back.',
  },
  REAL_NAME_REQUIRED: {
    'zh-CN': '您的“浙里办”账号还没有实名认证，请先完成实名认证，再回到这里。',
    en: 'Your Zheliban account is not real-name verified yet. Please verify it and come back.',
  },
  IDENTITY_INCOMPLETE: {
    'zh-CN': '“浙里办”提供的姓名或证件信息不完整或有误，请先在“浙里办”核对您的实名信息。',
    en: 'The name or document details from Zheliban are incomplete or wrong. Please check your details in Zheliban.',
  },
  IDENTITY_CONTRADICTORY: {
    'zh-CN': '“浙里办”提供的出生日期或性别与您的证件不一致，请先在“浙里办”核对您的实名信息。',
    en: 'The birthday or sex from Zheliban does not match your document. Please check your details in Zheliban.',
  },
  DOCUMENT_NOT_SUPPORTED: {
    'zh-CN': '暂不支持用这种证件登录，请联系当地红十字会办理。',
    en: 'This kind of document cannot be used here yet. Please contact your local Red Cross.',
  },
};

/** What a citizen reads when the provider cannot be used; nothing they did is at fault. */
export const providerUnavailableMessage: SignInMessage = {
  'zh-CN': '登录服务暂时不可用，请稍后再试。您已登记的意愿不受影响。',
  en: 'Sign-in is not available at the moment. Please try again later. A decision you have registered is not affected.',
};

/** What a legal person reads (channel notes 1.9 rule 9, the other way round). */
export const legalPersonMessage: SignInMessage = {
  'zh-CN': '本服务只面向个人，请切换到个人账号后再进入。',
  en: 'This service is for individuals only. Please switch to your personal account.',
};
