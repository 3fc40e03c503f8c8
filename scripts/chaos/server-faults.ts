/** F1: servers of the register are killed, and answers are lost, while people decide. */
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../bench/statistics.ts';
import type { Experiment, Figures, Plan } from './experiment.ts';
import type { RegisterServer } from './register-server.ts';
import type { Scene } from './scene.ts';

/** The longest time that a server lives after it answers again, in milliseconds: long enough to be in the middle of something. */
const LIFE = 1_200;

/** Kills each server again and again at moments of its own; both may be gone at once. */
async function killServers(scene: Scene, { times, say }: Plan): Promise<{ kills: number; figures: Figures }> {
  const restarts: number[] = [];
  let kills = 0;
  const haunt = async (server: RegisterServer): Promise<void> => {
    while (kills < times) {
      kills += 1;
      await sleep(Math.random() * LIFE);
      await server.kill();
      const began = performance.now();
      await server.start();
      restarts.push(performance.now() - began);
      if (restarts.length % 50 === 0) say(`${restarts.length} servers killed, ${scene.history.count('ok')} decisions acknowledged`);
    }
  };
  const from = scene.history.now();
  await Promise.all(scene.servers.map(haunt));
  const gap = scene.history.longestGap(from);
  await scene.untilAcknowledged(20);
  return { kills, figures: { restartMillisecondsP50: Math.round(percentile(restarts, 0.5)), restartMillisecondsMost: Math.round(Math.max(...restarts)), longestGapMilliseconds: Math.round(gap) } };
}

/** Nothing is killed; a part of the answers never arrives. */
async function loseAnswers(scene: Scene, { times }: Plan): Promise<{ kills: number; figures: Figures }> {
  await scene.untilAcknowledged(10 * times);
  return { kills: 0, figures: { lostAnswers: scene.history.events.filter((event) => event.what === 'unknown').length } };
}

const two = { standbys: 0, acknowledged: 'HERE', servers: 2 } as const;
const one = { ...two, servers: 1 } as const;

/** In the order in which they are run. */
export const serverFaults: readonly Experiment[] = [
  { id: 'F1', title: 'kill -9 of two servers at random moments', expects: 'NOTHING_BROKEN', scene: two, breakThings: killServers },
  { id: 'F1-answers', title: 'every fifth answer is lost on the way', expects: 'NOTHING_BROKEN', scene: { ...one, habits: { lostAnswers: 0.2 } }, breakThings: loseAnswers },
  { id: 'F1-control', title: 'the same with phones that send again under a new key', expects: 'DOUBLED', scene: { ...one, habits: { lostAnswers: 0.2, forgetsKeys: true } }, breakThings: loseAnswers },
];
