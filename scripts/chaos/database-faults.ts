/** F2 to F7: the database is killed, taken over by a standby, left alone by its standbys, comes back when it should not, falls silent. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { percentile } from '../bench/statistics.ts';
import type { Cluster } from './cluster.ts';
import { type Experiment, type Figures, type Plan, STANDSTILL } from './experiment.ts';
import { Link } from './link.ts';
import type { Scene } from './scene.ts';

/** The longest time that a database lives before it is killed, in milliseconds. */
const LIFE = 800;

interface Broken {
  readonly kills: number;
  readonly figures: Figures;
}

/** F2: kills PostgreSQL with all its processes, and starts it over the same disk. */
async function killDatabase({ cluster, history, ...scene }: SceneLike, { times, say }: Plan): Promise<Broken> {
  const [opened, acknowledged]: [number[], number[]] = [[], []];
  for (let kills = 1; kills <= times; kills++) {
    await sleep(Math.random() * LIFE);
    await cluster.leader.kill();
    const began = history.now();
    await cluster.leader.start();
    opened.push(history.now() - began);
    await scene.untilAcknowledged(1);
    acknowledged.push(history.now() - began);
    if (kills % 25 === 0) say(`the database was killed ${kills} times, ${history.count('ok')} decisions acknowledged`);
  }
  return { kills: times, figures: { openAgainMillisecondsP50: p50(opened), openAgainMillisecondsMost: most(opened), decisionsAgainMillisecondsP50: p50(acknowledged), decisionsAgainMillisecondsMost: most(acknowledged) } };
}

/** F3: kills the database that takes writes; a standby takes over, and the former one joins it as a standby. */
async function failOver({ cluster, history, ...scene }: SceneLike, { times, say }: Plan): Promise<Broken> {
  const acknowledged: number[] = [];
  for (let kills = 1; kills <= times; kills++) {
    await sleep(Math.random() * LIFE);
    const began = history.now();
    await cluster.leader.kill();
    const { former } = await cluster.failOver();
    await scene.untilAcknowledged(1);
    acknowledged.push(history.now() - began);
    await cluster.join(former);
    await cluster.untilFollowed();
    if (kills % 10 === 0) say(`${kills} databases were taken over from, ${history.count('ok')} decisions acknowledged`);
  }
  await scene.untilAcknowledged(20);
  return { kills: times, figures: { decisionsAgainMillisecondsP50: p50(acknowledged), decisionsAgainMillisecondsMost: most(acknowledged) } };
}

/** The control of F3, F4: the standbys' way to the leader is broken for a moment, nobody waits for them, and one of them takes over. */
async function failOverBehind({ cluster, ...scene }: SceneLike): Promise<Broken> {
  for (const standby of cluster.standbys) await standby.loseLeader();
  await scene.untilAcknowledged(20);
  await cluster.leader.kill();
  await cluster.failOver();
  await scene.untilAcknowledged(20);
  return { kills: 1, figures: {} };
}

/** Another control of F3: of two standbys, the one takes over that has received less. */
async function promoteTheOneBehind({ cluster, ...scene }: SceneLike): Promise<Broken> {
  const [behind] = cluster.standbys;
  await behind?.loseLeader();
  await scene.untilAcknowledged(20);
  await cluster.leader.kill();
  await cluster.failOver(() => behind);
  // The other one is ahead of it, follows nobody, and so confirms nothing any more; what matters has happened.
  return { kills: 1, figures: {} };
}

