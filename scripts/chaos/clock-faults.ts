/** F9: the clocks of two servers are ten minutes apart, the database's lies between them; and the database's own makes steps. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Experiment, Figures, Plan } from './experiment.ts';
import { DATABASE } from './postgres-node.ts';
import type { Scene } from './scene.ts';
import { unprotected } from './unprotected.ts';

/** How far each server's clock is off, in milliseconds. */
const AHEAD = [300_000, -300_000] as const;

/** What a clock can do to somebody who has just signed in. */
const SIGNED_OUT = ['refused: FRESH_SIGN_IN_NEEDED', 'unknown: UNAUTHENTICATED'];

/** People decide, each time on whichever server, and have signed in within the last minute; so nobody may be told that this was too long ago. */
async function decideOnBoth(scene: Scene, { times }: Plan): Promise<{ kills: number; figures: Figures }> {
  await scene.untilAcknowledged(10 * times);
  const ended = scene.history.events.flatMap((event) => (event.what === 'refused' || event.what === 'unknown' ? [`${event.what}: ${event.detail}`] : []));
  const refused = ended.filter((each) => SIGNED_OUT.includes(each)).length;
  if (refused > 0) throw new Error(`${refused} people who had just signed in were told that it was too long ago`);
  return { kills: 0, figures: { refusedAsSignedInTooLongAgo: refused } };
}

/**
 * The control: servers that know only their own clocks. The database takes so long to say what time it is that they do not believe it, by a
 * function of the same name that lies before PostgreSQL's own; but for the dates they are the built ones. Sign-ins hold long enough for both.
 */
async function believeOwnClocks(scene: Scene, plan: Plan): Promise<{ kills: number; figures: Figures }> {
  const role = new URL(scene.cluster.addresses.runtime).username;
  await tellOtherTime(scene, `role "${role}"`, ['create function liar.clock_timestamp() returns timestamptz language plpgsql as $$ begin perform pg_sleep(1.1); return pg_catalog.clock_timestamp(); end $$']);
  return decideOnBoth(scene, plan);
}

/**
 * From now on PostgreSQL tells other times: functions of the same names lie before its own, for one role or for a whole database. What runs inside
 * of PostgreSQL by itself knows better; of what it tells, the register asks for `clock_timestamp()` alone. Connections that are open do not notice: so servers are started anew.
 */
async function tellOtherTime({ cluster: { leader }, servers }: Scene, whom: string, functions: readonly string[]): Promise<void> {
  await leader.ask('create schema liar');
  await leader.ask('grant usage on schema liar to public');
  for (const each of functions) await leader.ask(each);
  await leader.ask(`alter ${whom} set search_path = public, liar, pg_catalog`);
  for (const server of servers) {
    await server.kill();
    await server.start();
  }
}

/** How far the database's clock is off, one step after the other, in minutes: ahead, right again, behind, right again. */
const STEPS = [5, 0, -5, 0] as const;

/** By then every server has noticed, in milliseconds: it asks every ten seconds. */
const NOTICED_WITHIN = 11_000;

/** The clock of the database makes steps of five minutes while people decide, many of them about what they decided before the step. */
async function setDatabaseClock(scene: Scene, { times }: Plan): Promise<{ kills: number; figures: Figures }> {
  const { leader } = scene.cluster;
  const tell = (name: string) => `create function liar.${name}() returns timestamptz language sql volatile security definer as 'select pg_catalog.clock_timestamp() + ahead from liar.clock'`;
  await tellOtherTime(scene, `database ${DATABASE}`, [`create table liar.clock as select interval '0' as ahead`, tell('clock_timestamp'), tell('now')]);
  const acknowledged: number[] = [];
  for (const minutes of STEPS) {
    await leader.ask(`update liar.clock set ahead = interval '${minutes} minutes'`);
    const from = scene.history.count('ok');
    // Until all servers have noticed, they judge by different times.
    await sleep(NOTICED_WITHIN);
    // Who signed in before a step did so too long ago, or is yet to do so.
    await scene.signIn();
    await scene.untilAcknowledged(10 * times);
    acknowledged.push(scene.history.count('ok') - from);
  }
  const [{ among = 0 } = {}] = await leader.ask<{ among: number }>(
    'select count(*)::int as among from decision join decision as before on before.donor_id = decision.donor_id and before.sequence = decision.sequence - 1 and before.recorded_at >= decision.recorded_at',
  );
  const { fault, batches } = await scene.checkAudit();
  if (fault) throw new Error(`The audit takes a step of the clock for a forgery: ${JSON.stringify(fault)}`);
  return { kills: 0, figures: { steps: STEPS.length, leastAcknowledgedInStep: Math.min(...acknowledged), auditBatches: batches, datedBeforeWhatTheyChange: among } };
}

const words = ['--import', join(import.meta.dirname, 'shifted-clock.ts')];
const each = (place: number, settings = {}) => ({ words, settings: { ...settings, CHAOS_CLOCK_AHEAD: String(AHEAD[place] ?? 0) } });

const scene = { standbys: 0, acknowledged: 'HERE', servers: 2 } as const;
const anyDate = unprotected('order-of-dates');

/** In the order in which they are run. */
export const clockFaults: readonly Experiment[] = [
  { id: 'F9', title: 'the clocks of two servers are five minutes ahead and five behind', expects: 'NOTHING_BROKEN', scene: { ...scene, each }, breakThings: decideOnBoth },
  { id: 'F9-control', title: 'the same when servers believe their own clocks, and date each decision by them alone', expects: 'BACK_IN_TIME', scene: { ...scene, each: (place) => ({ ...each(place, { SANXIAN_FRESH_SIGN_IN_SECONDS: '600' }), built: anyDate.built }) }, prepare: anyDate.prepare, breakThings: believeOwnClocks },
  { id: 'F9-database', title: "the database's own clock is set five minutes ahead and back, behind and back", expects: 'NOTHING_BROKEN', scene, breakThings: setDatabaseClock },
  { id: 'F9-database-control', title: 'the same when each decision is dated by the clock alone', expects: 'BACK_IN_TIME', scene: { ...scene, each: () => ({ built: anyDate.built }) }, prepare: anyDate.prepare, breakThings: setDatabaseClock },
];
