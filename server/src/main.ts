import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import { carriersOf } from './carriers.ts';
import { Clock, keepClock } from './clock.ts';
import { keepSealing } from './audit/keep-sealing.ts';
import { readConfig, type Mode } from './config.ts';
import { refuseEarly } from './http/early-refusals.ts';
import { limitPipelining } from './http/pipelining.ts';
import { homeInUse, isHome } from './database/backup/backup-home.ts';
import { connect, connectionsOf, migrate, type Orm } from './database/orm.ts';
import { keepReplicas } from './database/keep-replicas.ts';
import { openRegisterKeys } from './database/register-keys.ts';
import { limitRuntimeRole } from './database/runtime-role.ts';
import { databaseLimits } from './graphql/limits.ts';
import { ZhelibanTicketProvider } from './identity/zheliban-ticket.ts';
import { ZhelibanTicketIdProvider } from './identity/zheliban-ticket-id.ts';
import { reapplyBodyErasures } from './body-donation/erase-body-donation.ts';
import { reapplyErasures } from './donors/reapply-erasures.ts';
import { keepDemoApart } from './database/demo-mark.ts';
import { keepToOwnKeys } from './database/key-mark.ts';
import { keepCardsTold } from './health-cards/keep-cards-told.ts';
import { keepFigures } from './figures/keep-figures.ts';
import { loadReferenceData } from './reference-data.ts';
import { createLog } from './log.ts';
import { forgetOutsideOfRecord } from './rights/carry-out-erasure.ts';
import { adoptErasedLists, ERASED_LIST } from './vault/erased-list.ts';
import { keepErasedList } from './vault/keep-erased-list.ts';
import { KeyServiceUnavailable } from './vault/key-encryption.ts';
import { keepNationalSync } from './national-register/keep-national-sync.ts';
import { nationalRegisterOf } from './national-register/reach-national-register.ts';
import { keepDispatching } from './outbox/keep-dispatching.ts';
import { keepRetention } from './retention/keep-retention.ts';
import { Metrics } from './telemetry/metrics.ts';
import { openOperationsDoor } from './telemetry/operations-door.ts';
import { queueFigures } from './telemetry/telemetry.queries.ts';
import { Vault } from './vault/vault.ts';

/** How the server is started. */
export interface StartOptions {
  readonly databaseUrl: string;
  /** The address by which the owner of the tables connects, to bring them up to date; the same as `databaseUrl` unless it says otherwise. */
  readonly migrationUrl?: string | undefined;
  /** The port to listen on; 0 takes a free one. */
  readonly port: number;
  /** The address to listen on; this machine only unless it says otherwise. */
  readonly host?: string;
  readonly dataFolder: string;
  readonly mode: Mode;
  /** The most connections at once; more are closed at once. */
  readonly maxConnections?: number;
}

/** A server that answers. */
export interface RunningServer {
  readonly url: string;
  /** Where those who run it look; null when that door is closed. */
  readonly operationsUrl: string | null;
  /** Answers what is under way, then stops. */
  close(): Promise<void>;
}

/** How long a caller may take over the head and the whole of a request, and how often that is looked at, in milliseconds. */
export const PATIENCE = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 };

/**
 * How long a connection may stand still while it is being answered, in milliseconds: whoever stops reading would otherwise
 * hold the answer in memory for good. No answer of ours takes nearly as long; the database gives up after 2.5 s.
 */
const STANDSTILL = 15_000;

/** How long an idle connection is kept, in milliseconds: longer than the minute of usual proxies, so that they close first. */
const KEEP_ALIVE = 65_000;

/**
 * The most connections at once. A connection costs a file and some kilobytes even when it says nothing; beyond this the
 * memory of the machine would be at the mercy of whoever opens more. Behind proxies it is never reached: they share theirs.
 */
const MOST_CONNECTIONS = 5_000;

/** How long requests under way may take to end when the server stops, in milliseconds. */
const DRAIN = 10_000;