/** F5: one standby hangs, then both. */
async function freezeStandbys({ cluster, history, ...scene }: SceneLike): Promise<Broken> {
  const [one, other] = cluster.standbys;
  const from = history.now();
  one?.freeze();
  await scene.untilAcknowledged(50);
  const gap = history.longestGap(from);
  other?.freeze();
  // What was on its way has arrived.
  await sleep(500);
  const alone = history.count('ok');
  await sleep(STANDSTILL + 3_000);
  const acknowledgedAlone = history.count('ok') - alone;
  if (acknowledgedAlone > 0) throw new Error(`${acknowledgedAlone} decisions were acknowledged that no standby has`);
  const thawed = history.now();
  for (const standby of [one, other]) standby?.thaw();
  await scene.untilAcknowledged(50);
  return { kills: 0, figures: { gapWithOneFrozenMilliseconds: Math.round(gap), acknowledgedWithBothFrozen: acknowledgedAlone, decisionsAgainMilliseconds: firstAfter(history, thawed) } };
}

/**
 * F5 and F2 together: both standbys hang, the leader crashes with commits that nobody else has, opens again, and is then lost for
 * good. What it acknowledged in between, answers given again for their keys among it, must be where the standbys are.
 */
async function crashAlone({ cluster, ...scene }: SceneLike): Promise<Broken> {
  for (const standby of cluster.standbys) await standby.loseLeader();
  await sleep(1_500);
  await cluster.leader.kill();
  await cluster.leader.start();
  // Phones ask again; whoever is answered now may rely on it.
  await sleep(6_000);
  await cluster.leader.kill();
  await cluster.failOver();
  await scene.untilAcknowledged(20);
  return { kills: 2, figures: {} };
}

/** The control of F5: only the first standby counts, and it hangs, although another one is well. */
async function freezeTheOnlyOne({ cluster, history, ...scene }: SceneLike): Promise<Broken> {
  const first = cluster.nodes[1];
  first?.freeze();
  const from = history.now();
  await sleep(STANDSTILL + 2_000);
  const gap = history.longestGap(from);
  first?.thaw();
  await scene.untilAcknowledged(20);
  return { kills: 0, figures: { longestGapMilliseconds: Math.round(gap) } };
}

/** F6: after a standby took over, the former leader comes back as if nothing had happened, with a server and people who only know it. */
function comeBack(isFenced: boolean) {
  return async (scene: Scene, { people }: Plan): Promise<Broken> => {
    const { cluster, history } = scene;
    const sideDoor = await Link.to(cluster.leader.port);
    const address = (url: string): string => url.replace(`:${cluster.link.port}/`, `:${sideDoor.port}/`);
    const left = await scene.newServer('left-behind', { runtime: address(cluster.addresses.runtime), owner: address(cluster.addresses.owner) });
    try {
      await left.start();
      await scene.raise(people, [left]);
      await scene.untilAcknowledged(20);
      await cluster.leader.kill();
      const { former } = await cluster.failOver();
      const since = history.now();
      await former.start(isFenced ? {} : { synchronous_standby_names: '' });
      await sleep(6_000);
      await scene.untilAcknowledged(20);
      await left.kill();
      await former.kill();
      return { kills: 2, figures: { decisionsAgainMilliseconds: firstAfter(history, since) } };
    } finally {
      await left.kill();
      await sideDoor.close();
    }
  };
}

/** F7: nothing passes between register and database any more, and nobody is told; later, connections break again and again. */
async function stallNetwork({ cluster, history, ...scene }: SceneLike, { times }: Plan): Promise<Broken> {
  const waits: number[] = [];
  for (let stalls = 0; stalls < Math.max(1, Math.round(times / 10)); stalls++) {
    cluster.link.stall();
    await sleep(9_000);
    cluster.link.resume();
    const resumed = history.now();
    await scene.untilAcknowledged(20);
    waits.push(firstAfter(history, resumed));
  }
  for (let cuts = 0; cuts < times; cuts++) {
    cluster.link.cut();
    await sleep(Math.random() * LIFE);
  }
  await scene.untilAcknowledged(20);
  return { kills: 0, figures: { longestWaitMilliseconds: Math.round(history.longestWait()), decisionsAgainMillisecondsMost: most(waits) } };
}

