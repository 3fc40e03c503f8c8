/** F16 and F17: a server with little memory is sent more than it can hold, and what it sends is not read. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../stages.ts';
import type { Experiment, Figures, Plan } from './experiment.ts';
import { flood, SlowReaders } from './pressure.ts';
import { familyOf, residentMegabytes } from './processes.ts';
import type { Scene } from './scene.ts';

/** The bound of the server's heap, in megabytes; beside it there is what lies outside of it, the program itself for example. */
const HEAP = 512;

/** What a server may hold in all, in megabytes. */
const MOST_MEGABYTES = 900;

/** How long callers flood a server for each time, in milliseconds. */
const FLOOD = 1_500;

/** Until then a server must have cut off who does not read, in milliseconds: it waits 15 seconds for them, and looks every few. */
const CUT_OFF_WITHIN = 40_000;

interface Broken {
  readonly kills: number;
  readonly figures: Figures;
}

/** Watches what the only server holds, and whether it is there, while something is done. */
async function watching(scene: Scene, work: () => Promise<Figures>): Promise<Figures> {
  const [server] = scene.servers;
  let [most, deaths] = [0, 0];
  const pid = server?.pid ?? 0;
  const watch = setInterval(() => {
    most = Math.max(most, residentMegabytes(pid));
    if (familyOf(pid).length === 0) deaths = 1;
  }, 100);
  try {
    return { ...(await work()), deaths, mostMegabytes: most, megabytesAfter: residentMegabytes(pid) };
  } finally {
    clearInterval(watch);
  }
}

/** F16: sixty callers send all they may and more. */
async function sendTooMuch(scene: Scene, { times }: Plan): Promise<Broken> {
  const [server] = scene.servers;
  const figures = await watching(scene, async () => {
    const over = performance.now() + FLOOD * times;
    const answers = await flood(server?.origin ?? '', 60, () => performance.now() > over || !server?.isRunning);
    return Object.fromEntries(Object.entries(answers).map(([status, count]) => [status === '0' ? 'withoutAnswer' : `status${status}`, count]));
  });
  return { kills: 0, figures };
}

/** F17: two hundred callers read one byte a second, while everybody else goes on. */
async function readSlowly(scene: Scene): Promise<Broken> {
  const [server] = scene.servers;
  const asset = readdirSync(join(root, 'client/dist/assets')).find((name) => name.startsWith('index-') && name.endsWith('.js')) ?? '';
  const from = scene.history.now();
  const figures = await watching(scene, async () => {
    const readers = new SlowReaders(server?.origin ?? '', 200, `/assets/${asset}`);
    try {
      const began = performance.now();
      await sleep(1_000);
      for (let waited = 0; waited < CUT_OFF_WITHIN && readers.left > 0; waited += 250) await sleep(250);
      return { readers: 200, readersNeverCutOff: readers.left, cutOffMilliseconds: Math.round(performance.now() - began) };
    } finally {
      readers.close();
    }
  });
  await scene.untilAcknowledged(20);
  return { kills: 0, figures: { ...figures, longestGapMilliseconds: Math.round(scene.history.longestGap(from)) } };
}

/** The same, and afterwards nothing may be as it must not be. */
function held(breakThings: Experiment['breakThings']): Experiment['breakThings'] {
  return async (scene, plan) => {
    const broken = await breakThings(scene, plan);
    await scene.untilAcknowledged(20);
    const { deaths = 0, mostMegabytes = 0, readersNeverCutOff = 0 } = broken.figures;
    if (deaths + readersNeverCutOff > 0 || mostMegabytes > MOST_MEGABYTES) throw new Error(`The server did not hold: ${JSON.stringify(broken.figures)}`);
    return broken;
  };
}

const bound = [`--max-old-space-size=${HEAP}`];
const scene = { standbys: 0, acknowledged: 'HERE', servers: 1, each: () => ({ words: bound }) } as const;

/** In the order in which they are run. */
export const pressureFaults: readonly Experiment[] = [
  { id: 'F16', title: 'a server with 512 MB is sent as much as one may, and more, by sixty at once', expects: 'NOTHING_BROKEN', scene, breakThings: held(sendTooMuch) },
  { id: 'F17', title: 'two hundred callers ask for much and read one byte a second', expects: 'NOTHING_BROKEN', scene, breakThings: held(readSlowly) },
];
