/** F16 and F17: a server with little memory is sent more than it can hold, and what it sends is not read. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { root } from '../stages.ts';
import { type Experiment, type Figures, isOverwhelmed, type Plan } from './experiment.ts';
import { flood, SlowReaders } from './pressure.ts';
import { familyOf, residentMegabytes } from './processes.ts';
import type { Scene } from './scene.ts';
import { TransactionWatch } from './transaction-watch.ts';
import { unprotected } from './unprotected.ts';

/** The bound of the server's heap, in megabytes; beside it there is what lies outside of it, the program itself for example. */
const HEAP = 512;

/** What a server may hold in all, in megabytes. */
const MOST_MEGABYTES = 600;

/** At this much it is enough, in megabytes: whatever else is on this machine is to have its share. */
const ENOUGH_MEGABYTES = 1_500;

/** How long callers flood a server for each time, in milliseconds. */
const FLOOD = 5_000;

/** Until then a server must have cut off who does not read, in milliseconds: it waits 15 seconds for them, and looks every few. */
const CUT_OFF_WITHIN = 40_000;

/** Longer than this no connection to the database may be in one transaction, in milliseconds: whoever does not read is kept for 15 seconds. */
const LONGEST_TRANSACTION = 10_000;

interface Broken {
  readonly kills: number;
  readonly figures: Figures;
}

/** What is seen of a server while it is under pressure. */
interface Watched {
  /** Whether it has ended, or holds so much that there is nothing more to show. */
  isOver(): boolean;
}

/** Watches what the only server holds, and whether it is there, while something is done. */
async function watching(scene: Scene, work: (watched: Watched) => Promise<Figures>): Promise<Figures> {
  const [server] = scene.servers;
  let [most, deaths] = [0, 0];
  const pid = server?.pid ?? 0;
  const seen = (): Figures => ({ deaths, mostMegabytes: most, mayHoldMegabytes: MOST_MEGABYTES });
  const watch = setInterval(() => {
    most = Math.max(most, residentMegabytes(pid));
    if (familyOf(pid).length === 0) deaths = 1;
  }, 100);
  try {
    const figures = await work({ isOver: () => deaths > 0 || most > ENOUGH_MEGABYTES });
    return { ...figures, ...seen(), megabytesAfter: residentMegabytes(pid) };
  } finally {
    clearInterval(watch);
  }
}

/** F16: sixty callers send all they may and more. */
async function sendTooMuch(scene: Scene, { times }: Plan): Promise<Broken> {
  const [server] = scene.servers;
  const figures = await watching(scene, async ({ isOver }) => {
    const over = performance.now() + FLOOD * times;
    const answers = await flood(server?.origin ?? '', 60, () => performance.now() > over || isOver());
    return Object.fromEntries(Object.entries(answers).map(([status, count]) => [status === '0' ? 'withoutAnswer' : `status${status}`, count]));
  });
  return { kills: 0, figures };
}

/** F17: two hundred callers read one byte a second, while everybody else goes on. */
async function readSlowly(scene: Scene): Promise<Broken> {
  const [server] = scene.servers;
  const asset = readdirSync(join(root, 'client/dist/assets')).find((name) => name.startsWith('index-') && name.endsWith('.js')) ?? '';
  const from = scene.history.now();
  const figures = await watching(scene, async ({ isOver }) => {
    const readers = new SlowReaders(server?.origin ?? '', 200, `/assets/${asset}`);
    try {
      const began = performance.now();
      await sleep(1_000);
      for (let waited = 0; waited < CUT_OFF_WITHIN && readers.left > 0 && !isOver(); waited += 250) await sleep(250);
      return { readers: 200, readersNeverCutOff: readers.left, cutOffMilliseconds: Math.round(performance.now() - began) };
    } finally {
      readers.close();
    }
  });
  return { kills: 0, figures: { ...figures, longestGapMilliseconds: Math.round(scene.history.longestGap(from)) } };
}

