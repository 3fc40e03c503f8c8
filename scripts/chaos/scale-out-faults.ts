/** S1 and F24: two servers behind a balancer, over a primary and a replica that they read from; the replica falls behind, servers are restarted. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Experiment, Figures, Plan } from './experiment.ts';
import type { PostgresNode } from './postgres-node.ts';
import type { Scene } from './scene.ts';

interface Broken {
  readonly kills: number;
  readonly figures: Figures;
}

/** S1: the replica stops replaying and goes on, again and again. Nobody may be shown what was before their own last word, on whichever server they land. */
async function fallBehind(scene: Scene, { times }: Plan): Promise<Broken> {
  const replica = replicaOf(scene);
  let asked = 0;
  for (let freezes = 0; freezes < Math.max(2, Math.round(times / 2)); freezes++) {
    const before = await readsAt(replica);
    // It is in use: a replica that nobody reads from would show nothing here.
    await until('the replica to be read from', async () => (await readsAt(replica)) > before);
    await replica.ask('select pg_wal_replay_pause()');
    await scene.untilAcknowledged(40);
    await replica.ask('select pg_wal_replay_resume()');
    asked += (await readsAt(replica)) - before;
  }
  await scene.untilAcknowledged(20);
  return { kills: 0, figures: { ...looksOf(scene), readsAtTheReplica: asked } };
}

/**
 * The control of S1: servers that believe every answer of the replica, as if nobody asked how far it is. The question is answered by a
 * function of the same name that lies before PostgreSQL's own, so that the servers are the built ones.
 */
async function believeTheReplica(scene: Scene): Promise<Broken> {
  const { leader, addresses } = scene.cluster;
  const replica = replicaOf(scene);
  const { username } = new URL(addresses.runtime);
  await leader.ask('create schema liar');
  await leader.ask('grant usage on schema liar to public');
  await leader.ask(`create function liar.pg_last_wal_replay_lsn() returns pg_lsn language sql as $$ select 'FFFFFFFF/0'::pg_lsn $$`);
  await leader.ask(`alter role ${quoted(username)} set search_path = public, liar, pg_catalog`);
  await until('the replica to have the lie', async () => (await replica.ask(`select from pg_db_role_setting where setconfig::text like '%liar%'`)).length > 0);
  await replica.ask(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${username}'`);
  const before = await readsAt(replica);
  await until('the replica to be read from', async () => (await readsAt(replica)) > before);
  await replica.ask('select pg_wal_replay_pause()');
  // Nobody can decide for long who is shown what was: after a stale look every decision is refused as one about an older state, for as long as
  // the replica stands still. So no more is waited for than each phone's next word, which nobody may have hindered yet; then they look, and look again.
  await scene.untilAcknowledged(3);
  const { looks = 0 } = looksOf(scene);
  await until('people to look', () => Promise.resolve((looksOf(scene)['looks'] ?? 0) >= looks + 50));
  await replica.ask('select pg_wal_replay_resume()');
  return { kills: 0, figures: looksOf(scene) };
}

/** F24: one server after the other is told to stop, as a service manager does it, and started again, while everybody goes on. */
async function restartInTurn(scene: Scene, { times, say }: Plan): Promise<Broken> {
  let restarts = 0;
  while (restarts < Math.max(2, times)) {
    for (const server of scene.servers) {
      await server.stop();
      await scene.untilAcknowledged(10);
      await server.start();
      await until('the balancer to send requests again', () => Promise.resolve(scene.balancer.sendsTo(server.origin)));
      await scene.untilAcknowledged(10);
      restarts += 1;
    }
    say(`${restarts} restarts, ${scene.history.count('ok')} decisions acknowledged, ${scene.history.count('unknown') + scene.history.failedLooks} requests failed`);
  }
  return { kills: 0, figures: { ...looksOf(scene), restarts } };
}

function looksOf({ history: { events, failedLooks }, balancer }: Scene): Figures {
  const looks = events.filter(({ what }) => what === 'looked').length;
  return { looks, failedLooks, requestsOnTheOtherServer: balancer.handedOver };
}

function replicaOf({ cluster: { standbys } }: Scene): PostgresNode {
  const [replica] = standbys;
  if (!replica) throw new Error('This scene has no replica');
  return replica;
}

/** How often it looked for a record, whether it was believed or not. */
async function readsAt(replica: PostgresNode): Promise<number> {
  const [row] = await replica.ask<{ reads: number }>(`select (coalesce(sum(seq_scan), 0) + coalesce(sum(idx_scan), 0))::int as reads from pg_stat_user_tables where relname = 'donor'`);
  return row?.reads ?? 0;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await isSo()) return;
    await sleep(50);
  }
  throw new Error(`Waited in vain for ${what}`);
}

const scene = { standbys: 1, acknowledged: 'HERE', servers: 2, balancer: 'READYZ', readsReplicas: true, habits: { looks: 0.5 }, each: () => ({ settings: { SANXIAN_DRAIN_SECONDS: '1' } }) } as const;

/** In the order in which they are run. */
export const scaleOutFaults: readonly Experiment[] = [
  { id: 'S1', title: 'two servers behind a balancer, the replica that they read from falls behind again and again', expects: 'NOTHING_FAILS', scene, breakThings: fallBehind },
  { id: 'S1-control', title: 'the same when servers believe whatever the replica says', expects: 'STALE', scene, breakThings: believeTheReplica },
  { id: 'F24', title: 'two servers behind a balancer are restarted in turn', expects: 'NOTHING_FAILS', scene, breakThings: restartInTurn },
  { id: 'F24-control', title: 'the same when the balancer does not ask /readyz', expects: 'FAILURES', scene: { ...scene, balancer: 'NONE' }, breakThings: restartInTurn },
];
