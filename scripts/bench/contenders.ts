/** Starts the servers that are compared, each as a process of its own, and knows how to ask each for the same thing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Request } from 'autocannon';
import { MyDecisionDocument, type MyDecisionQuery, OrganisationsDocument, type OrganisationsQuery, RegisterDonorDocument, type RegisterDonorMutation } from '../../schema/generated/graphql.ts';
import type { Registered } from './bare-register.ts';
import { type FreshPerson, newRegistration } from './fresh-people.ts';
import { LISTED } from './operations.ts';

/** A server under comparison. */
export interface Contender {
  readonly name: string;
  /** What it is and what it does for one request, and where it does less or more than others. */
  readonly what: string;
  readonly pid: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Asks for the decision of the person whose session the token is. */
  request(token: string): Request;
  /** The decision in an answer of this contender; throws when there is none. */
  viewerIn(body: string): NonNullable<MyDecisionQuery['viewer']>;
  /** Asks for the first page of the directory, as anybody may. */
  listRequest(): Request;
  /** The page in an answer of this contender; throws when there is none. */
  listIn(body: string): OrganisationsQuery['organisations'];
  /** Registers a decision of somebody who has none. */
  registerRequest(person: FreshPerson): Request;
  /** The decision in an answer to that; throws when nobody was registered. */
  registeredIn(body: string): Registered;
  /** The tables in which each registration adds a row. */
  readonly deeds: readonly string[];
  stop(): Promise<void>;
}

/** A contender as it is started. */
export type StartContender = (start: Start) => Promise<Contender>;

/** How to start a contender. */
export interface Start {
  readonly settings: Readonly<Record<string, string>>;
  /** For the file with what it says. */
  readonly folder: string;
}

/** How the citizens' app asks. */
export const appHeaders = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json', 'accept-language': 'zh-CN' };

const AS_SHIPPED = 'pnpm start in production mode: trusted documents by id over POST /graphql; session by token hash, sealed identity and contact opened, fingerprint of every decision checked, policy, masks, request id, log line; registering: a unit of work with idempotency key, data key, sealed values, audit entry, outbox event, figures, sealed in the audit before its round ends';

/**
 * The register as `pnpm start` serves it, in production mode, with all its guarantees: the trusted documents of the
 * citizens' app by their ids, sent as it sends them.
 */
export function startShipped(start: Start): Promise<Contender> {
  return startSanxian('sanxian', AS_SHIPPED, 'shipped-server.ts', start);
}

/** The same where strangers get from memory what is everybody's. */
export function startFromMemory(start: Start): Promise<Contender> {
  return startSanxian('sanxian-public', `${AS_SHIPPED}; what is everybody's comes from memory for a second`, 'shipped-server.ts', start);
}

/** A program that serves the register's own door, asked as the citizens' app asks. */
export async function startSanxian(name: string, what: string, program: string, start: Start): Promise<Contender> {
  const body = JSON.stringify({ documentId: MyDecisionDocument.id, operationName: MyDecisionDocument.operationName, variables: {} });
  const listBody = JSON.stringify({ documentId: OrganisationsDocument.id, operationName: OrganisationsDocument.operationName, variables: { first: LISTED } });
  return {
    ...(await startProgram(name, program, start)),
    name,
    what,
    request: (token) => ({ method: 'POST', path: '/graphql', headers: { ...appHeaders, authorization: `Bearer ${token}` }, body }),
    viewerIn: (answer) => viewerOf(name, (JSON.parse(answer) as { data?: Partial<MyDecisionQuery> }).data),
    listRequest: () => ({ method: 'POST', path: '/graphql', headers: appHeaders, body: listBody }),
    listIn: (answer) => listOf(name, (JSON.parse(answer) as { data?: Partial<OrganisationsQuery> }).data),
    registerRequest: ({ token }) => ({
      ...{ method: 'POST', path: '/graphql', headers: { ...appHeaders, authorization: `Bearer ${token}` } },
      body: JSON.stringify({ documentId: RegisterDonorDocument.id, operationName: RegisterDonorDocument.operationName, variables: newRegistration() }),
    }),
    deeds: ['donor', 'decision', 'national_sync', 'idempotent_request', 'audit_entry', 'outbox_event'],
    registeredIn: (answer) => registeredOf(name, (JSON.parse(answer) as { data?: Partial<RegisterDonorMutation> }).data),
  };
}