/** Migrates, loads the reference data and serves. The port is taken first, so that a taken one is noticed before any work. */
export async function start({ databaseUrl, migrationUrl = databaseUrl, port, host = '127.0.0.1', dataFolder, mode, maxConnections = MOST_CONNECTIONS }: StartOptions): Promise<RunningServer> {
  const server = createServer({ ...PATIENCE, maxHeaderSize: 16_384, keepAliveTimeout: KEEP_ALIVE });
  Object.assign(server, { timeout: STANDSTILL, maxConnections });
  let answer: RequestListener = sayStarting;
  server.on('request', (request, response) => answer(request, response));
  const taken = await listen(server, port, host);
  try {
    const config = readConfig({ mode, databaseUrl, dataFolder, ownUrl: `http://127.0.0.1:${taken}` });
    const clock = new Clock();
    const { now } = clock;
    const metrics = new Metrics();
    const log = createLog(config.logLevel, undefined, (event, level) => metrics.logEvent(event, level));
    const traces = config.traces && (await import('./telemetry/send-traces.ts')).sendTraces({ settings: config.traces, count: (outcome, spans) => metrics.spans(outcome, spans) });
    // Whoever set the standard variable for something else on this machine is to notice.
    if (config.traces) log.info({ collector: new URL(config.traces.url).origin }, 'traces are sent');
    const vault = new Vault(config.keys);
    const orm = await connect(databaseUrl, config.readReplicas);
    if (!(await bringUpToDate(migrationUrl, orm, log))) {
      log.warn({ event: 'oneDatabaseRole' }, 'the server connects as the owner of the tables: only triggers keep the audit; set MIGRATION_DATABASE_URL (docs/operations.md)');
    }
    await clock.ask(orm.em.fork());
    await openRegisterKeys(orm, vault, now()).catch((error: unknown) => {
      if (!(error instanceof KeyServiceUnavailable)) throw error;
      // Withdrawing works without it; the first request that needs it tries again.
      log.error({ event: 'keyServiceUnavailable', trouble: error.trouble }, 'the key service cannot be used');
    });
    // First: a database that is not ours must not be marked as ours, or as one for demonstration.
    await keepToOwnKeys(orm, vault);
    await keepDemoApart(orm, config, now());
    await loadReferenceData(orm, now());
    const erasedLists = () => [config.erasedList, ...[homeInUse(join(dataFolder, 'postgres'))].flatMap((home) => (home !== null && isHome(home) ? [join(home, ERASED_LIST)] : []))];
    // A database that went back to an earlier moment has forgotten whom it erased since.
    await adoptErasedLists(orm.em.fork(), erasedLists());
    const erased = (await reapplyErasures(orm, vault, now, (tools, donor) => forgetOutsideOfRecord(tools, donor.indexes(), donor))) + (await reapplyBodyErasures(orm, vault, now));
    if (erased > 0) log.warn({ event: 'erasedAgain', people: erased }, 'an older copy of the register was restored; whom it brought back was erased again');
    const limits = databaseLimits({ databaseUrl, digest: (actionAndCaller) => vault.blindIndex('limit', actionAndCaller) });
    const { app, admission, readiness, close } = await createApp(config, orm, {
      vault,
      identityProviders: [new ZhelibanTicketIdProvider(config.zheliban.ticketId, now), new ZhelibanTicketProvider(config.zheliban.ticket, now)],
      limits,
      log,
      metrics,
      now,
    });
    metrics.watch({ queues: () => queueFigures(orm.em.fork({ clear: true }), now()), pool: () => connectionsOf(orm), isReady: () => readiness.isWanted });
    const operations = config.operations.door && (await openOperationsDoor(config.operations.door, { metrics, readiness }));
    const sealing = keepSealing({ databaseUrl, ...config.audit, now, log });
    const retention = keepRetention({ orm, config, now, log });
    const dispatching = keepDispatching({ orm, carriers: carriersOf({ config, vault, orm, now, log }), now, log });
    const erasedList = keepErasedList({ orm, paths: erasedLists, log });
    const replicas = keepReplicas({ orm, log });
    const time = keepClock({ orm, clock, log });
    const register = nationalRegisterOf(config.national);
    const nationalSync = register && keepNationalSync({ orm, vault, register, now, log });
    const cardsTold = keepCardsTold({ orm, now, log });
    const figures = keepFigures({ orm, now, log });
    refuseEarly(server, admission, readiness);
    const door = admission.atTheDoor(app);
    answer = limitPipelining((request, response) => {
      // A connection that is kept would be cut in the middle of a next request.
      if (!readiness.isWanted) response.setHeader('connection', 'close');
      door(request, response);
    });
    return {
      url: `http://localhost:${taken}`,
      operationsUrl: operations && `http://127.0.0.1:${(operations.address() as AddressInfo).port}`,
      async close() {
        readiness.drain();
        await pause(config.operations.drainSeconds * 1_000);
        await drain(server);
        await close();
        await sealing.stop();
        await limits.close();
        await replicas.stop();
        await time.stop();
        await cardsTold.stop();
        await figures.stop();
        await dispatching.stop();
        await nationalSync?.stop();
        await retention.stop();
        await erasedList.stop();
        await traces?.stop();
        operations?.close();
        operations?.closeAllConnections();
        await orm.close();
      },
    };
  } catch (error) {
    server.close();
    throw error;
  }
}

/** Migrates as the owner and gives the servers' role what it needs. @returns whether that role is another than the owner. */
async function bringUpToDate(migrationUrl: string, runtime: Orm, log: Logger): Promise<boolean> {
  const owner = await connect(migrationUrl);
  try {
    await migrate(owner, {
      onWait: (change, waited) => log.warn({ event: 'migrationWaits', change, waited }, 'a change of the schema waits: somebody holds its table'),
    });
    return await limitRuntimeRole(owner, runtime);
  } finally {
    await owner.close();
  }
}

/** Who calls before we are ready is told to come back, instead of waiting for an answer that nobody gives. */
const sayStarting: RequestListener = (_request, response) => {
  response.writeHead(503, { 'retry-after': '2', 'content-type': 'text/plain; charset=utf-8' }).end('正在启动，请稍候 · starting\n');
};

/** @throws the listening fault, for example EADDRINUSE. */
async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function drain(server: Server): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), DRAIN);
  await ended;
  clearTimeout(late);
}
