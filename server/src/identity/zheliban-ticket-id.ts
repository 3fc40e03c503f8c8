import * as v from 'valibot';

import {
  type AssuranceLevel,
  Container,
  type IdentityProvider,
  IdentityProviderUnavailable,
  LegalPersonAccount,
  ProviderTrouble,
  SignInMethod,
  SignInRefusalReason,
  SignInRefusedByProvider,
  type VerifiedIdentity,
} from './identity-provider.ts';
import { type IrsCredentials, irsHeaders } from './irs-signature.ts';
import { answered, isPlausibleTicket, stated, token } from './provider-answers.ts';
import { errorForProviderCode } from './provider-codes.ts';
import { postForJson } from './provider-http.ts';
import { assuranceLevelCodes, sexFromCode, verifiedIdentity } from './verified-identity.ts';
import { portalSignInPage, stepUpPage, type ZhelibanPages } from './zheliban-pages.ts';

/** What the operator assigns for generation B (channel notes 1.5). */
export interface ZhelibanTicketIdSettings {
  readonly pages: ZhelibanPages;
  readonly accessTokenUrl: string;
  readonly userInfoUrl: string;
  /** Application id on IRS; "seems optional" (ZS), so null leaves it out. */
  readonly appId: string | null;
  readonly irs: IrsCredentials;
  readonly timeoutMilliseconds: number;
  /**
   * Names of the field that carries the assurance level (1, 2, 3), looked for in `personInfo.attributes`, then in
   * `personInfo` itself. No public source documents it; ask the operator.
   */
  readonly assuranceLevelFields: readonly string[];
  /** The level to assume when no such field is sent; null refuses to guess and treats it as our configuration fault. */
  readonly assuranceLevelWhenAbsent: AssuranceLevel | null;
}

/** Field names to look for until the operator has named the right one. */
export const usualAssuranceLevelFields: readonly string[] = ['authLevel', 'authlevel'];

/** Public addresses of generation B as seen from the internet or gov-net (政务外网), and the desktop portal. */
export const zhelibanTicketIdAddresses = {
  portalLoginUrl: 'https://portal.zjzwfw.gov.cn/uc/sso/login',
  irsInternet: {
    accessTokenUrl: 'https://ibcdsg.zj.gov.cn:8443/restapi/prod/IC33000020220329000007/uc/sso/access_token',
    userInfoUrl: 'https://ibcdsg.zj.gov.cn:8443/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo',
  },
  irsGovernmentNet: {
    accessTokenUrl: 'https://bcdsg.zj.gov.cn:8443/restapi/prod/IC33000020220329000007/uc/sso/access_token',
    userInfoUrl: 'https://bcdsg.zj.gov.cn:8443/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo',
  },
} as const;

const envelope = v.object({ success: v.boolean(), errorCode: stated, data: v.optional(v.unknown()) });
const tokenAnswer = v.object({ accessToken: token });
const userAnswer = v.object({ userType: stated, personInfo: v.optional(v.unknown()) });
const personAnswer = v.object({
  userId: stated,
  userName: stated,
  idType: stated,
  idNo: stated,
  phone: stated,
  gender: stated,
  birthday: stated,
});
const anyFields = v.nullish(v.record(v.string(), v.unknown()), {});

/** 浙里办 generation B: the container's bridge hands the page a ticketId; we exchange it through the IRS gateway. */
export class ZhelibanTicketIdProvider implements IdentityProvider {
  readonly method = SignInMethod.ZHELIBAN_TICKET_ID;
  readonly #settings: ZhelibanTicketIdSettings;
  readonly #now: () => Date;

  constructor(settings: ZhelibanTicketIdSettings, now: () => Date) {
    this.#settings = settings;
    this.#now = now;
  }

  signInUrl(container: Container, returnTo: string | null): string | null {
    return portalSignInPage(this.#settings.pages, container, returnTo);
  }

  stepUpUrl(container: Container, returnTo: string | null): string | null {
    return stepUpPage(this.#settings.pages, container, returnTo);
  }

  async exchange(ticket: string, container: Container): Promise<VerifiedIdentity> {
    // A plain browser has no bridge; without the portal's page nobody can have got such a ticket there.
    if (container === Container.OPEN_WEB && this.#settings.pages.portalLoginUrl === null) throw new SignInRefusedByProvider(SignInRefusalReason.TICKET_FOREIGN);
    if (!isPlausibleTicket(ticket)) throw new SignInRefusedByProvider(SignInRefusalReason.TICKET_INVALID);
    const { accessTokenUrl, userInfoUrl, appId } = this.#settings;
    const request = { ticketId: ticket, ...(appId === null ? {} : { appId }) };
    const { accessToken } = answered(tokenAnswer, await this.#call(accessTokenUrl, request));
    const user = answered(userAnswer, await this.#call(userInfoUrl, { token: accessToken }));
    if (user.userType === 'LEGAL_PERSON') throw new LegalPersonAccount();
    if (user.userType !== 'PERSON') throw new IdentityProviderUnavailable(ProviderTrouble.PROTOCOL, 'USER-TYPE');
    return this.#personOf(user.personInfo);
  }

  async #call(address: string, content: Readonly<Record<string, string>>): Promise<unknown> {
    const { irs, timeoutMilliseconds } = this.#settings;
    const url = new URL(address);
    const answer = answered(
      envelope,
      await postForJson({
        url,
        headers: { 'content-type': 'application/json; charset=UTF-8', ...irsHeaders(irs, 'POST', url, this.#now()) },
        body: JSON.stringify(content),
        timeoutMilliseconds,
      }),
    );
    if (!answer.success) throw errorForProviderCode(answer.errorCode);
    return answer.data;
  }

  #personOf(personInfo: unknown): VerifiedIdentity {
    if (personInfo === undefined || personInfo === null) {
      throw new SignInRefusedByProvider(SignInRefusalReason.IDENTITY_INCOMPLETE);
    }
    const person = answered(personAnswer, personInfo);
    return verifiedIdentity(
      {
        provider: SignInMethod.ZHELIBAN_TICKET_ID,
        providerUserId: person.userId,
        assuranceLevel: this.#assuranceLevelOf(answered(anyFields, personInfo)),
        documentTypeCode: person.idType,
        documentNumber: person.idNo,
        fullName: person.userName,
        birthday: person.birthday,
        sex: sexFromCode(person.gender),
        phone: person.phone,
        profileResidence: null,
      },
      this.#now(),
    );
  }

  #assuranceLevelOf(person: Readonly<Record<string, unknown>>): AssuranceLevel {
    const attributes = answered(anyFields, person['attributes']);
    const found = [attributes, person].flatMap((fields) =>
      this.#settings.assuranceLevelFields.filter((name) => Object.hasOwn(fields, name)).map((name) => fields[name]),
    );
    const code = found.length > 0 ? String(found[0]) : '';
    const level = Object.hasOwn(assuranceLevelCodes, code)
      ? assuranceLevelCodes[code]
      : code === ''
        ? this.#settings.assuranceLevelWhenAbsent
        : null;
    if (level === null || level === undefined) {
      throw new IdentityProviderUnavailable(ProviderTrouble.CONFIGURATION, 'ASSURANCE-LEVEL-UNKNOWN');
    }
    return level;
  }
}
