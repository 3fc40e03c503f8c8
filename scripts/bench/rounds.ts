/** Runs the contenders in turn, over and over, and notes what each round cost. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request } from 'autocannon';
import type { Contender } from './contenders.ts';
import { ask } from './load.ts';
import { busySeconds, processorSeconds, processorSecondsOfFamily } from './processor-time.ts';
import { percentile } from './statistics.ts';

/** How to measure. */
export interface Plan {
  readonly rounds: number;
  /** Seconds of load in a round that count, and before them seconds that do not. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Minutes, in all, for waiting and for measuring disturbed rounds again. */
  readonly patienceMinutes: number;
  readonly connections: number;
  /** What each contender is asked. */
  readonly requests: ReadonlyMap<Contender, readonly Request[]>;
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
 * measured again, for all contenders alike; what they achieved plays no part in it.
 */
export async function runRounds(contenders: readonly Contender[], plan: Plan): Promise<{ measured: ReadonlyMap<Contender, readonly Round[]>; disturbed: number }> {
  const measured = new Map(contenders.map((contender) => [contender, [] as Round[]]));
  const patienceEnds = performance.now() + plan.patienceMinutes * 60_000;
  let disturbed = 0;
  for (let number = 1; number <= plan.rounds; ) {
    const isPatient = performance.now() < patienceEnds;
    if (isPatient && (await otherWorkNow()) > QUIET) continue;
    const round: [Contender, Round][] = [];
    for (const contender of number % 2 === 1 ? contenders : contenders.toReversed()) round.push([contender, await runRound(contender, contenders, plan)]);
    const isDisturbed = round.some(([, { otherWork }]) => otherWork > QUIET);
    for (const [{ name }, figures] of round) plan.say(lineOf(`round ${number}/${plan.rounds}`, name, figures));
    if (isPatient && isDisturbed) {
      disturbed += 1;
      plan.say('disturbed by other work: again');
      continue;
    }
    for (const [contender, figures] of round) measured.get(contender)?.push(figures);
    number += 1;
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
  return `${round}  ${name.padEnd(14)} ${figures}  (${otherWork.toFixed(2)} processors busy elsewhere)`;
}

/** How many requests V8 has to see before it has compiled what matters; measured, see docs/performance.md. */
const WARM = 3_000;
/** Seconds after which a contender is as warm as this machine lets it become. */
const PATIENCE = 20;

/** Load that is not measured: code is compiled, connections are opened, statements are prepared. */
export async function warmUp(contender: Contender, plan: Plan): Promise<void> {
  const requests = requestsFor(contender, plan);
  let [seen, waited] = [0, 0];
  while (seen < WARM && waited < PATIENCE) {
    const { count, seconds } = await ask({ ...loadFor(contender, requests, plan, 2), isWarmUp: true });
    seen += count;
    waited += seconds;
  }
}

async function runRound(contender: Contender, contenders: readonly Contender[], plan: Plan): Promise<Round> {
  const requests = requestsFor(contender, plan);
  await ask({ ...loadFor(contender, requests, plan, plan.warmUpSeconds), isWarmUp: true });
  const used = () => ({
    server: processorSeconds(contender.pid),
    database: processorSecondsOfFamily(plan.databasePid),
    ours: contenders.reduce((sum, { pid }) => sum + processorSeconds(pid), processorSeconds(process.pid)),
    machine: busySeconds(),
  });
  const before = used();
  const { count, seconds, milliseconds } = await ask(loadFor(contender, requests, plan, plan.seconds));
  const after = used();
  if (count === 0) throw new Error(`${contender.name} answered nothing in ${plan.seconds} s; is the machine busy with something else?`);
  const database = after.database - before.database;
  return {
    requestsPerSecond: count / seconds,
    serverMicroseconds: ((after.server - before.server) / count) * 1e6,
    databaseMicroseconds: (database / count) * 1e6,
    p50: percentile(milliseconds, 0.5),
    p99: percentile(milliseconds, 0.99),
    otherWork: Math.max(0, after.machine - before.machine - (after.ours - before.ours) - database) / seconds,
  };
}

function requestsFor(contender: Contender, { requests }: Plan): readonly Request[] {
  const asked = requests.get(contender);
  if (!asked) throw new Error(`Nobody says what ${contender.name} is asked`);
  return asked;
}

function loadFor(contender: Contender, requests: readonly Request[], { connections, shortestAnswer }: Plan, seconds: number) {
  return { origin: contender.origin, connections, seconds, requests, leastBytes: shortestAnswer.get(contender) ?? 0 };
}
