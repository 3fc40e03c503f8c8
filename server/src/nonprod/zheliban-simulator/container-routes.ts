import express, { type Router } from 'express';
import { browserScripts } from './browser-scripts.ts';
import { containerPage } from './container-page.ts';
import { faultNamed } from './faults.ts';
import type { Handles } from './handles.ts';
import { MGOP_FAULT_HEADER, MGOP_REGISTRATION } from './mgop-gateway.ts';
import { sendFramedApp, sendPage } from './page-headers.ts';
import { containerSettings, PLACES, SETTINGS_KEY } from './settings.ts';
import { rememberSignIn } from './sign-in-routes.ts';
import type { SignedInAccounts } from './signed-in-accounts.ts';
import { SIMULATOR_CSS } from './styles.ts';

/** What the container's pages need. */
export interface ContainerWorld {
  readonly handles: Handles;
  readonly accounts: SignedInAccounts;
  readonly appHtml: () => Promise<string>;
  readonly slowMs: number;
}

/** The container at `/sim`, the citizen app inside it at `/sim/app/`, the platform's scripts, and the ticket of generation B. */
export function containerRoutes(world: ContainerWorld): Router {
  const router = express.Router();
  const settings = containerSettings(world.accounts.all);
  const scripts = browserScripts({
    settingsKey: SETTINGS_KEY,
    settings: settings.map(({ name, choices, reopens }) => ({ name, values: choices.map(({ value }) => value), reopens })),
    places: Object.fromEntries(Object.entries(PLACES).map(([key, place]) => [key, { ...place }])),
    userTypes: Object.fromEntries(world.accounts.all.map(({ key, kind }) => [key, kind === 'PERSON' ? '1' : '2'])),
    slowMs: world.slowMs,
    // The test build: its calls mean the registered test address.
    mgop: { host: '', ...MGOP_REGISTRATION, isTest: true },
    mgopFaultHeader: MGOP_FAULT_HEADER,
  });

  router.get('/sim', (_request, response) => sendPage(response, containerPage(settings)));

  router.get('/sim/app', async (request, response) => {
    // The trailing slash is the app's own address: the hash routes of every copied link hang on it.
    if (!request.path.endsWith('/')) return response.redirect(301, '/sim/app/');
    sendFramedApp(response, withBridge(await world.appHtml()));
  });

  router.post('/sim/api/ticket-id', express.json({ limit: '16kb' }), (request, response) => {
    const body: unknown = request.body;
    const { persona, fault } = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const account = world.accounts.account(persona);
    if (account === undefined) return response.status(400).json({ message: 'No such persona' });
    rememberSignIn(response, account.key);
    response.set('Cache-Control', 'no-store').json({ ticketId: world.handles.issue('TICKET_ID', account.key, faultNamed(fault)) });
  });

  for (const [path, text] of Object.entries(scripts)) {
    router.get(path, (_request, response) => response.set('Cache-Control', 'no-store').type('js').send(text));
  }
  router.get('/sim/assets/simulator.css', (_request, response) => {
    response.set('Cache-Control', 'no-store').type('css').send(SIMULATOR_CSS);
  });

  return router;
}

/**
 * The citizen app as the 浙里办 build serves it: the platform's two scripts before everything else in `<head>` (1.2).
 * Relative addresses are made absolute instead of adding `<base>`, which would break links to hash routes.
 */
export function withBridge(appHtml: string): string {
  const platformScripts = ['ZWJSBridge/1.1.0/zwjsbridge.js', 'zwlog/1.0.0/zwlog.js']
    .map((path) => `<script src="/sim/assets/${path}"></script>`)
    .join('');
  return appHtml
    .replace(/(<(?:script|link|img)\b[^>]*?\s(?:src|href)=")(?:\.\/)?(?![/#]|[a-z][a-z+.-]*:)/gi, '$1/')
    .replace(/<head[^>]*>/i, (head) => head + platformScripts);
}
