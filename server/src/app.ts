import { IncomingMessage, ServerResponse, type RequestListener } from 'node:http';
import { Socket } from 'node:net';
import express from 'express';
import helmet from 'helmet';
import proxyAddress from 'proxy-addr';
import type { AppConfig } from './config.ts';
import type { Orm } from './database/orm.ts';
import { publishedLists } from './donor-card/published-lists.ts';
import { fhirDoor } from './fhir/fhir-door.ts';
import { createApi } from './graphql/api.ts';
import type { Ports } from './graphql/context.ts';
import { readManifest, trustedDocuments } from './graphql/documents.ts';
import { RequestFault } from './graphql/request-faults.ts';
import { demoCards, SIMULATED_CARDS } from './health-cards/health-card-settings.ts';
import { promptDoor } from './health-cards/prompt-door.ts';
import { Admission } from './http/admission.ts';
import { citizenApp, citizenAppHtml, gallery, partnerPage, verifierPage, workDesk } from './http/citizen-app.ts';
import { evidenceDownload } from './http/evidence-download.ts';
import { answerFaults } from './http/faults.ts';
import { type InlineBlocks, inlineBlocks } from './http/inline-blocks.ts';
import { paperScans } from './http/paper-scans.ts';
import { publishedContract } from './http/published-contract.ts';
import { scopeEachRequest } from './http/request-scope.ts';
import { PublicAnswers } from './http/public-answers.ts';
import { bodyReadBefore, shortWay } from './http/short-way.ts';
import { signInCallback } from './http/sign-in-callback.ts';
import { SIMULATED_AT } from './national-register/national-settings.ts';
import { recognisePartner } from './partners/recognise-partner.ts';
import { health } from './telemetry/health.ts';
import { Metrics } from './telemetry/metrics.ts';
import { Readiness } from './telemetry/readiness.ts';
import { tokenEndpointOnDemand } from './partners/token-endpoint-on-demand.ts';

/** The largest request body in bytes: a registration has about two kilobytes. */
export const BODY_LIMIT = 102_400;

/** The whole application over HTTP, without a port. */
export interface App {
  readonly app: RequestListener;
  readonly orm: Orm;
  /** Turns away what comes too much; who listens puts it before `app`. */
  readonly admission: Admission;
  /** Whether it wants requests; told to drain before it stops. */
  readonly readiness: Readiness;
  close(): Promise<void>;
}

/** What the world lends, where nobody wants to see what is counted without figures of their own. */
export type Lent = Omit<Ports, 'metrics'> & Partial<Pick<Ports, 'metrics'>>;

