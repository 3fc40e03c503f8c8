import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Container } from './identity-provider.ts';
import { portalSignInPage, safeReturnUrl, stepUpPage, ticketSignInPage, type ZhelibanPages } from './zheliban-pages.ts';

const pages: ZhelibanPages = {
  baseUrl: 'https://sso.example',
  serviceCode: 'demo-app',
  returnParameter: 'goto',
  callbackUrl: 'https://register.example/sign-in/callback',
  allowedReturnOrigins: ['https://container.example'],
  portalLoginUrl: 'https://portal.example/uc/sso/login',
  appId: '200000000',
};
const onOwnOrigin: ZhelibanPages = { ...pages, baseUrl: '', callbackUrl: '/sign-in/callback', allowedReturnOrigins: [] };

describe('the sign-in pages', () => {
  it.each([
    [Container.ZHELIBAN_APP, 'https://sso.example/sso/mobile.do?action=oauth&scope=1&servicecode=demo-app&goto=%2F'],
    [Container.ZHELIBAN_ALIPAY, 'https://sso.example/sso/alipay.do?action=ssoLogin&servicecode=demo-app&goto=%2F'],
    [Container.OPEN_WEB, 'https://sso.example/sso/usp.do?action=ssoLogin&servicecode=demo-app&goto=%2F'],
    [Container.ZHELIBAN_WECHAT, null],
  ])('of generation A are those of the documents in %s', (container, address) => {
    expect(ticketSignInPage({ ...onOwnOrigin, baseUrl: pages.baseUrl }, container, null)).toBe(address);
  });

  it('of generation B exist on the desktop only', () => {
    expect(portalSignInPage(onOwnOrigin, Container.OPEN_WEB, '/#/register')).toBe(
      'https://portal.example/uc/sso/login?appId=200000000&sp=%2F%23%2Fregister',
    );
    expect(portalSignInPage({ ...pages, portalLoginUrl: null }, Container.OPEN_WEB, null)).toBeNull();
    expect(portalSignInPage(pages, Container.ZHELIBAN_APP, null)).toBeNull();
  });

  it.each([
    [Container.ZHELIBAN_APP, '/sso/mobile.do?action=realname&servicecode=demo-app&goto=%2F'],
    [Container.ZHELIBAN_ALIPAY, '/sso/mobile.do?action=realname&servicecode=demo-app&goto=%2F'],
    [Container.OPEN_WEB, '/sso/usp.do?action=zfRedirect&servicecode=demo-app'],
    [Container.ZHELIBAN_WECHAT, null],
  ])('for a higher level are those of the documents in %s', (container, address) => {
    expect(stepUpPage(onOwnOrigin, container, null)).toBe(address);
  });

  it('name our callback with the way back inside where the operator wants redirectUrl', () => {
    const address = ticketSignInPage({ ...pages, returnParameter: 'redirectUrl' }, Container.ZHELIBAN_APP, '/#/x') ?? '';
    const redirectUrl = new URL(address).searchParams.get('redirectUrl') ?? '';
    expect(redirectUrl).toBe('https://register.example/sign-in/callback?sp=https%3A%2F%2Fregister.example%2F%23%2Fx');
  });
});

describe('the way back', () => {
  it.each([
    [null, 'https://register.example/'],
    ['#/register', 'https://register.example/#/register'],
    ['app/index.html', 'https://register.example/app/index.html'],
    ['/other?x=1', 'https://register.example/other?x=1'],
    ['https://container.example/web/app/index.html#/', 'https://container.example/web/app/index.html#/'],
  ])('leads to %s as %s', (returnTo, address) => {
    expect(safeReturnUrl(pages, returnTo)).toBe(address);
  });

  it.each([
    'https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', '\\\\elsewhere.example', 'javascript:alert(1)',
    'data:text/html,x', 'https://register.example@elsewhere.example/', 'https://user@register.example/', 'http://register.example/',
    'https://container.example.elsewhere.example/', 'https://container.example:8443/', '/.//elsewhere.example', 'http://[',
    '/sign-in/callback', '/x/../sign-in/callback?sp=/#/',
  ])('never leads to %s', (returnTo) => {
    expect(safeReturnUrl(pages, returnTo)).toBe('https://register.example/');
    expect(safeReturnUrl(onOwnOrigin, returnTo)).toBe('/');
  });

  it('stays on our own origin whatever is asked, as a browser reads it', () => {
    const asked = fc.array(fc.constantFrom('/', '\\', '.', '@', ':', '#', '?', 'e', 'http:', 'https:', 'x.example', '%2f', '\t', ' '), { maxLength: 9 });
    fc.assert(
      fc.property(asked, (pieces) => {
        const address = safeReturnUrl(onOwnOrigin, pieces.join(''));
        expect(new URL(address, 'https://own.example/').origin).toBe('https://own.example');
      }),
      { numRuns: 5000 },
    );
  });
});
