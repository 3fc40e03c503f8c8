import * as v from 'valibot';

import {
  type Container,
  type IdentityProvider,
  IdentityProviderUnavailable,
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
import { ssoSignature, ssoTime } from './sso-signature.ts';
import { assuranceLevelCodes, residenceFrom, sexFromCode, verifiedIdentity } from './verified-identity.ts';
import { stepUpPage, ticketSignInPage, type ZhelibanPages } from './zheliban-pages.ts';

/** What the operator assigns for generation A (channel notes 1.4). */
export interface ZhelibanTicketSettings {
  readonly pages: ZhelibanPages;
  /** Address of `ticketValidation`; with and without the IRS gateway it differs from the next. */
  readonly ticketValidationUrl: string;
  /** Address of `getUserInfo`. */
  readonly userInfoUrl: string;
  /** 接入代码; on the IRS gateway the access key (ZS, PHP2). */
  readonly serviceCode: string;
  /** 接入密码; on the IRS gateway the secret key. */
  readonly servicePassword: string;
  /** Set on the IRS gateway (generation A1): adds the four signed headers. */
  readonly irs: IrsCredentials | null;
  readonly timeoutMilliseconds: number;
}

/** Public addresses of generation A: A0 direct, A1 behind the IRS gateway as seen from the internet or gov-net (政务外网). */
export const zhelibanTicketAddresses = {
  direct: {
    ticketValidationUrl: 'https://appapi.zjzwfw.gov.cn/sso/servlet/simpleauth',
    userInfoUrl: 'https://appapi.zjzwfw.gov.cn/sso/servlet/simpleauth',
  },
  irsInternet: {
    ticketValidationUrl: 'https://ibcdsg.zj.gov.cn:8443/restapi/prod/IC33000020220228000002/sso/servlet/simpleauth',
    userInfoUrl: 'https://ibcdsg.zj.gov.cn:8443/restapi/prod/IC33000020220228000004/sso/servlet/simpleauth',
  },
  irsGovernmentNet: {
    ticketValidationUrl: 'https://bcdsg.zj.gov.cn:8443/restapi/prod/IC33000020220228000002/sso/servlet/simpleauth',
    userInfoUrl: 'https://bcdsg.zj.gov.cn:8443/restapi/prod/IC33000020220228000004/sso/servlet/simpleauth',
  },
} as const;

const resultCode = v.object({ result: stated });
const ticketAnswer = v.object({ token, userid: stated });
const userAnswer = v.object({
  userid: stated,
  authlevel: stated,
  useable: stated,
  idtype: stated,
  idnum: stated,
  passport: stated,
  permitlicense: stated,
  taiwanlicense: stated,
  officerlicense: stated,
  greencard: stated,
  username: stated,
  birthday: stated,
  sex: stated,
  mobile: stated,
  province: stated,
  city: stated,
  homeaddress: stated,
});
type UserAnswer = v.InferOutput<typeof userAnswer>;

/** 浙里办 generation A: the page brings a ticket from a redirect; we exchange it for a token and that for the person. */
export class ZhelibanTicketProvider implements IdentityProvider {
  readonly method = SignInMethod.ZHELIBAN_TICKET;
  readonly #settings: ZhelibanTicketSettings;
  readonly #now: () => Date;

  constructor(settings: ZhelibanTicketSettings, now: () => Date) {
    this.#settings = settings;
    this.#now = now;
  }

  signInUrl(container: Container, returnTo: string | null): string | null {
    return ticketSignInPage(this.#settings.pages, container, returnTo);
  }

  stepUpUrl(container: Container, returnTo: string | null): string | null {
    return stepUpPage(this.#settings.pages, container, returnTo);
  }

  async exchange(ticket: string, container: Container): Promise<VerifiedIdentity> {
    // WeChat knows generation B only: who says that this ticket came from there got it elsewhere.
    if (ticketSignInPage(this.#settings.pages, container, null) === null) throw new SignInRefusedByProvider(SignInRefusalReason.TICKET_FOREIGN);
    if (!isPlausibleTicket(ticket)) throw new SignInRefusedByProvider(SignInRefusalReason.TICKET_INVALID);
    const { ticketValidationUrl, userInfoUrl } = this.#settings;
    const session = answered(ticketAnswer, await this.#call(ticketValidationUrl, 'ticketValidation', { st: ticket }));
    const user = answered(userAnswer, await this.#call(userInfoUrl, 'getUserInfo', { token: session.token }));
    // Two different people in two answers to one ticket must never become one sign-in.
    if (session.userid !== '' && user.userid !== session.userid) {
      throw new IdentityProviderUnavailable(ProviderTrouble.PROTOCOL, 'USER-ID-CHANGED');
    }
    return personOf(user, this.#now());
  }

  async #call(address: string, method: string, parameter: Readonly<Record<string, string>>): Promise<unknown> {
    const { serviceCode, servicePassword, irs, timeoutMilliseconds } = this.#settings;
    const url = new URL(address);
    const now = this.#now();
    const time = ssoTime(now);
    const sign = ssoSignature(serviceCode, servicePassword, time);
    const form = { method, servicecode: serviceCode, time, sign, ...parameter, datatype: 'json' };
    const answer = await postForJson({
      url,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        ...(irs === null ? {} : irsHeaders(irs, 'POST', url, now)),
      },
      body: new URLSearchParams(form).toString(),
      timeoutMilliseconds,
    });
    const { result } = answered(resultCode, answer);
    if (result !== '0') throw errorForProviderCode(result);
    return answer;
  }
}

function personOf(user: UserAnswer, now: Date): VerifiedIdentity {
  if (user.useable === '2') throw new SignInRefusedByProvider(SignInRefusalReason.ACCOUNT_INACTIVE);
  const assuranceLevel = Object.hasOwn(assuranceLevelCodes, user.authlevel)
    ? assuranceLevelCodes[user.authlevel]
    : undefined;
  if (assuranceLevel === undefined) throw new IdentityProviderUnavailable(ProviderTrouble.PROTOCOL, 'AUTHLEVEL');
  return verifiedIdentity(
    {
      provider: SignInMethod.ZHELIBAN_TICKET,
      providerUserId: user.userid,
      assuranceLevel,
      documentTypeCode: user.idtype,
      documentNumber: user.idnum || numberByType(user),
      fullName: user.username,
      birthday: user.birthday,
      sex: sexFromCode(user.sex),
      phone: user.mobile,
      profileResidence: residenceFrom(user.province, user.city, countyInAddress(user)),
    },
    now,
  );
}

/** `idnum` holds the registered document's number (ZS); where it is empty, the field named after the document does. */
function numberByType(user: UserAnswer): string {
  const fields: Readonly<Record<string, string>> = {
    '2': user.passport,
    '3': user.officerlicense,
    '4': user.permitlicense,
    '5': user.taiwanlicense,
    '6': user.greencard,
    '8': user.greencard,
  };
  return fields[user.idtype] ?? '';
}

/**
 * The county that a home address names after its province and city, or empty. The profile has no field for it (`country`
 * is the nationality), and the rest of the address is not kept: the register asks for a county and no more.
 */
function countyInAddress({ province, city, homeaddress }: UserAnswer): string {
  const rest = homeaddress.trim();
  if (city === '' || !rest.startsWith(`${province}${city}`)) return '';
  return /^\p{Script=Han}{1,8}?(?:自治县|[县区市])/u.exec(rest.slice(province.length + city.length))?.[0] ?? '';
}
