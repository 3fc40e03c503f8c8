/** Runs the migrations one by one over a register that is full and in use, and tells what people felt of each. */
import { setTimeout as pause } from 'node:timers/promises';
import { migrations } from '../../server/src/database/migrations/list.ts';
import { connect } from '../../server/src/database/orm.ts';
import { runMigrations } from '../../server/src/database/run-migrations.ts';
import { SchemaChanges } from '../../server/src/database/schema-changes.ts';
import { raiseWalls } from '../../server/src/database/walls.ts';
import { Crowd, type Felt } from './crowd.ts';
import { RegisterAtTheTime } from './register-at-the-time.ts';
import { samples } from './samples.ts';

/** The longest that anybody may be held up by a migration, in milliseconds (ADR 53). */
export const LONGEST_STALL = 250;

/** What came of one migration. */
export interface Rehearsed extends Felt {
  readonly name: string;
  /** Tables that were written anew, row by row. */
  readonly rewritten: readonly string[];
  /** Nobody was held up for longer than they may be, no write failed, and nothing was rewritten. */
  readonly passed: boolean;
}

/** A sample beside what was wanted of it. */
export interface Tried extends Rehearsed {
  readonly mustStall: boolean;
  readonly asExpected: boolean;
}

/** A whole rehearsal. */
export interface Rehearsal {
  /** The same people without any migration, for as long as a calm moment lasts: what the machine itself does to them. */
  readonly calm: Felt;
  readonly migrations: readonly Rehearsed[];
  readonly samples: readonly Tried[];
  readonly rows: Readonly<Record<string, number>>;
}

/** What to rehearse. */
export interface RehearsalPlan {
  /** An empty database that is thrown away. */
  readonly databaseUrl: string;
  readonly people: number;
  /** The migration whose schema is filled first; what follows it is rehearsed. */
  readonly from: string;
  readonly calmSeconds: number;
  /** Milliseconds between two turns of one of them; five unless it says otherwise. */
  readonly betweenTurns?: number;
  readonly withSamples: boolean;
  readonly say: (line: string) => void;
}

/** Rehearses every migration after `from`, the walls, and the samples. */
export async function rehearse({ databaseUrl, people, from, calmSeconds, betweenTurns, withSamples, say }: RehearsalPlan): Promise<Rehearsal> {
  const orm = await connect(databaseUrl);
  const changes = await SchemaChanges.connect(databaseUrl, { onWait: (change, waited) => say(`  ${change} has waited for ${waited} ms`) });
  const register = new RegisterAtTheTime(databaseUrl, people);
  const crowd = new Crowd(betweenTurns);
  const judged = async (name: string, work: () => Promise<unknown>): Promise<Rehearsed> => {
    const before = await register.files();
    const felt = await crowd.during(work);
    const after = await register.files();
    const rewritten = [...before].flatMap(([table, file]) => (after.has(table) && after.get(table) !== file ? [table] : []));
    const passed = Math.max(felt.longestWrite, felt.longestRead) <= LONGEST_STALL && felt.failed.length === 0 && rewritten.length === 0;
    say(lineOf({ ...felt, name, rewritten, passed }));
    const filled = await crowd.without(() => register.fillNew());
    if (filled.length > 0) say(`  filled ${filled.join(', ')}`);
    return { ...felt, name, rewritten, passed };
  };
  try {
    await runMigrations(orm, changes, { until: from });
    say(`filling the register as it was after ${from} with ${people} people`);
    await register.fillNew();
    await register.letIn(crowd);
    await pause(1_000);
    const calm = await crowd.during(() => pause(calmSeconds * 1_000));
    say(lineOf({ ...calm, name: 'nothing at all', rewritten: [], passed: true }));
    const rehearsed: Rehearsed[] = [];
    for (const { name } of migrations.slice(migrations.findIndex((each) => each.name === from) + 1)) rehearsed.push(await judged(name, () => runMigrations(orm, changes, { until: name })));
    rehearsed.push(await judged('the walls (every start)', () => raiseWalls(changes)));
    const tried: Tried[] = [];
    for (const { name, mustStall, does, behindReader } of withSamples ? samples : []) {
      const run = () => (typeof does === 'string' ? register.runPlainly(does) : runMigrations(orm, changes, { list: [{ name, class: does }] }));
      const result = await judged(name, () => (behindReader ? register.whileRead('decision', 4_000, run) : run()));
      tried.push({ ...result, mustStall, asExpected: mustStall ? result.longestWrite > LONGEST_STALL : result.passed });
    }
    return { calm, migrations: rehearsed, samples: tried, rows: await register.rows() };
  } finally {
    await crowd.end();
    await register.close();
    await changes.close();
    await orm.close();
  }
}

/** One line about one migration. */
export function lineOf({ name, milliseconds, longestWrite, longestRead, writes, reads, rewritten, failed, passed }: Rehearsed): string {
  const notes = [...(rewritten.length > 0 ? [`rewrote ${rewritten.join(', ')}`] : []), ...(failed.length > 0 ? [`${failed.length} failed: ${failed[0]}`] : [])];
  return `${passed ? 'ok  ' : 'OVER'} ${name.padEnd(48)} took ${String(milliseconds).padStart(6)} ms; longest write ${String(longestWrite).padStart(5)} ms of ${writes}, read ${String(longestRead).padStart(5)} ms of ${reads}${notes.map((note) => `; ${note}`).join('')}`;
}
