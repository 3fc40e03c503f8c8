/** Runs the contenders in turn, over and over, and notes what each round cost. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request } from 'autocannon';
import type { Contender } from './contenders.ts';
import { ask, NotAnswered } from './load.ts';
import { busySeconds, processorSeconds, processorSecondsOfFamily } from './processor-time.ts';
import { percentile } from './statistics.ts';

/** How to measure. */
export interface Plan {
  readonly rounds: number;
  /** Seconds of load in a round that count, and before them seconds that do not. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** How many requests are asked before anything counts: V8 compiles what matters only when it has seen it often. */
  readonly warmUpRequests: number;
  /** Minutes, in all, for waiting and for measuring disturbed rounds again. */
  readonly patienceMinutes: number;
  readonly connections: number;
  /** What each contender is asked in so many seconds; told how many requests a second it has answered at most so far, 0 before the first. */
  readonly requestsFor: (contender: Contender, seconds: number, fastest: number) => Promise<readonly Request[]>;
  /** Each request is sent once at most. */
  readonly once?: boolean;
  /** How many deeds of a contender the database holds; those that were answered must be there when a round ends. */
  readonly kept?: (contender: Contender) => Promise<number>;
  /** What a contender still owes when its load ends; belongs to its round, in time and processor time. */
  readonly settle?: (contender: Contender) => Promise<void>;
  /** The first process of PostgreSQL. */
  readonly databasePid: number;
  /** The shortest right answer of each contender in bytes. */
  readonly shortestAnswer: ReadonlyMap<Contender, number>;
  /** Told after each round. */
  readonly say: (words: string) => void;
}

/** What one contender did in one round. */
export interface Round {
  readonly requestsPerSecond: number;
  /** Processor time (user and system) for each request in µs: of the contender's own process, and of PostgreSQL. */
  readonly serverMicroseconds: number;
  readonly databaseMicroseconds: number;
  /** Milliseconds until half of the answers, and 99 of 100, had come. */
  readonly p50: number;
  readonly p99: number;
  /** How many processors were busy with something else than this benchmark. */
  readonly otherWork: number;
}

/** Processors' worth of other work above which a round says more about the neighbours than about us. */
export const QUIET = 0.25;

/**
 * Every contender once in each round, the order turned about from round to round, so that neither always follows the
 * other nor always meets the same state of the machine. While there is patience, a round that other work disturbed is
 * measured again, for all contenders alike; what they achieved plays no part in it. So is a round in which somebody was not answered: on a
 * busy machine the register turns callers away (ADR 48), and refusals are no answers.
 *
 * @throws NotAnswered when that happens over and over.
 */
export async function runRounds(contenders: readonly Contender[], plan: Plan): Promise<{ measured: ReadonlyMap<Contender, readonly Round[]>; disturbed: number }> {
  const measured = new Map(contenders.map((contender) => [contender, [] as Round[]]));
  const patienceEnds = performance.now() + plan.patienceMinutes * 60_000;
  let [disturbed, unanswered] = [0, 0];
  for (let number = 1; number <= plan.rounds; ) {
    const isPatient = performance.now() < patienceEnds;
    if (isPatient && (await otherWorkNow()) > QUIET) continue;
    const round: [Contender, Round][] = [];
    try {
      for (const contender of number % 2 === 1 ? contenders : contenders.toReversed()) round.push([contender, await runRound(contender, contenders, plan)]);
    } catch (error) {
      if (!(error instanceof NotAnswered) || ++unanswered > MOST_UNANSWERED) throw error;
      disturbed += 1;
      plan.say(`${error.message}: again`);
      continue;
    }
    const isDisturbed = round.some(([, { otherWork }]) => otherWork > QUIET);
    for (const [{ name }, figures] of round) plan.say(lineOf(`round ${number}/${plan.rounds}`, name, figures));
    if (isPatient && isDisturbed) {
      disturbed += 1;
      plan.say('disturbed by other work: again');
      continue;
    }
    for (const [contender, figures] of round) measured.get(contender)?.push(figures);
    number += 1;
    unanswered = 0;
  }
  return { measured, disturbed };
}