const BY_HAND = 'node:http and pg by hand: GET; look-up: session by token hash joined with plain-text person and donor, then decisions, list: page and count, as two named statements each; registering: session, then donor, decision, audit entry and outbox event in one transaction of named statements, into tables without triggers; same masks and rules, no guarantees';

/** The floor by hand over a pool, see `bare-server.ts`. */
export function startBare(start: Start): Promise<Contender> {
  return startByHand('bare', `${BY_HAND}; pooled`, start, {});
}

/** The same by hand over pipelined connections: the ceiling of what this can be. */
export function startBarePipelined(start: Start): Promise<Contender> {
  return startByHand('bare-pipelined', `${BY_HAND}; over three connections with pg's pipeline`, start, { BARE_PIPELINED: 'yes' });
}

async function startByHand(name: string, what: string, { settings, folder }: Start, own: Readonly<Record<string, string>>): Promise<Contender> {
  const program = await startProgram(name, 'bare-server.ts', { settings: { ...settings, ...own }, folder });
  return {
    ...program,
    name,
    what,
    request: (token) => ({ method: 'GET', path: '/my-decision', headers: { accept: 'application/json', authorization: `Bearer ${token}` } }),
    viewerIn: (answer) => viewerOf(name, JSON.parse(answer) as Partial<MyDecisionQuery>),
    listRequest: () => ({ method: 'GET', path: '/organisations', headers: { accept: 'application/json' } }),
    listIn: (answer) => listOf(name, JSON.parse(answer) as Partial<OrganisationsQuery>),
    registerRequest: ({ token }) => ({ method: 'POST', path: '/decisions', headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify(newRegistration()) }),
    deeds: ['plain.enrolment', 'plain.registration', 'plain.audit_entry', 'plain.outbox_event'],
    registeredIn: (answer) => registeredOf(name, JSON.parse(answer) as Partial<RegisterDonorMutation>),
  };
}

/** The page in the data of an answer. @throws Error when there is none. */
export function listOf(name: string, data: Partial<OrganisationsQuery> | undefined): OrganisationsQuery['organisations'] {
  if (!data?.organisations) throw new Error(`${name} did not answer with a page of the directory`);
  return data.organisations;
}

/** The registered decision in the data of an answer. @throws Error when nobody was registered. */
export function registeredOf(name: string, data: Partial<RegisterDonorMutation> | undefined): Registered {
  if (data?.registerDonor?.__typename !== 'RegisterDonorSuccess') throw new Error(`${name} registered nobody: ${data?.registerDonor?.__typename ?? 'no answer'}`);
  return data.registerDonor;
}

/** The signed-in person in the data of an answer. @throws Error when there is none. */
export function viewerOf(name: string, data: Partial<MyDecisionQuery> | undefined): NonNullable<MyDecisionQuery['viewer']> {
  if (!data?.viewer) throw new Error(`${name} did not answer with the person who is signed in`);
  return data.viewer;
}

/** Starts a program, by its path seen from this folder, and waits for the address that it prints; its name is also that of its connections to the database. */
export async function startProgram(name: string, program: string, { settings, folder }: Start): Promise<Pick<Contender, 'pid' | 'origin' | 'stop'>> {
  const complaints = join(folder, `${name}.log`);
  const log = openSync(complaints, 'a');
  const child = spawn(process.execPath, [resolve(import.meta.dirname, program)], {
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'info', BARE_NAME: name, ...settings },
    stdio: ['ignore', 'pipe', log, 'ipc'],
  });
  closeSync(log);
  const ended = new Promise<void>((closed) => child.once('close', () => closed()));
  const port = await Promise.race([portOf(child), ended]);
  if (port === undefined || child.pid === undefined) throw new Error(`${program} did not start:\n${readFileSync(complaints, 'utf8').slice(-2_000)}`);
  return {
    pid: child.pid,
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** The port in the first address that the program prints. */
function portOf(child: ChildProcess): Promise<string> {
  return new Promise((found) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const port = /http:\/\/localhost:(\d+)/.exec(said)?.[1];
      if (port !== undefined) found(port);
    });
  });
}
