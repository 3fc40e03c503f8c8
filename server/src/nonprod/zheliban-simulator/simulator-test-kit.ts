import { createHash, createHmac } from 'node:crypto';
import express, { type Express } from 'express';
import supertest, { type Response } from 'supertest';
import type { Fault } from './faults.ts';
import { createZhelibanSimulator, type ZhelibanSimulatorOptions } from './simulator.ts';

/** The invented keys of the frozen vectors (浙里办 1.11). */
export const KEYS = {
  serviceCode: 'demo-app',
  servicePassword: 'demo-pwd',
  accessKey: 'demo-ak',
  secretKey: 'demo-sk',
  appId: 'demo-app-id',
} as const;

/** 2026-11-23 16:00:00 in China: the moment of the frozen vectors. */
export const FROZEN_NOW = new Date('2026-11-23T08:00:00Z');

/** The IRS paths, written out here once more so that a slip in the simulator shows. */
export const PATHS = {
  ticketValidation: '/restapi/prod/IC33000020220228000002/sso/servlet/simpleauth',
  getUserInfo: '/restapi/prod/IC33000020220228000004/sso/servlet/simpleauth',
  accessToken: '/restapi/prod/IC33000020220329000007/uc/sso/access_token',
  userInfo: '/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo',
} as const;

/** A simulator with a clock the test can turn, and an application's server that calls it; `beside` adds routes of that server. */
export function simulatorForTest(overrides: Partial<ZhelibanSimulatorOptions> = {}, beside: (app: Express, library: typeof express) => void = () => undefined) {
  let now = FROZEN_NOW;
  const app = express();
  app.use(
    createZhelibanSimulator({
      ...KEYS,
      callbackUrl: '/sign-in/callback',
      now: () => now,
      appHtml: () => Promise.resolve('<!doctype html><html><head><title>App</title></head><body></body></html>'),
      bridgeDelayMs: 20,
      ...overrides,
    }),
  );
  beside(app, express);
  const http = supertest(app);

  /** Calls `simpleauth` on the open door with a right signature, unless a parameter is overridden. */
  const simpleauth = (parameters: Record<string, string>) =>
    http.post('/sso/servlet/simpleauth').type('form').send({ ...signedParameters(KEYS.serviceCode, KEYS.servicePassword), ...parameters });

  /** Calls one component behind the IRS gateway with right headers, unless one is overridden. */
  const gateway = (path: string, body: object, type: 'form' | 'json' = 'json', headers: Record<string, string> = {}) =>
    http
      .post(path)
      .set({ ...gatewayHeaders('POST', path, '', now), ...headers })
      .type(type)
      .send(body);

  const signIn = async (persona: string, fault: Fault | '' = '', sp?: string) => {
    const response = await http
      .post('/sso/sim/sign-in')
      .type('form')
      .send({ persona, fault, ...(sp === undefined ? {} : { sp }) });
    return { response, ...callbackOf(response) };
  };

  const ticketId = async (persona: string, fault = 'none'): Promise<string> =>
    String((await http.post('/sim/api/ticket-id').send({ persona, fault })).body.ticketId);

  return {
    http,
    simpleauth,
    gateway,
    signIn,
    ticketId,
    /** Lets time pass. */
    pass: (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds);
    },
  };
}

/**
 * A page and its script (`/assets/app.js`) inside the simulator, with a callback that leads back to the page named in `sp`
 * and a clock that runs: for tests in a browser.
 */
export function appInSimulator(html: string, script: string): Express {
  const app = express();
  const callbackUrl = '/sign-in/callback';
  app.use(createZhelibanSimulator({ ...KEYS, callbackUrl, now: () => new Date(), appHtml: () => Promise.resolve(html) }));
  app.get('/assets/app.js', (_request, response) => void response.type('js').send(script));
  app.all(callbackUrl, express.urlencoded(), (request, response) => {
    const { sp } = { ...request.query, ...(request.body as { readonly sp?: string } | undefined) };
    response.redirect(303, String(sp));
  });
  return app;
}

/** `servicecode`, `time` and `sign` as the platform's manual says (浙里办 1.4 step 3). */
export function signedParameters(servicecode: string, servicepwd: string): Record<string, string> {
  const time = '20261123160000';
  const sign = createHash('md5').update(servicecode + servicepwd + time).digest('hex');
  return { servicecode, time, sign, datatype: 'json' };
}

/** The four headers as the platform's manual says (浙里办 1.6). */
export function gatewayHeaders(method: string, path: string, canonicalQuery: string, now: Date): Record<string, string> {
  const date = now.toUTCString();
  const signing = `${method}\n${path}\n${canonicalQuery}\n${KEYS.accessKey}\n${date}\n`;
  return {
    'X-BG-HMAC-ACCESS-KEY': KEYS.accessKey,
    'X-BG-HMAC-ALGORITHM': 'hmac-sha256',
    'X-BG-DATE-TIME': date,
    'X-BG-HMAC-SIGNATURE': createHmac('sha256', KEYS.secretKey).update(signing).digest('base64'),
  };
}

/** `ticket` and `sp` that a redirect brings to the callback. */
export function callbackOf(response: Response): { readonly ticket: string; readonly sp: string | null } {
  const query = new URL(response.get('location') ?? '/', 'http://app.test').searchParams;
  return { ticket: query.get('ticket') ?? '', sp: query.get('sp') };
}
