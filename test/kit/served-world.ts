import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { exportJWK } from 'jose';
import supertest from 'supertest';
import { createApp } from '../../server/src/app.ts';
import { readConfig } from '../../server/src/config.ts';
import { connect } from '../../server/src/database/orm.ts';
import { memoryLimits } from '../../server/src/graphql/limits.ts';
import { HealthCardCarrier } from '../../server/src/health-cards/health-card-carrier.ts';
import { reconcileHealthCards } from '../../server/src/health-cards/reconcile-health-cards.ts';
import { platformsOf } from '../../server/src/health-cards/platforms.ts';
import { tellDueCards } from '../../server/src/health-cards/keep-cards-told.ts';
import { ZhelibanTicketIdProvider } from '../../server/src/identity/zheliban-ticket-id.ts';
import { ZhelibanTicketProvider } from '../../server/src/identity/zheliban-ticket.ts';
import { createLog } from '../../server/src/log.ts';
import { createDemoAccounts, type Persona } from '../../server/src/nonprod/zheliban-simulator/personas.ts';
import { Dispatcher } from '../../server/src/outbox/dispatcher.ts';
import type { PartnerScope } from '../../server/src/partners/partner-scope.ts';
import { suspendPartner } from '../../server/src/partners/suspend-partner.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { addWebhook } from '../../server/src/webhooks/change-webhooks.ts';
import { WebhookCarrier } from '../../server/src/webhooks/webhook-carrier.ts';
import { SignInDocument } from '../../schema/generated/graphql.ts';
import { Caller } from './caller.ts';
import { keyPair, partner, partnerToken, type TestPartner } from './partners.ts';
import { submissionFor, submitted } from './submissions.ts';
import { copyOf } from './fresh-database.ts';
import { holdsOtherwise } from './national-register.ts';
import { staffSession, type StaffWish } from './staff.ts';
import { migrated, newKeys } from './world.ts';

/** The application as it is delivered, on a port of its own: built client, both sign-in protocols, the simulated platform. */
export interface ServedWorld {
  readonly origin: string;
  /** Every line that was logged. */
  readonly logged: readonly string[];
  /** The demo person behind a key of the simulator. */
  person(key: string): Persona;
  /** Lets time pass for the server. */
  wait(milliseconds: number): void;
  /** A ticket of generation A, as the simulated sign-in page hands it to the callback; `fault` is what its exchange shows. */
  ticketFor(key: string, fault?: string): Promise<string>;
  /** What the servers do within seconds: the platforms of health cards are told what is due. */
  tellCards(): Promise<void>;
  /** The person on another phone, in Alipay, where their sign-in does not end the one in the browser. */
  onAnotherPhone(key: string): Promise<Caller>;
  /** Somebody of the Red Cross or of a hospital who is signed in, over the API. */
  staff(wish: StaffWish): Promise<Caller>;
  /** A partner sends a registration for a demo person; what it says is ordinary unless `special` says otherwise. */
  sendFor(key: string, special?: Readonly<Record<string, unknown>>): Promise<void>;
  /** A new platform of the city's cards as a partner, with an address for events unless its scopes forbid it; what its engineer holds. */
  letIn(url: string | null, scopes?: readonly PartnerScope[]): Promise<PartnerEngineer>;
  /** What the servers do every second: events go to partners' addresses. */
  sendEvents(): Promise<void>;
  /** The national register holds something else of a person that is later, and says so. */
  nationalRegisterDiffers(registrationNumber: string): Promise<void>;
  /** The marks of the cards are held against the platforms', as `health-cards:reconcile` does. */
  reconcileCards(): Promise<void>;
  close(): Promise<void>;
}

/** What an engineer of a partner has in their hands. */
export interface PartnerEngineer {
  readonly name: string;
  readonly clientId: string;
  /** The private key as a JWK. */
  readonly privateKey: string;
  /** The partner's own programs call with this. */
  readonly caller: Caller;
  /** A token for the page. */
  token(): Promise<string>;
  /** The operator suspends the partner. */
  suspend(): Promise<void>;
}

