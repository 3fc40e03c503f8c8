/** What can be asked of `pnpm chaos`. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../stages.ts';
import { clockFaults } from './clock-faults.ts';
import { databaseFaults } from './database-faults.ts';
import { diskFaults } from './disk-faults.ts';
import type { Experiment } from './experiment.ts';
import { pressureFaults } from './pressure-faults.ts';
import { scaleOutFaults } from './scale-out-faults.ts';
import { serverFaults } from './server-faults.ts';

/** Every experiment, in the order in which they run. */
export const experiments: readonly Experiment[] = [...serverFaults, ...databaseFaults, ...diskFaults, ...clockFaults, ...pressureFaults, ...scaleOutFaults];

/** How large and which. */
export interface Options {
  /** Kills of servers, of databases and of leaders, in all. */
  readonly kills: number;
  readonly people: number;
  readonly wanted: readonly Experiment[];
  readonly output: string;
}

/** How to call it. */
export const usage = `pnpm chaos [--kills N] [--people N] [--only F1,F2-control,…] [--output FILE]
  --kills   kills in all, 70 % of servers, 26 % of PostgreSQL, 4 % of a leader that a standby takes over from (50)
  --people  phones at work at once (12)
  --only    experiments by their names: ${experiments.map(({ id }) => id).join(', ')}
  --output  where the record is written (.data/chaos/latest.json)`;

/** Raised when the words of the call cannot be understood. */
export class WrongCall extends Error {}

/** How many of the kills each of these experiments gets. */
const shares: Readonly<Record<string, number>> = { F1: 0.7, F2: 0.26, F3: 0.04 };

/** How often an experiment breaks something. The others break something else, or need one time only. */
export function timesOf({ id }: Experiment, kills: number): number {
  return Math.max(3, Math.round(kills * (shares[id] ?? 0)), shares[id] === undefined ? Math.min(20, Math.round(kills / 5)) : 0);
}

/** @throws WrongCall that says what is wrong. */
export function readOptions(words: readonly string[]): Options {
  const text = { type: 'string' } as const;
  try {
    // pnpm passes on the `--` that some people put before options.
    const { values } = parseArgs({ args: words.filter((word) => word !== '--'), options: { kills: text, people: text, only: text, output: text } });
    const names = values.only?.split(',') ?? experiments.map(({ id }) => id);
    const unknown = names.filter((name) => !experiments.some(({ id }) => id === name));
    if (unknown.length > 0) throw new WrongCall(`There is no experiment ${unknown.join(', ')}`);
    return {
      kills: count('kills', values.kills, 50),
      people: count('people', values.people, 12),
      wanted: experiments.filter(({ id }) => names.includes(id)),
      output: values.output === undefined ? join(root, '.data/chaos/latest.json') : resolve(process.env['INIT_CWD'] ?? '.', values.output),
    };
  } catch (error) {
    throw error instanceof WrongCall ? error : new WrongCall(error instanceof Error ? error.message : String(error));
  }
}

function count(name: string, given: string | undefined, usual: number): number {
  if (given === undefined) return usual;
  if (!/^[1-9]\d{0,5}$/.test(given)) throw new WrongCall(`--${name} takes a whole number from 1`);
  return Number(given);
}