/** How many processors are busy while we do nothing for some seconds. */
async function otherWorkNow(): Promise<number> {
  const before = busySeconds();
  await sleep(3_000);
  return (busySeconds() - before) / 3;
}

function lineOf(round: string, name: string, { requestsPerSecond, serverMicroseconds, databaseMicroseconds, otherWork }: Round): string {
  const figures = `${requestsPerSecond.toFixed(0).padStart(6)} requests/s  ${serverMicroseconds.toFixed(0).padStart(5)} + ${databaseMicroseconds.toFixed(0).padStart(4)} µs of processor time each`;
  return `${round}  ${name.padEnd(20)} ${figures}  (${otherWork.toFixed(2)} processors busy elsewhere)`;
}

/** How often one round is measured again because somebody was not answered. */
const MOST_UNANSWERED = 10;
/** Seconds after which a contender is as warm as this machine lets it become. */
const PATIENCE = 20;
/** How long is asked before it is looked again whether that was enough. */
const WARM_UP_SECONDS = 1;

/** Load that is not measured: code is compiled, connections are opened, statements are prepared. */
export async function warmUp(contender: Contender, plan: Plan): Promise<void> {
  let [seen, waited] = [0, 0];
  while (seen < plan.warmUpRequests && waited < PATIENCE) {
    const { count, seconds } = await ask({ ...(await loadFor(contender, plan, WARM_UP_SECONDS)), maySendAway: true });
    noteRate(contender, count / seconds);
    seen += count;
    waited += seconds;
  }
}

async function runRound(contender: Contender, contenders: readonly Contender[], plan: Plan): Promise<Round> {
  await ask({ ...(await loadFor(contender, plan, plan.warmUpSeconds)), maySendAway: true });
  await plan.settle?.(contender);
  const load = await loadFor(contender, plan, plan.seconds);
  const keptBefore = await plan.kept?.(contender);
  const used = () => ({
    server: processorSeconds(contender.pid),
    database: processorSecondsOfFamily(plan.databasePid),
    ours: contenders.reduce((sum, { pid }) => sum + processorSeconds(pid), processorSeconds(process.pid)),
    machine: busySeconds(),
  });
  const before = used();
  const { count, seconds: loaded, milliseconds } = await ask(load);
  const settled = await timed(() => plan.settle?.(contender));
  const after = used();
  const kept = ((await plan.kept?.(contender)) ?? count) - (keptBefore ?? 0);
  if (kept < count) throw new Error(`${contender.name} answered ${count} times and kept ${kept}`);
  const seconds = loaded + settled.seconds;
  noteRate(contender, count / loaded);
  if (count === 0) throw new NotAnswered(`${contender.name} answered nothing in ${plan.seconds} s`);
  const database = after.database - before.database;
  return {
    requestsPerSecond: count / seconds,
    serverMicroseconds: ((after.server - before.server + settled.processor) / count) * 1e6,
    databaseMicroseconds: (database / count) * 1e6,
    p50: percentile(milliseconds, 0.5),
    p99: percentile(milliseconds, 0.99),
    otherWork: Math.max(0, after.machine - before.machine - (after.ours - before.ours) - database) / seconds,
  };
}

/** How long something took, and how much processor time of this process, both in seconds. */
async function timed(work: () => Promise<void> | undefined): Promise<{ readonly seconds: number; readonly processor: number }> {
  const [began, used] = [performance.now(), processorSeconds(process.pid)];
  await work();
  return { seconds: (performance.now() - began) / 1_000, processor: processorSeconds(process.pid) - used };
}

const fastest = new WeakMap<Contender, number>();

function noteRate(contender: Contender, perSecond: number): void {
  fastest.set(contender, Math.max(fastest.get(contender) ?? 0, perSecond));
}

async function loadFor(contender: Contender, { connections, shortestAnswer, requestsFor, once = false }: Plan, seconds: number) {
  return { origin: contender.origin, connections, seconds, once, requests: await requestsFor(contender, seconds, fastest.get(contender) ?? 0), leastBytes: shortestAnswer.get(contender) ?? 0 };
}
