import express, { type Router } from 'express';
import { containerRoutes } from './container-routes.ts';
import { exchangeRoutes } from './exchange-routes.ts';
import { Handles } from './handles.ts';
import { mgopGateway } from './mgop-gateway.ts';
import { createDemoAccounts } from './personas.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { SignedInAccounts } from './signed-in-accounts.ts';

/** What the simulated platform knows of the application that is registered with it. */
export interface ZhelibanSimulatorOptions {
  /** 接入代码 and its password, for the open `simpleauth` (浙里办 1.4). */
  readonly serviceCode: string;
  readonly servicePassword: string;
  /** AK and SK of the IRS gateway (浙里办 1.6). */
  readonly accessKey: string;
  readonly secretKey: string;
  /** The mini app's id, checked when generation B sends it (浙里办 1.5). */
  readonly appId: string;
  /** The registered 回调地址 that receives `ticket` and `sp`: absolute, or a path of the same server. */
  readonly callbackUrl: string;
  readonly now: () => Date;
  /** The built citizen app's index.html, read whenever the framed app is opened. */
  readonly appHtml: () => Promise<string>;
  /** How long the «slow» settings take; 3 seconds unless a test is in a hurry. */
  readonly bridgeDelayMs?: number;
}

/**
 * The simulated 浙里办: sign-in pages, exchanges of both generations, the gateways IRS and mgop, and the container at `/sim`. It
 * speaks the real protocols (浙里办 1.2–1.8, 1.11) and is written apart from `identity/`, so that each side proves the other. Mounted at `/`;
 * for development, demonstration and tests only.
 */
export function createZhelibanSimulator(options: ZhelibanSimulatorOptions): Router {
  const { serviceCode, servicePassword, accessKey, secretKey, appId, callbackUrl, now, appHtml } = options;
  const handles = new Handles(now);
  const accounts = new SignedInAccounts(createDemoAccounts(now()));
  const router = express.Router();
  router.use(signInRoutes({ handles, accounts, serviceCodes: [serviceCode, accessKey], callbackUrl }));
  router.use(
    exchangeRoutes({
      handles,
      accounts,
      openDoor: { servicecode: serviceCode, servicepwd: servicePassword },
      gateway: { accessKey, secretKey },
      appId,
      now,
    }),
  );
  router.use(mgopGateway(now));
  router.use(containerRoutes({ handles, accounts, appHtml, slowMs: options.bridgeDelayMs ?? 3000 }));
  return router;
}
