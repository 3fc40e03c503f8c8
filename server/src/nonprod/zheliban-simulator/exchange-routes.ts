import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import type { Handles } from './handles.ts';
import { gatewayRefusal, type GatewayKeys, type GatewayRefusal } from './irs-gateway.ts';
import { answerSimpleauth, type SimpleauthKeys, type SimpleauthMethod } from './simpleauth.ts';
import type { SignedInAccounts } from './signed-in-accounts.ts';
import { answerAccessToken, answerUserInfo } from './unified-sign-on.ts';

/** What the server-to-server exchanges need. */
export interface ExchangeWorld {
  readonly handles: Handles;
  readonly accounts: SignedInAccounts;
  readonly openDoor: SimpleauthKeys;
  readonly gateway: GatewayKeys;
  readonly appId: string;
  readonly now: () => Date;
}

/** The IRS components the application has subscribed to (浙里办 1.4 step 5, 1.5). */
const IRS_ROUTES = {
  ticketValidation: '/restapi/prod/IC33000020220228000002/sso/servlet/simpleauth',
  getUserInfo: '/restapi/prod/IC33000020220228000004/sso/servlet/simpleauth',
  accessToken: '/restapi/prod/IC33000020220329000007/uc/sso/access_token',
  userInfo: '/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo',
} as const;

/** The exchanges between the application's server and 浙里办: `simpleauth` openly and behind the IRS gateway, and generation B. */
export function exchangeRoutes(world: ExchangeWorld): Router {
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: '16kb' });
  const json = express.json({ limit: '16kb' });
  const simpleauthBehindGateway: SimpleauthKeys = {
    servicecode: world.gateway.accessKey,
    servicepwd: world.gateway.secretKey,
  };
  const simpleauth = (keys: SimpleauthKeys, methods: readonly SimpleauthMethod[]) => (request: Request, response: Response) => {
    const parameters = parametersOf(request);
    if (showsTransportFault(world.handles, parameters['st'], response)) return;
    response.json(answerSimpleauth(parameters, methods, keys, world));
  };

  const openDoor = simpleauth(world.openDoor, ['ticketValidation', 'getUserInfo']);
  router.get('/sso/servlet/simpleauth', openDoor);
  router.post('/sso/servlet/simpleauth', form, openDoor);

  router.use('/restapi/prod', (request: Request, response: Response, next: NextFunction) => {
    const refusal = gatewayRefusal(request, world.gateway, world.now());
    return refusal === undefined ? next() : refuse(response, refusal);
  });
  router.post(IRS_ROUTES.ticketValidation, form, simpleauth(simpleauthBehindGateway, ['ticketValidation']));
  router.post(IRS_ROUTES.getUserInfo, form, simpleauth(simpleauthBehindGateway, ['getUserInfo']));
  router.post(IRS_ROUTES.accessToken, json, (request, response) => {
    if (showsTransportFault(world.handles, parametersOf(request)['ticketId'], response)) return;
    response.json(answerAccessToken(request.body, world));
  });
  router.post(IRS_ROUTES.userInfo, json, (request, response) => {
    response.json(answerUserInfo(request.body, world));
  });
  router.use('/restapi/prod', (_request: Request, response: Response) => refuse(response, 'The route_id is forbidden.'));

  return router;
}

/** Plays an ordered transport fault at the first exchange of the sign-in it was ordered for. */
function showsTransportFault(handles: Handles, text: string | undefined, response: Response): boolean {
  switch (text === undefined ? undefined : handles.find(text)?.fault) {
    case 'ROUTE-FORBIDDEN':
      refuse(response, 'The route_id is forbidden.');
      return true;
    case 'BAD-GATEWAY':
      response.status(502).type('html').send('<html><body><h1>502 Bad Gateway</h1></body></html>');
      return true;
    default:
      return false;
  }
}

function refuse(response: Response, message: GatewayRefusal): void {
  response.status(401).json({ message });
}

/** The parameters of a call by GET or by form; of a parameter given twice, none. */
function parametersOf(request: Request): Readonly<Record<string, string>> {
  const body: unknown = request.body;
  const all = { ...request.query, ...(typeof body === 'object' ? body : {}) };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