/** Builds the application from its configuration, its database and what the world lends it; used by `main.ts` and by every test. */
export async function createApp(config: AppConfig, orm: Orm, lent: Lent): Promise<App> {
  const ports: Ports = { metrics: new Metrics(), ...lent };
  const api = await createApi(config, orm, ports);
  const admission = new Admission({ most: config.operations.requestsAtOnce, log: ports.log, metrics: ports.metrics });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.trustedProxies);
  app.use(scopeEachRequest(ports.log, ports.metrics));
  const security = contentSecurity(inlineBlocks(await citizenAppHtml()));
  app.use(security);

  const readiness = new Readiness(orm);
  app.use(health(readiness));
  app.use(signInCallback());
  app.use(publishedLists({ orm, settings: config.donorCard, now: ports.now }));
  const { publicUrl } = config.partners;
  if (publicUrl !== null) app.use(tokenEndpointOnDemand({ publicUrl, orm, now: ports.now, log: ports.log }));
  if (publicUrl !== null) app.use(promptDoor({ publicUrl, orm, now: ports.now, log: ports.log }));
  app.use(
    '/graphql',
    recognisePartner({ orm, vault: ports.vault, now: ports.now, limits: config.session }),
    bodyReadBefore(express.json({ limit: BODY_LIMIT, type: ['application/json', 'application/graphql-response+json'] })),
    admission.beforeWork,
    (request, _response, next) => next(request.method === 'POST' && request.body === undefined ? new RequestFault('MALFORMED_REQUEST') : undefined),
    trustedDocuments(readManifest(), config.mode),
    (_request, response, next) => {
      response.setHeader('cache-control', 'no-store');
      next();
    },
    api.gate,
    api.handler,
  );
  if (publicUrl !== null) app.use('/fhir', fhirDoor(publicUrl, api.ask, ports.log, admission.beforeWork));
  app.use(publishedContract());
  app.use('/paper-scans', paperScans(api.ask));
  app.use(evidenceDownload(config, orm, ports));
  app.use('/graphql', api.payForFault);
  if (config.mode === 'development') app.use((await import('./http/explorer.ts')).explorer());
  if (config.simulator) {
    const { createZhelibanSimulator } = await import('./nonprod/zheliban-simulator/simulator.ts');
    const callbackUrl = config.zheliban.ticket.pages.callbackUrl;
    app.use(createZhelibanSimulator({ ...config.simulator, callbackUrl, now: ports.now, appHtml: citizenAppHtml }));
  }
  if (config.national.way === 'simulator') {
    const { NationalSimulator } = await import('./nonprod/national-register/simulator.ts');
    app.use(SIMULATED_AT, new NationalSimulator(config.national.token).routes());
  }
  if (config.simulator) {
    const { simulatedHealthCards } = await import('./nonprod/health-card-simulator/simulator.ts');
    app.use(SIMULATED_CARDS, simulatedHealthCards({ ...demoCards, now: ports.now }));
  }
  if (config.simulator && config.staff) {
    const { demoStaffProvider } = await import('./nonprod/staff-provider/staff-provider.ts');
    const { loadDemoStaff } = await import('./nonprod/staff-provider/demo-staff.ts');
    await loadDemoStaff(orm, ports.vault, ports.now());
    app.use(demoStaffProvider(config.staff));
    const { simulatedWorkstation, WORKSTATION_PATH } = await import('./nonprod/workstation/workstation.ts');
    if (publicUrl !== null) app.use(WORKSTATION_PATH, simulatedWorkstation(publicUrl, ports.now));
  }
  if (config.mode !== 'production') app.use(gallery());
  app.use(workDesk());
  app.use(verifierPage());
  app.use(partnerPage());
  app.use(citizenApp());
  app.use((_request, _response, next) => next(new RequestFault('NOT_FOUND')));
  app.use(answerFaults(ports.log));
  const trusts = app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  const { documents, answerTrusted } = api;
  const shortly = { documents, answerTrusted, admission, log: ports.log, metrics: ports.metrics, addressOf: (request: IncomingMessage) => proxyAddress(request, trusts), headers: headersOf(security), publicAnswers: new PublicAnswers(config.operations.publicAnswerMilliseconds), bodyLimit: BODY_LIMIT };
  return { app: shortWay(shortly, app), orm, admission, readiness, close: () => api.stop() };
}

/** What a middleware that looks at nothing puts on every answer, as name and value in turn. */
function headersOf(middleware: (request: IncomingMessage, response: ServerResponse, next: () => void) => void): string[] {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  middleware(response.req, response, () => undefined);
  return Object.entries(response.getHeaders()).flatMap(([name, value]) => [name, String(value)]);
}

/** Everything the pages load is our own: no script, style, font or picture from anywhere else, and inside a page only what our build put there. */
function contentSecurity({ scripts, styles }: InlineBlocks) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...scripts],
        styleSrc: ["'self'", ...styles],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    // The container frames the page and the simulator does so from the same origin.
    frameguard: { action: 'sameorigin' },
    referrerPolicy: { policy: 'no-referrer' },
    // HTTP on a local port must stay usable; TLS ends at the proxy, which sends this header itself.
    strictTransportSecurity: false,
  });
}