/** The control of F7: who sets no limit waits as long as the network is silent. */
async function waitWithoutLimit({ cluster, history }: SceneLike): Promise<Broken> {
  const client = new pg.Client({ connectionString: cluster.addresses.owner });
  await client.connect();
  cluster.link.stall();
  const from = history.now();
  const asked = client.query('select 1');
  const first = await Promise.race([asked.then(() => 'answered'), sleep(8_000, 'waits')]);
  const waited = history.now() - from;
  cluster.link.resume();
  await asked;
  await client.end();
  return { kills: 0, figures: { longestGapMilliseconds: first === 'waits' ? Math.round(waited) : 0 } };
}

/** What these faults need of a scene. */
interface SceneLike {
  readonly cluster: Cluster;
  readonly history: Scene['history'];
  untilAcknowledged(more: number): Promise<void>;
}

function on(breakThings: (scene: SceneLike, plan: Plan) => Promise<Broken>): Experiment['breakThings'] {
  return (scene, plan) => breakThings({ cluster: scene.cluster, history: scene.history, untilAcknowledged: (more) => scene.untilAcknowledged(more) }, plan);
}

function firstAfter({ events }: Scene['history'], moment: number): number {
  return Math.round((events.find(({ what, at }) => what === 'ok' && at >= moment)?.at ?? Number.NaN) - moment);
}

function p50(values: readonly number[]): number {
  return Math.round(percentile(values, 0.5));
}

function most(values: readonly number[]): number {
  return Math.round(Math.max(...values));
}

const alone = { standbys: 0, acknowledged: 'HERE', servers: 2 } as const;
const followed = { standbys: 2, acknowledged: 'BY_A_STANDBY', servers: 2 } as const;

/** In the order in which they are run. */
export const databaseFaults: readonly Experiment[] = [
  { id: 'F2', title: 'kill -9 of PostgreSQL with all its processes, same disk', expects: 'NOTHING_BROKEN', scene: alone, breakThings: on(killDatabase) },
  { id: 'F2-control', title: 'the same when commits are acknowledged before they are on the disk', expects: 'LOST', scene: { ...alone, acknowledged: 'BEFORE_THE_DISK' }, breakThings: on((scene, plan) => killDatabase(scene, { ...plan, times: Math.min(plan.times, 3) })) },
  { id: 'F3', title: 'kill -9 of the leader, the standby that has received most takes over', expects: 'NOTHING_BROKEN', scene: followed, breakThings: on(failOver) },
  { id: 'F3-control', title: 'the same when the standby takes over that has received less', expects: 'LOST', scene: followed, breakThings: on(promoteTheOneBehind) },
  { id: 'F4', title: 'control of F3: nobody waits for standbys, their way was broken for a moment', expects: 'LOST', scene: { ...followed, acknowledged: 'HERE' }, breakThings: on(failOverBehind) },
  { id: 'F5', title: 'one of two standbys hangs, then both', expects: 'NOTHING_BROKEN', scene: followed, breakThings: on(freezeStandbys) },
  { id: 'F5-control', title: 'only one standby counts, and it hangs', expects: 'STANDSTILL', scene: { ...followed, acknowledged: 'BY_THE_FIRST_STANDBY' }, breakThings: on(freezeTheOnlyOne) },
  { id: 'F5-crash', title: 'the leader crashes while no standby follows, opens again, and is lost', expects: 'NOTHING_BROKEN', scene: followed, breakThings: on(crashAlone) },
  { id: 'F6', title: 'a former leader comes back for a server that only knows it', expects: 'NOTHING_BROKEN', scene: { ...followed, servers: 1 }, breakThings: comeBack(true) },
  { id: 'F6-control', title: 'the same when the former leader waits for nobody', expects: 'LOST', scene: { ...followed, servers: 1 }, breakThings: comeBack(false) },
  { id: 'F7', title: 'the network between server and database falls silent, then breaks again and again', expects: 'NOTHING_BROKEN', scene: alone, breakThings: on(stallNetwork) },
  { id: 'F7-control', title: 'a client without a limit of its own', expects: 'STANDSTILL', scene: alone, breakThings: on(waitWithoutLimit) },
];