/** Serves a world with an empty register; it costs about a tenth of a second, so every journey has its own. */
export async function serveWorld(): Promise<ServedWorld> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const database = await copyOf(migrated);
  const orm = await connect(database.url);

  let skipped = 0;
  const now = () => new Date(Date.now() + skipped);
  const logged: string[] = [];
  const log = createLog('info', new Writable({ write: (line: Buffer, _encoding, done) => (logged.push(line.toString()), done()) }));
  const environment = { ...newKeys(), SANXIAN_SIMULATOR: 'on' };
  const config = readConfig({ mode: 'test', databaseUrl: database.url, dataFolder: '', ownUrl: origin, environment });
  const vault = new Vault(config.keys);
  const { app, close } = await createApp(config, orm, {
    vault,
    identityProviders: [new ZhelibanTicketIdProvider(config.zheliban.ticketId, now), new ZhelibanTicketProvider(config.zheliban.ticket, now)],
    limits: memoryLimits(),
    log,
    now,
  });
  server.on('request', app);
  const http = supertest(origin);
  const people = createDemoAccounts(now());
  let sender: Promise<TestPartner> | undefined;

  return {
    origin,
    logged,
    person(key) {
      const person = people.find((account) => account.key === key);
      if (person?.kind !== 'PERSON') throw new Error(`No demo person is called ${key}`);
      return person;
    },
    wait(milliseconds) {
      skipped += milliseconds;
    },
    async ticketFor(persona, fault = '') {
      const { headers } = await http.post('/sso/sim/sign-in').type('form').send({ persona, fault });
      return new URL(String(headers['location']), origin).searchParams.get('ticket') ?? '';
    },
    async tellCards() {
      await tellDueCards({ orm, now });
      const dispatcher = new Dispatcher({ orm, carriers: [new HealthCardCarrier({ config, vault, orm, now, log })], now, log });
      await dispatcher.round();
      await dispatcher.settled();
    },
    async onAnotherPhone(persona) {
      const { body } = await http.post('/sim/api/ticket-id').send({ persona });
      const input = { method: 'ZHELIBAN_TICKET_ID', ticket: String(body.ticketId), container: 'ZHELIBAN_ALIPAY' } as const;
      const { signIn } = await new Caller(http, null).run(SignInDocument, { input });
      if (signIn.__typename !== 'SignInSuccess') throw new Error(`The person could not sign in: ${signIn.__typename}`);
      return new Caller(http, signIn.token);
    },
    async staff(wish) {
      return new Caller(http, (await staffSession(orm.em.fork(), vault, now(), wish)).token);
    },
    async sendFor(key, special) {
      const found = people.find((account) => account.key === key);
      if (found?.kind !== 'PERSON') throw new Error(`No demo person is called ${key}`);
      const { name, document, birthday } = found;
      sender ??= partner(orm, now(), { name: '演示代办单位' });
      const identity = { documentType: 'RESIDENT_ID_CARD', documentNumber: document.number, fullName: name, birthday } as const;
      await submitted(new Caller(http, await partnerToken(orm, now(), await sender)), submissionFor(identity, special));
    },
    async letIn(url, scopes = ['events:read', 'donor-status:read']) {
      const pair = await keyPair();
      const name = '演示健康卡平台公司';
      const who = await partner(orm, now(), { name, kind: 'HEALTH_CARD_PLATFORM', scopes }, pair);
      Object.assign(config.healthCards.find(({ key }) => key === 'CITY') ?? {}, { partner: who.id });
      if (url !== null) await addWebhook(orm, vault, who.id, url, { now: now(), requestId: randomUUID() });
      return {
        name,
        clientId: who.id,
        privateKey: JSON.stringify({ ...(await exportJWK(pair.privateKey)), kid: pair.publicKey.kid, alg: pair.publicKey.alg }),
        caller: new Caller(http, await partnerToken(orm, now(), who, scopes)),
        token: () => partnerToken(orm, now(), who, scopes),
        suspend: async () => void (await suspendPartner(orm, who.id, true, { now: now(), requestId: randomUUID() })),
      };
    },
    async sendEvents() {
      const dispatcher = new Dispatcher({ orm, carriers: [new WebhookCarrier({ config, vault, orm, now })], now, log });
      await dispatcher.round();
      await dispatcher.settled();
    },
    nationalRegisterDiffers: (registrationNumber) => holdsOtherwise({ orm, vault, now }, registrationNumber),
    async reconcileCards() {
      for (const platform of platformsOf(config, now).values()) await reconcileHealthCards({ orm, vault, now }, platform, AbortSignal.timeout(5_000));
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await close();
      await orm.close();
      await database.drop();
    },
  };
}
