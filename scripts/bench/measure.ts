/** Measures one operation: compares the answers, warms every contender up, runs the rounds, and sums them up. */
import type pg from 'pg';
import type { Contender } from './contenders.ts';
import type { FreshPeople } from './fresh-people.ts';
import { type OperationName, operations } from './operations.ts';
import type { Options } from './options.ts';
import type { SignedIn } from './population.ts';
import { residentBytes } from './processor-time.ts';
import { doubtsAbout, figuresOf, type OperationRecord, ratiosOf } from './report.ts';
import { type Plan, runRounds, warmUp } from './rounds.ts';
import { taskOf } from './tasks.ts';
import { summarise } from './statistics.ts';

/** The servers that run, and how to measure them. */
export interface Setting {
  readonly pool: pg.Pool;
  /** The first is the reference. */
  readonly contenders: readonly Contender[];
  readonly people: readonly SignedIn[];
  readonly fresh: FreshPeople;
  /** Seals what waits in the audit. */
  readonly seal: () => Promise<void>;
  readonly databasePid: number;
  readonly connections: number;
  readonly options: Options;
  readonly say: (words: string) => void;
}

/** @throws Error when contenders answer differently, or any answer under load is wrong. */
export async function measure(name: OperationName, setting: Setting): Promise<OperationRecord> {
  const { pool, contenders, databasePid, connections, options, say } = setting;
  const { rounds, seconds, warmUpSeconds, warmUpRequests, patienceMinutes } = options;
  say(`${name}: comparing the answers`);
  const task = await taskOf(operations[name].asks, setting);
  const plan: Plan = { rounds, seconds, warmUpSeconds, warmUpRequests, patienceMinutes, connections, databasePid, say, ...task };
  say(`warming up, then ${rounds} rounds of ${seconds} s for each`);
  for (const contender of contenders) await warmUp(contender, plan);
  const { measured, disturbed } = await runRounds(contenders, plan);

  const figures = await Promise.all(
    contenders.map(async (contender) =>
      figuresOf(measured.get(contender) ?? [], {
        name: contender.name,
        what: contender.what,
        shortestAnswerBytes: task.shortestAnswer.get(contender) ?? 0,
        databaseConnections: await connectionsOf(pool, contender.name),
        residentMegabytes: Math.round(residentBytes(contender.pid) / 2 ** 20),
      }),
    ),
  );
  const [reference, ...others] = figures;
  if (!reference) throw new Error('Nothing can be compared without a reference');
  const otherWork = summarise([...measured.values()].flat().map((round) => Math.round(round.otherWork * 1_000) / 1_000));
  const [sanxian, postgraphile] = ['sanxian', 'postgraphile'].map((wanted) => figures.find((figure) => figure.name === wanted));
  return {
    benchmark: name,
    ...operations[name],
    doubts: doubtsAbout({ rounds, seconds, otherWork }),
    noise: {
      otherWork,
      disturbedRounds: disturbed,
      referenceThroughputSpread: reference.requestsPerSecond.spread,
      referenceProcessorTimeSpread: reference.serverMicroseconds.spread,
    },
    contenders: figures,
    ratios: [...others.map((figure) => ratiosOf(figure, reference)), ...(sanxian && postgraphile ? [ratiosOf(sanxian, postgraphile)] : [])],
  };
}

async function connectionsOf(pool: pg.Pool, name: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int from pg_stat_activity where application_name = $1', [name]);
  return rows[0]?.count ?? 0;
}
