import type { CalendarDay } from './calendar.ts';
import type { IdentityDocumentType } from './identity-document.ts';
import type { Sex } from './identity-number.ts';

/** Where the citizen's page runs; the sign-in road differs by container (channel notes 1.1). */
export const Container = {
  ZHELIBAN_APP: 'ZHELIBAN_APP',
  ZHELIBAN_WECHAT: 'ZHELIBAN_WECHAT',
  ZHELIBAN_ALIPAY: 'ZHELIBAN_ALIPAY',
  OPEN_WEB: 'OPEN_WEB',
} as const;
export type Container = (typeof Container)[keyof typeof Container];

/** The two protocol generations: A hands the page a ticket by redirect, B a ticketId by the container's bridge. */
export const SignInMethod = { ZHELIBAN_TICKET: 'ZHELIBAN_TICKET', ZHELIBAN_TICKET_ID: 'ZHELIBAN_TICKET_ID' } as const;
export type SignInMethod = (typeof SignInMethod)[keyof typeof SignInMethod];

/** How well the provider knows the person: `authlevel` 1 非实名, 2 初级实名, 3 高级实名. */
export const AssuranceLevel = {
  NOT_REAL_NAME: 'NOT_REAL_NAME',
  BASIC_REAL_NAME: 'BASIC_REAL_NAME',
  ADVANCED_REAL_NAME: 'ADVANCED_REAL_NAME',
} as const;
export type AssuranceLevel = (typeof AssuranceLevel)[keyof typeof AssuranceLevel];

/** Why a citizen could not be signed in, when it is theirs to act on. */
export const SignInRefusalReason = {
  /** The ticket ran out before it was exchanged. */
  TICKET_EXPIRED: 'TICKET_EXPIRED',
  /** Not a ticket the provider knows. */
  TICKET_INVALID: 'TICKET_INVALID',
  /** A ticket that has been exchanged before. */
  TICKET_USED: 'TICKET_USED',
  /** A ticket issued for another service. */
  TICKET_FOREIGN: 'TICKET_FOREIGN',
  /** The provider's own session ended between its two answers. */
  SESSION_EXPIRED: 'SESSION_EXPIRED',
  /** The account exists but is not activated (`useable` 2). */
  ACCOUNT_INACTIVE: 'ACCOUNT_INACTIVE',
  /** `authlevel` 1: names and numbers of such an account are the person's own claim and are not believed. */
  REAL_NAME_REQUIRED: 'REAL_NAME_REQUIRED',
  /** Name, document or user id missing, or a document number that fails its own rule. */
  IDENTITY_INCOMPLETE: 'IDENTITY_INCOMPLETE',
  /** The number says another birthday or sex than the provider. */
  IDENTITY_CONTRADICTORY: 'IDENTITY_CONTRADICTORY',
  /** A kind of document this register does not know. */
  DOCUMENT_NOT_SUPPORTED: 'DOCUMENT_NOT_SUPPORTED',
} as const;
export type SignInRefusalReason = (typeof SignInRefusalReason)[keyof typeof SignInRefusalReason];

/** Why the provider could not be used, when it is ours to act on. */
export const ProviderTrouble = {
  /** Our keys, address, clock or registration are refused: alarm, it will not heal by waiting. */
  CONFIGURATION: 'CONFIGURATION',
  /** The provider says something this code does not know: alarm, the protocol may have changed. */
  PROTOCOL: 'PROTOCOL',
  /** No answer in time, no connection, or a fault the provider admits. */
  OUTAGE: 'OUTAGE',
} as const;
export type ProviderTrouble = (typeof ProviderTrouble)[keyof typeof ProviderTrouble];

/** A person as the provider vouches for them, checked and in our normal forms. Never log it. */
export interface VerifiedIdentity {
  /** Which protocol vouches; user ids of the two are not known to be one series. */
  readonly provider: SignInMethod;
  readonly providerUserId: string;
  readonly documentType: IdentityDocumentType;
  /** In the form of `checkIdentityDocument`; its own check digit has been verified where it has one. */
  readonly documentNumber: string;
  readonly fullName: string;
  /** From the number where it carries one, else from the provider; null when neither knows it. */
  readonly birthday: CalendarDay | null;
  readonly sex: Sex | null;
  /** In the form of `checkPhone`; null when missing or unusable. */
  readonly phone: string | null;
  readonly assuranceLevel: AssuranceLevel;
  /** What the person once wrote in their profile; a suggestion for a form, never verified. */
  readonly profileResidence: ProfileResidence | null;
}

/** Division names as the provider gives them, e.g. 浙江省, 杭州市. */
export interface ProfileResidence {
  readonly province: string | null;
  readonly city: string | null;
  readonly county: string | null;
}

/** One way to learn who is calling. The only road by which a name or document number enters the register. */
export interface IdentityProvider {
  readonly method: SignInMethod;
  /** Where the page must go to sign in, or null when the container's bridge hands out the ticket itself. */
  signInUrl(container: Container, returnTo: string | null): string | null;
  /** Where a citizen raises their assurance level, or null when this container has no such page. */
  stepUpUrl(container: Container, returnTo: string | null): string | null;
  /**
   * Exchanges a single-use ticket for the person.
   * @throws SignInRefusedByProvider | IdentityProviderUnavailable | LegalPersonAccount
   */
  exchange(ticket: string, container: Container): Promise<VerifiedIdentity>;
}

/** The provider answered, and the citizen cannot be signed in with this ticket or account. */
export class SignInRefusedByProvider extends Error {
  readonly reason: SignInRefusalReason;
  /** The provider's own code, or null when the refusal is our own check. */
  readonly providerCode: string | null;

  constructor(reason: SignInRefusalReason, providerCode: string | null = null) {
    super(`Sign-in refused: ${reason}${providerCode === null ? '' : ` (${providerCode})`}`);
    this.name = 'SignInRefusedByProvider';
    this.reason = reason;
    this.providerCode = providerCode;
  }
}

/**
 * The provider cannot be used now. `alarm` means that someone of ours must act; log it at error level.
 * Carries no cause on purpose: parser and network errors quote what they read.
 */
export class IdentityProviderUnavailable extends Error {
  readonly trouble: ProviderTrouble;
  /** The provider's own code or an observation of ours such as TIMEOUT; never text from an answer. */
  readonly providerCode: string | null;
  readonly alarm: boolean;

  constructor(trouble: ProviderTrouble, providerCode: string | null = null) {
    super(`Identity provider unavailable: ${trouble}${providerCode === null ? '' : ` (${providerCode})`}`);
    this.name = 'IdentityProviderUnavailable';
    this.trouble = trouble;
    this.providerCode = providerCode;
    this.alarm = trouble !== ProviderTrouble.OUTAGE;
  }
}

/** The account belongs to a company or other legal person, who cannot donate. */
export class LegalPersonAccount extends Error {
  constructor() {
    super('A legal person cannot sign in here.');
    this.name = 'LegalPersonAccount';
  }
}
