import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';
import supertest from 'supertest';
import { afterAll } from 'vitest';
import { createApp } from '../../server/src/app.ts';
import { readConfig } from '../../server/src/config.ts';
import type { Container, SignInMethod, VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { personIndexOf } from '../../server/src/identity/sessions.ts';
import { ZhelibanTicketIdProvider } from '../../server/src/identity/zheliban-ticket-id.ts';
import { ZhelibanTicketProvider } from '../../server/src/identity/zheliban-ticket.ts';
import { createLog } from '../../server/src/log.ts';
import { testIdentityNumber } from '../../server/src/nonprod/test-identity-number.ts';
import { exchangeRoutes } from '../../server/src/nonprod/zheliban-simulator/exchange-routes.ts';
import { Handles } from '../../server/src/nonprod/zheliban-simulator/handles.ts';
import type { Persona } from '../../server/src/nonprod/zheliban-simulator/personas.ts';
import { SignedInAccounts } from '../../server/src/nonprod/zheliban-simulator/signed-in-accounts.ts';
import { SignInDocument, type SignInMutation } from '../../schema/generated/graphql.ts';
import { Caller } from './caller.ts';
import { createWorld, newKeys, NOW, type World } from './world.ts';

/** A platform that forgets that tickets are single use: what it leaves open, our own side must hold. */
class ForgetfulHandles extends Handles {
  override take(): void {
    // Whatever was issued stays.
  }
}

/** A platform that mixes people up between the two steps of an exchange: the token stands for who asked before. */
class MixingHandles extends Handles {
  #former: string | undefined;

  override issue(...[kind, personaKey, fault, audience]: Parameters<Handles['issue']>): string {
    if (kind !== 'TOKEN' && kind !== 'ACCESS_TOKEN') return super.issue(kind, personaKey, fault, audience);
    const mixedUp = this.#former ?? personaKey;
    this.#former = personaKey;
    return super.issue(kind, mixedUp, fault, audience);
  }
}

const platforms = { honest: Handles, 'forgets which tickets were used': ForgetfulHandles, 'mixes people up': MixingHandles } as const;

/** Both of our real sign-in protocols against the simulated platform's exchange, over HTTP. */
export interface TicketWorld {
  readonly world: World;
  readonly handles: Handles;
  /** Somebody new with a platform account of their own. */
  somebody(special?: Partial<Persona>): Persona;
  /** A ticket as the platform issues it to this person for our application, unless `audience` names another. */
  ticketFor(person: Persona, method: SignInMethod, audience?: string): string;
  /** Somebody who shows this token, or none. */
  caller(token: string | null): Caller;
  /** Exchanges a ticket over the API, as a phone does; in 浙里办 App, which knows both protocols, unless told otherwise. */
  signIn(ticket: string, method: SignInMethod, as?: Caller, container?: Container): Promise<SignInMutation['signIn']>;
  /** What our side of the protocol makes of a ticket, without the API's own bookkeeping. */
  exchange(ticket: string, method: SignInMethod): Promise<VerifiedIdentity>;
  /** Signs in with a ticket that must be good. */
  citizen(person: Persona, method?: SignInMethod): Promise<Caller>;
  /** Whose records hold a decision, as the tables tell it: their keys, sorted. */
  registered(people: readonly Persona[]): Promise<string[]>;
  /** How many people are on the register, whoever they are. */
  countDonors(): Promise<number>;
  /** Lets time pass for the server and the platform. */
  wait(milliseconds: number): void;
}

let made = 0;

/** Serves the platform's exchange on a port of its own and the application before a database of its own. */
export async function createTicketWorld(habit: keyof typeof platforms = 'honest'): Promise<TicketWorld> {
  const world = await createWorld();
  let clock = NOW;
  const now = () => clock;
  const people: Persona[] = [];
  const handles = new platforms[habit](now);
  const accounts = new SignedInAccounts(people);

  const platform = createServer();
  await new Promise<void>((listening) => platform.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
  const { zheliban, simulator } = readConfig({ mode: 'test', databaseUrl: world.databaseUrl, dataFolder: '', ownUrl: origin, environment: { ...newKeys(), SANXIAN_SIMULATOR: 'on' } });
  if (!simulator) throw new Error('The simulator is off');
  const { serviceCode, servicePassword, accessKey, secretKey, appId } = simulator;
  platform.on('request', express().use(exchangeRoutes({ handles, accounts, openDoor: { servicecode: serviceCode, servicepwd: servicePassword }, gateway: { accessKey, secretKey }, appId, now })));

  const log = createLog('info', { write: (line: string) => void (world.logged as string[]).push(line) });
  const identityProviders: readonly (ZhelibanTicketProvider | ZhelibanTicketIdProvider)[] = [new ZhelibanTicketIdProvider(zheliban.ticketId, now), new ZhelibanTicketProvider(zheliban.ticket, now)];
  const { app, close } = await createApp(world.config, world.orm, { vault: world.vault, identityProviders, limits: { take: () => Promise.resolve(null), waitFor: () => Promise.resolve(null) }, log, now });
  const http = supertest(app);
  const database = new pg.Client(world.databaseUrl);
  await database.connect();
  afterAll(async () => {
    await database.end();
    platform.closeAllConnections();
    await new Promise((closed) => platform.close(closed));
    await close();
  });

  const ticketFor: TicketWorld['ticketFor'] = (person, method, audience) => handles.issue(method === 'ZHELIBAN_TICKET_ID' ? 'TICKET_ID' : 'TICKET', person.key, undefined, audience);
  const signIn: TicketWorld['signIn'] = async (ticket, method, as = new Caller(http, null), container = 'ZHELIBAN_APP') =>
    (await as.run(SignInDocument, { input: { ticket, method, container } })).signIn;
  const indexOf = (person: Persona) =>
    personIndexOf(world.vault, { documentType: 'RESIDENT_ID_CARD', documentNumber: person.document.number, birthday: person.birthday } as never).toString('hex');
  return {
    world,
    handles,
    somebody(special = {}) {
      made += 1;
      const birthday = '1984-04-06';
      const number = testIdentityNumber({ divisionCode: `33${String(1000 + made).padStart(4, '0')}`, birthday, order: (2 * made + 1) % 1000 });
      const person: Persona = {
        ...{ kind: 'PERSON', key: `somebody-${made}`, purpose: '', userId: randomBytes(16).toString('hex'), loginName: `demo_${made}`, assuranceLevel: 3 },
        ...{ name: `演示${['甲', '乙', '丙', '丁', '戊', '己', '庚'][made % 7] ?? ''}`, document: { kind: 'RESIDENT', number }, birthday, sex: '1', nation: '01', mobile: String(13_600_000_000 + made) },
        ...special,
      };
      people.push(person);
      return person;
    },
    ticketFor,
    signIn,
    exchange: (ticket, method) => identityProviders.find((provider) => provider.method === method)?.exchange(ticket, 'ZHELIBAN_APP') ?? Promise.reject(new Error('No such protocol')),
    caller: (token) => new Caller(http, token),
    async citizen(person, method = 'ZHELIBAN_TICKET_ID') {
      const signedIn = await signIn(ticketFor(person, method), method);
      if (signedIn.__typename !== 'SignInSuccess') throw new Error(`The person could not sign in: ${signedIn.__typename}`);
      return new Caller(http, signedIn.token);
    },
    async registered(asked) {
      const { rows } = await database.query<{ index: string }>("select encode(document_index, 'hex') as index from donor join decision on decision.donor_id = donor.id");
      const indexes = new Set(rows.map(({ index }) => index));
      return asked.filter((person) => indexes.has(indexOf(person))).map(({ key }) => key).toSorted();
    },
    async countDonors() {
      const { rows } = await database.query<{ count: string }>('select count(*) from donor');
      return Number(rows[0]?.count);
    },
    wait(milliseconds) {
      clock = new Date(clock.getTime() + milliseconds);
    },
  };
}
