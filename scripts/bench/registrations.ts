/**
 * Registrations as phones send them: over HTTP, with everything the register does about one, on a database of the caller's. Node
 * runs no decorators, so `bundled.ts` compiles this first.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RegisterDonorDocument, SignInDocument } from '../../schema/generated/graphql.ts';
import { createApp } from '../../server/src/app.ts';
import { newSigningKey } from '../../server/src/audit/audit-keys.ts';
import { newCardKey } from '../../server/src/donor-card/card-keys.ts';
import { readConfig } from '../../server/src/config.ts';
import { connect } from '../../server/src/database/orm.ts';
import { allItems } from '../../server/src/donors/donation-kinds.ts';
import { SignInMethod, type IdentityProvider } from '../../server/src/identity/identity-provider.ts';
import { createLog } from '../../server/src/log.ts';
import { consentInForce } from '../../server/src/policy/consent-texts.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { identityOf } from './population.ts';

/** A register that takes registrations over HTTP. */
export interface Registrations {
  /** Signs in so many new people; each token is good for one registration. */
  signIn(people: number): Promise<string[]>;
  /** Registers the person of a token. @throws Error when that was refused. */
  register(token: string): Promise<void>;
  close(): Promise<void>;
}

/** What serves them, for whoever loads this file compiled. */
export type ServeRegistrations = typeof serveRegistrations;

/** Serves the register on a free port; made-up people sign in with their number as the ticket. */
export async function serveRegistrations(databaseUrl: string): Promise<Registrations> {
  const orm = await connect(databaseUrl);
  const key = () => randomBytes(32).toString('base64');
  const environment = { SANXIAN_KEYS: `bench:${key()}`, SANXIAN_INDEX_KEY: key(), SANXIAN_AUDIT_KEY: newSigningKey('bench'), SANXIAN_EVIDENCE_KEY: newSigningKey('evidence'), SANXIAN_CARD_KEY: newCardKey(), SANXIAN_SIMULATOR: 'off', LOG_LEVEL: 'silent' };
  const config = readConfig({ mode: 'test', databaseUrl, dataFolder: '', ownUrl: '', environment });
  const { app, close } = await createApp(config, orm, { vault: new Vault(config.keys), identityProviders: [madeUp], limits: { take: () => Promise.resolve(null), waitFor: () => Promise.resolve(null) }, log: createLog('silent'), now: () => new Date() });
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const agent = new Agent({ keepAlive: true });
  const { port } = server.address() as AddressInfo;
  const send = (body: object, token?: string) => post(agent, port, JSON.stringify(body), token);
  let people = 0;
  return {
    async signIn(wanted) {
      const tokens: string[] = [];
      const signInNext = async () => {
        while (tokens.length + underWay < wanted) {
          underWay += 1;
          people += 1;
          const answer = await send({ documentId: SignInDocument.id, variables: { input: { method: SignInMethod.ZHELIBAN_TICKET_ID, ticket: `bench-${people}`, container: 'ZHELIBAN_APP' } } });
          const [, token] = /"token":"([^"]+)"/.exec(answer) ?? [];
          if (token === undefined) throw new Error(`Nobody signed in: ${answer.slice(0, 300)}`);
          underWay -= 1;
          tokens.push(token);
        }
      };
      let underWay = 0;
      // More at once would be turned away.
      await Promise.all(Array.from({ length: 16 }, signInNext));
      return tokens;
    },
    async register(token) {
      const { version, hash } = consentInForce('AGREE', 'zh-CN');
      const contact = { phone: null, residenceCode: '330106', familyKnows: 'NOT_STATED', emergencyContact: null, keepEmergencyContact: false };
      const input = { idempotencyKey: randomUUID(), expectedVersion: null, choices: allItems.map((item) => ({ item, choice: 'AGREE' })), contact, consent: { version, hash } };
      const answer = await send({ documentId: RegisterDonorDocument.id, variables: { input } }, token);
      if (!answer.includes('RegisterDonorSuccess')) throw new Error(`Nobody was registered: ${answer.slice(0, 300)}`);
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await close();
      await orm.close();
    },
  };
}

const madeUp: IdentityProvider = {
  method: SignInMethod.ZHELIBAN_TICKET_ID,
  signInUrl: () => null,
  stepUpUrl: () => null,
  exchange(ticket) {
    const identity = identityOf(Number(ticket.slice('bench-'.length)));
    return Promise.resolve({ ...identity, provider: SignInMethod.ZHELIBAN_TICKET_ID, providerUserId: ticket });
  },
};

function post(agent: Agent, port: number, body: string, token?: string): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, host: '127.0.0.1', method: 'POST', path: '/graphql', headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve(Buffer.concat(parts).toString()));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
