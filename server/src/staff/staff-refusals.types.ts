import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';
import type { Sentence } from '../graphql/language.ts';

/** Why somebody of the staff could not be signed in. */
export const StaffSignInReason = {
  ATTEMPT_INVALID: 'ATTEMPT_INVALID',
  PROVIDER_REFUSED: 'PROVIDER_REFUSED',
  SECOND_FACTOR_MISSING: 'SECOND_FACTOR_MISSING',
  PROOF_TOO_OLD: 'PROOF_TOO_OLD',
  ACCOUNT_UNKNOWN: 'ACCOUNT_UNKNOWN',
  ACCOUNT_NOT_IN_FORCE: 'ACCOUNT_NOT_IN_FORCE',
} as const;
export type StaffSignInReason = (typeof StaffSignInReason)[keyof typeof StaffSignInReason];

registerEnumType(StaffSignInReason, {
  name: 'StaffSignInReason',
  description: 'Why somebody of the staff could not be signed in.',
  valuesConfig: {
    ATTEMPT_INVALID: { description: 'The attempt ran out, was used before, or was begun in another browser.' },
    PROVIDER_REFUSED: { description: 'The provider said no, or its answer does not belong to this attempt.' },
    SECOND_FACTOR_MISSING: { description: 'The provider did not vouch for two factors, one of them cryptographic.' },
    PROOF_TOO_OLD: { description: 'The person proved who they are too long ago, or the provider does not say when.' },
    ACCOUNT_UNKNOWN: { description: 'The provider knows the person, but the register has no account for them.' },
    ACCOUNT_NOT_IN_FORCE: { description: 'The account has not begun yet, or has ended.' },
  },
});

const sentences: Readonly<Record<StaffSignInReason, Sentence>> = {
  ATTEMPT_INVALID: { 'zh-CN': '这次登录已失效，请重新登录。', en: 'This sign-in is no longer valid. Please sign in again.' },
  PROVIDER_REFUSED: { 'zh-CN': '统一认证没有通过这次登录，请重新登录。', en: 'The sign-in service did not accept this sign-in. Please try again.' },
  SECOND_FACTOR_MISSING: { 'zh-CN': '登录需要两种验证，其中一种须是动态口令、证书或安全密钥。请用第二种验证方式重新登录。', en: 'Signing in takes two factors, one of them a one-time code, a certificate or a security key. Please sign in again with the second one.' },
  PROOF_TOO_OLD: { 'zh-CN': '距离您上次验证身份已过了较长时间，请重新验证后登录。', en: 'It is too long since you proved who you are. Please sign in again.' },
  ACCOUNT_UNKNOWN: { 'zh-CN': '您还没有本系统的工作账号，请联系本单位的管理员。', en: 'You have no account here yet. Please ask the person in charge of accounts in your organisation.' },
  ACCOUNT_NOT_IN_FORCE: { 'zh-CN': '您的工作账号不在有效期内，请联系本单位的管理员。', en: 'Your account is not in force. Please ask the person in charge of accounts in your organisation.' },
};

/** Somebody of the staff was not signed in. */
@ObjectType({ implements: Refusal, description: 'Somebody of the staff was not signed in, and why.' })
export class StaffSignInRefused extends Refusal {
  readonly code = RefusalCode.STAFF_SIGN_IN_REFUSED;
  readonly sentence;

  @Field(() => StaffSignInReason, { description: 'Why.' })
  readonly reason: StaffSignInReason;

  constructor(reason: StaffSignInReason) {
    super();
    this.reason = reason;
    this.sentence = sentences[reason];
  }
}

/** The provider cannot be used now, or none is configured. */
@ObjectType({ implements: Refusal, description: 'The provider by which staff sign in cannot be used now, or none is configured.' })
export class StaffProviderUnavailable extends Refusal {
  readonly code = RefusalCode.STAFF_PROVIDER_UNAVAILABLE;
  readonly sentence = { 'zh-CN': '统一认证暂时无法使用，请稍后再试。', en: 'The sign-in service cannot be used at the moment. Please try again later.' };
}