/** The same, and looks beside it how long the server holds connections to its database in one transaction. */
function watchingTransactions(breakThings: Experiment['breakThings']): Experiment['breakThings'] {
  return async (scene, plan) => {
    const { leader, addresses } = scene.cluster;
    const watch = await TransactionWatch.on(leader, new URL(addresses.runtime).username);
    const { kills, figures } = await breakThings(scene, plan);
    return { kills, figures: { ...figures, ...(await watch.end()) } };
  };
}

/** The control of that watch: somebody holds a connection for as long as a server would that held one for who does not read. */
async function holdTransaction(scene: Scene): Promise<Broken> {
  const client = new pg.Client(scene.cluster.addresses.runtime);
  await client.connect();
  await client.query('begin');
  await client.query('select 1');
  await sleep(LONGEST_TRANSACTION + 1_000);
  await client.end();
  return { kills: 0, figures: {} };
}

/** Afterwards nothing may be as it must not be. */
function held(breakThings: Experiment['breakThings']): Experiment['breakThings'] {
  return async (scene, plan) => {
    const broken = await breakThings(scene, plan);
    await scene.untilAcknowledged(20);
    const { readersNeverCutOff = 0, longestTransactionMilliseconds = 0 } = broken.figures;
    if (isOverwhelmed(broken.figures) || readersNeverCutOff > 0 || longestTransactionMilliseconds > LONGEST_TRANSACTION) throw new Error(`The server did not hold: ${JSON.stringify(broken.figures)}`);
    return broken;
  };
}

/** The control: a server that ends, or is ended because it holds more than it may, is started again, as a service manager does; nothing that was acknowledged may be lost all the same. */
function overwhelmed(breakThings: Experiment['breakThings']): Experiment['breakThings'] {
  return async (scene, plan) => {
    const broken = await breakThings(scene, plan);
    for (const server of scene.servers) {
      await server.kill();
      await server.start();
    }
    await scene.untilAcknowledged(20);
    return broken;
  };
}

/** The control of F17: beside the server that is not protected, a connection that is held must be seen. */
async function readSlowlyUnprotected(scene: Scene, plan: Plan): Promise<Broken> {
  const [broken] = await Promise.all([overwhelmed(readSlowly)(scene, plan), holdTransaction(scene)]);
  return broken;
}

/** @throws Error when the watch did not see what it is for. */
async function seenHeld(scene: Scene, plan: Plan): Promise<Broken> {
  const broken = await watchingTransactions(readSlowlyUnprotected)(scene, plan);
  if ((broken.figures['longestTransactionMilliseconds'] ?? 0) <= LONGEST_TRANSACTION) throw new Error(`A transaction that was held was not seen: ${JSON.stringify(broken.figures)}`);
  return broken;
}

const words = [`--max-old-space-size=${HEAP}`];
const scene = { standbys: 0, acknowledged: 'HERE', servers: 1, each: () => ({ words }) } as const;
const anyBody = unprotected('limit-of-bodies');
const anyPipeline = unprotected('limit-of-pipelining');

/** In the order in which they are run. */
export const pressureFaults: readonly Experiment[] = [
  { id: 'F16', title: 'a server with 512 MB is sent as much as one may, and more, by sixty at once', expects: 'NOTHING_BROKEN', scene, breakThings: held(sendTooMuch) },
  { id: 'F16-control', title: 'the same without a limit of how long a body is', expects: 'OVERWHELMED', scene: { ...scene, each: () => ({ words, built: anyBody.built }) }, prepare: anyBody.prepare, breakThings: overwhelmed(sendTooMuch) },
  { id: 'F17', title: 'two hundred callers ask for much and read one byte a second', expects: 'NOTHING_BROKEN', scene, breakThings: held(watchingTransactions(readSlowly)) },
  { id: 'F17-control', title: 'the same without a limit of requests on one connection; and one who holds a transaction', expects: 'OVERWHELMED', scene: { ...scene, each: () => ({ words, built: anyPipeline.built }) }, prepare: anyPipeline.prepare, breakThings: seenHeld },
];
