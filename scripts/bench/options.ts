/** What can be asked of `pnpm bench`. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../stages.ts';
import { type OperationName, operationNames, operations } from './operations.ts';

/** How large and how long. */
export interface Options {
  readonly operations: readonly OperationName[];
  readonly donors: number;
  readonly rounds: number;
  readonly seconds: number;
  /** Load before each round that is not measured. */
  readonly warmUpSeconds: number;
  /** Requests before the first round that are not measured. */
  readonly warmUpRequests: number;
  /** How long to wait, in all, for moments in which nothing else runs on this machine; 0 takes every round as it comes. */
  readonly patienceMinutes: number;
  /** The file that the record is written to. */
  readonly output: string;
}

/** How to call it. */
export const usage = `pnpm bench [--operation NAME] [--donors N] [--rounds N] [--seconds N] [--patience N] [--output FILE] [--quick]
  --operation ${operationNames.join(', ')}, rivals (the first three) or all (all)
  --donors   people on the register (10000; more than 20000 are copied in, 1000000 take minutes)
  --rounds   rounds for each contender (6; fewer than 5 are not quotable)
  --seconds  load in each round (5)
  --patience minutes to spend, in all, on measuring again what other work on the machine disturbed (none)
  --output   where the record is written (.data/bench/latest.json)
  --quick    2 rounds of a second over 1000 people, rivals only unless an operation is named, to see that it runs`;

/** Raised when the words of the call cannot be understood. */
export class WrongCall extends Error {}

/** @throws WrongCall that says what is wrong. */
export function readOptions(words: readonly string[]): Options {
  const given = parse(words);
  const quick = given.quick ?? false;
  return {
    operations: operationsOf(given.operation ?? (quick ? 'rivals' : 'all')),
    donors: count('donors', given.donors, quick ? 1_000 : 10_000),
    rounds: count('rounds', given.rounds, quick ? 2 : 6),
    seconds: count('seconds', given.seconds, quick ? 1 : 5),
    warmUpSeconds: quick ? 0.3 : 1,
    // 3,000: what V8 has to see before it has compiled what matters; measured, see docs/performance.md.
    warmUpRequests: quick ? 1_000 : 3_000,
    patienceMinutes: given.patience === undefined ? 0 : count('patience', given.patience, 0),
    // pnpm runs scripts from the project's root; the person who typed a name stood elsewhere.
    output: given.output === undefined ? join(root, '.data/bench/latest.json') : resolve(process.env['INIT_CWD'] ?? '.', given.output),
  };
}

function parse(words: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    // pnpm passes on the `--` that some people put before options.
    return parseArgs({ args: words.filter((word) => word !== '--'), options: { operation: text, donors: text, rounds: text, seconds: text, patience: text, output: text, quick: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new WrongCall(error instanceof Error ? error.message : String(error));
  }
}

function operationsOf(given: string): readonly OperationName[] {
  const named = operationNames.filter((name) => given === 'all' || name === given || operations[name].among === given);
  if (named.length === 0) throw new WrongCall(`--operation takes ${operationNames.join(', ')}, rivals or all`);
  return named;
}

function count(name: string, given: string | undefined, usual: number): number {
  if (given === undefined) return usual;
  if (!/^[1-9]\d{0,7}$/.test(given)) throw new WrongCall(`--${name} takes a whole number from 1`);
  return Number(given);
}
