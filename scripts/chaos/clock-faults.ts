/** F9: the clocks of two servers are ten minutes apart, the database's lies between them. */
import { join } from 'node:path';
import type { Experiment, Figures, Plan } from './experiment.ts';
import type { Scene } from './scene.ts';

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
 * function of the same name that lies before PostgreSQL's own; so they are the built ones. Sign-ins hold long enough for both.
 */
async function believeOwnClocks(scene: Scene, plan: Plan): Promise<{ kills: number; figures: Figures }> {
  const { leader, addresses } = scene.cluster;
  await leader.ask('create schema liar');
  await leader.ask('grant usage on schema liar to public');
  await leader.ask('create function liar.clock_timestamp() returns timestamptz language plpgsql as $$ begin perform pg_sleep(1.1); return pg_catalog.clock_timestamp(); end $$');
  await leader.ask(`alter role "${new URL(addresses.runtime).username}" set search_path = public, liar, pg_catalog`);
  for (const server of scene.servers) {
    await server.kill();
    await server.start();
  }
  return decideOnBoth(scene, plan);
}

const words = ['--import', join(import.meta.dirname, 'shifted-clock.ts')];
const each = (place: number, settings = {}) => ({ words, settings: { ...settings, CHAOS_CLOCK_AHEAD: String(AHEAD[place] ?? 0) } });

const scene = { standbys: 0, acknowledged: 'HERE', servers: 2 } as const;

/** In the order in which they are run. */
export const clockFaults: readonly Experiment[] = [
  { id: 'F9', title: 'the clocks of two servers are five minutes ahead and five behind', expects: 'NOTHING_BROKEN', scene: { ...scene, each }, breakThings: decideOnBoth },
  { id: 'F9-control', title: 'the same when servers believe their own clocks', expects: 'BACK_IN_TIME', scene: { ...scene, each: (place) => each(place, { SANXIAN_FRESH_SIGN_IN_SECONDS: '600' }) }, breakThings: believeOwnClocks },
];
