import { Container } from './identity-provider.ts';

/** The provider's pages as the citizen's browser reaches them, and where those may send the citizen back. */
export interface ZhelibanPages {
  /** Origin of the sign-on pages, e.g. https://puser.zjzwfw.gov.cn; empty for pages on our own origin (simulator). */
  readonly baseUrl: string;
  /** 接入代码 of this service. */
  readonly serviceCode: string;
  /**
   * Documents say `goto`, which comes back to the callback as `sp`; several apps of 2022 send `redirectUrl`, the page
   * that receives the ticket itself (channel notes 1.4 no. 1).
   */
  readonly returnParameter: 'goto' | 'redirectUrl';
  /** The registered callback (回调地址) that receives the ticket: absolute, or a path on our own origin; no fragment. */
  readonly callbackUrl: string;
  /** Further origins a citizen may be returned to; the callback's own origin always may. */
  readonly allowedReturnOrigins: readonly string[];
  /** Generation B on a desktop, e.g. https://portal.zjzwfw.gov.cn/uc/sso/login; null where it is not used. */
  readonly portalLoginUrl: string | null;
  /** The application's id on IRS, sent to the portal; null when none is assigned. */
  readonly appId: string | null;
}

/** Generation A's sign-in page for a container, or null in WeChat, which only knows generation B. */
export function ticketSignInPage(pages: ZhelibanPages, container: Container, returnTo: string | null): string | null {
  const returning = returnParameters(pages, returnTo);
  switch (container) {
    case Container.ZHELIBAN_APP:
      return ssoPage(pages, 'mobile.do', { action: 'oauth', scope: '1', servicecode: pages.serviceCode, ...returning });
    case Container.ZHELIBAN_ALIPAY:
      return ssoPage(pages, 'alipay.do', { action: 'ssoLogin', servicecode: pages.serviceCode, ...returning });
    case Container.OPEN_WEB:
      return ssoPage(pages, 'usp.do', { action: 'ssoLogin', servicecode: pages.serviceCode, ...returning });
    case Container.ZHELIBAN_WECHAT:
      return null;
  }
}

/** Generation B's sign-in page: the desktop portal; in containers the bridge hands out the ticketId, so null. */
export function portalSignInPage(pages: ZhelibanPages, container: Container, returnTo: string | null): string | null {
  if (container !== Container.OPEN_WEB || pages.portalLoginUrl === null) return null;
  const query = new URLSearchParams({ appId: pages.appId ?? '', sp: safeReturnUrl(pages, returnTo) });
  return `${pages.portalLoginUrl}?${query}`;
}

/** The page where a citizen raises their assurance level (channel notes 1.4 no. 6); WeChat has none that is known. */
export function stepUpPage(pages: ZhelibanPages, container: Container, returnTo: string | null): string | null {
  switch (container) {
    case Container.ZHELIBAN_APP:
    case Container.ZHELIBAN_ALIPAY:
      return ssoPage(pages, 'mobile.do', { action: 'realname', servicecode: pages.serviceCode, ...returnParameters(pages, returnTo) });
    case Container.OPEN_WEB:
      return ssoPage(pages, 'usp.do', { action: 'zfRedirect', servicecode: pages.serviceCode });
    case Container.ZHELIBAN_WECHAT:
      return null;
  }
}

/**
 * Where to send a citizen back: the wanted address if it lies on an allowed origin, else the front page beside our
 * callback. The way back leads on with the sign-in, so a stranger's address would be handed the ticket.
 */
export function safeReturnUrl(pages: ZhelibanPages, returnTo: string | null): string {
  const ownOrigin = 'http://own-origin.invalid';
  const callback = new URL(pages.callbackUrl, ownOrigin);
  const frontPage = callback.origin === ownOrigin ? '/' : `${callback.origin}/`;
  const wanted = returnTo === null ? null : URL.parse(returnTo, new URL('/', callback));
  if (wanted === null || !['http:', 'https:'].includes(wanted.protocol) || wanted.username || wanted.password) return frontPage;
  if (wanted.origin !== callback.origin && !pages.allowedReturnOrigins.includes(wanted.origin)) return frontPage;
  // Browsers read a path that begins with two slashes as another host ('/.//elsewhere' normalises to one). The callback
  // itself is no place to return to: it would answer itself without a ticket.
  if (wanted.pathname.startsWith('//') || (wanted.origin === callback.origin && wanted.pathname === callback.pathname && callback.pathname !== '/')) {
    return frontPage;
  }
  return wanted.origin === ownOrigin ? wanted.href.slice(ownOrigin.length) : wanted.href;
}

function returnParameters(pages: ZhelibanPages, returnTo: string | null): Readonly<Record<string, string>> {
  const sp = safeReturnUrl(pages, returnTo);
  if (pages.returnParameter === 'goto') return { goto: sp };
  return { redirectUrl: `${pages.callbackUrl}${pages.callbackUrl.includes('?') ? '&' : '?'}${new URLSearchParams({ sp })}` };
}

function ssoPage(pages: ZhelibanPages, page: string, query: Readonly<Record<string, string>>): string {
  return `${pages.baseUrl}/sso/${page}?${new URLSearchParams(query)}`;
}
