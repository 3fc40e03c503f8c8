import express, { type Request, type Response, type Router } from 'express';
import { faultNamed } from './faults.ts';
import type { Handles } from './handles.ts';
import { sendPage } from './page-headers.ts';
import type { AssuranceCode, Persona } from './personas.ts';
import { pickerPage, postCallbackPage, ssoRefusalPage, stepUpPage } from './sign-in-pages.ts';
import type { SignedInAccounts } from './signed-in-accounts.ts';

/** What the sign-in pages need. */
export interface SignInWorld {
  readonly handles: Handles;
  readonly accounts: SignedInAccounts;
  /** The codes under which the application may come: its 接入代码 and, behind the gateway, its AK (浙里办 1.4). */
  readonly serviceCodes: readonly string[];
  readonly callbackUrl: string;
}

/** The cookie by which the platform knows who is signed in to 浙里办; it never leaves `/sso`. */
const SIGNED_IN_COOKIE = 'sanxian-sim-signed-in';

/** Generation A's browser side: `/sso/mobile.do`, `/sso/alipay.do`, `/sso/usp.do` and the forms behind them (浙里办 1.4). */
export function signInRoutes(world: SignInWorld): Router {
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: '16kb' });

  router.get(['/sso/mobile.do', '/sso/alipay.do', '/sso/usp.do'], (request, response) => {
    const sp = text(request.query['goto']) ?? text(request.query['redirectUrl']);
    if (!world.serviceCodes.includes(text(request.query['servicecode']) ?? '')) {
      return refuse(response, '接入代码（servicecode）不存在。');
    }
    switch (request.query['action']) {
      case 'oauth':
      case 'ssoLogin':
        return sendPage(response, pickerPage(world.accounts, sp), world.callbackUrl);
      case 'realname':
      case 'zfRedirect':
        return showStepUp(response, world, signedInPerson(request, world), 3, sp);
      case 'idcard':
        return showStepUp(response, world, ticketHolder(request, world), request.query['authlevel'] === '2' ? 2 : 3, sp);
      default:
        return refuse(response, '不支持的操作（action）。');
    }
  });

  router.post('/sso/sim/sign-in', form, (request, response) => {
    const fields = fieldsOf(request);
    const person = world.accounts.person(fields['persona']);
    if (person === undefined) return refuse(response, '没有这个演示人物。');
    const ticket = world.handles.issue('TICKET', person.key, faultNamed(fields['fault']));
    rememberSignIn(response, person.key);
    returnToApp(response, world.callbackUrl, ticket, fields['sp'], fields['callbackMethod'] === 'post');
  });

  router.post('/sso/sim/step-up', form, (request, response) => {
    const fields = fieldsOf(request);
    const person = world.accounts.person(fields['persona']);
    if (person === undefined) return refuse(response, '没有这个演示人物。');
    if (fields['outcome'] === 'confirmed') world.accounts.raise(person, fields['level'] === '2' ? 2 : 3);
    returnToApp(response, world.callbackUrl, world.handles.issue('TICKET', person.key), fields['sp'], false);
  });

  return router;
}

/** Notes in the platform's cookie who is signed in to 浙里办, as the App does when it opens a mini app. */
export function rememberSignIn(response: Response, personaKey: string): void {
  response.cookie(SIGNED_IN_COOKIE, personaKey, { path: '/sso', httpOnly: true, sameSite: 'lax' });
}

function showStepUp(
  response: Response,
  world: SignInWorld,
  person: Persona | undefined,
  wanted: AssuranceCode,
  sp: string | undefined,
): void {
  // Nobody signed in: the platform asks for sign-in first, and the app asks for the step-up again if it must.
  const text =
    person === undefined
      ? pickerPage(world.accounts, sp)
      : stepUpPage(person, world.accounts.levelOf(person), wanted, sp);
  sendPage(response, text, world.callbackUrl);
}

function signedInPerson(request: Request, world: SignInWorld): Persona | undefined {
  const cookies = (request.get('cookie') ?? '').split(/; */);
  const mine = cookies.find((cookie) => cookie.startsWith(`${SIGNED_IN_COOKIE}=`));
  return world.accounts.person(mine?.slice(SIGNED_IN_COOKIE.length + 1));
}

function ticketHolder(request: Request, world: SignInWorld): Persona | undefined {
  const handle = world.handles.find(text(request.query['ticket']) ?? '');
  const isLive = handle?.kind === 'TICKET' && !world.handles.hasExpired(handle);
  return isLive ? world.accounts.person(handle.personaKey) : signedInPerson(request, world);
}

function returnToApp(response: Response, callbackUrl: string, ticket: string, sp: string | undefined, byPost: boolean): void {
  if (byPost) return sendPage(response, postCallbackPage(callbackUrl, ticket, sp), callbackUrl);
  const query = new URLSearchParams({ ticket, ...(sp === undefined ? {} : { sp }) });
  response.set('Cache-Control', 'no-store').redirect(302, `${callbackUrl}${callbackUrl.includes('?') ? '&' : '?'}${query}`);
}

function refuse(response: Response, reason: string): void {
  sendPage(response.status(400), ssoRefusalPage(reason));
}

function fieldsOf(request: Request): Readonly<Record<string, string | undefined>> {
  const body: unknown = request.body;
  const entries = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
