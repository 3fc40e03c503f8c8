/** F8: the disk under the database is full, and later it is not. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Experiment, Figures, Plan } from './experiment.ts';
import type { Scene } from './scene.ts';

/** Room for the cluster and little more. */
const SIZE = '256m';

/** A small disk of its own, in memory. Only root may make one. */
function smallDisk(): { under: string; leave(): void } {
  const under = mkdtempSync(join(tmpdir(), 'sanxian-disk-'));
  if (!mounts('mount', '-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'tmpfs', under)) throw new Error('No disk could be made');
  return {
    under,
    leave() {
      mounts('umount', '--lazy', under);
      rmSync(under, { recursive: true, force: true });
    },
  };
}

/** Whether this account may make a disk here: tried, because containers differ. */
function hindrance(): string | null {
  const probe = mkdtempSync(join(tmpdir(), 'sanxian-disk-'));
  const works = process.platform === 'linux' && mounts('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe);
  if (works) mounts('umount', probe);
  rmSync(probe, { recursive: true, force: true });
  return works ? null : 'a small disk can be mounted by root only';
}

function mounts(program: string, ...words: string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0;
}

/** Fills the disk to the last byte, lets people try, and makes room again; every second time PostgreSQL is killed while it is full. Where it is gone, it is started again. */
async function fillDisk({ cluster, history, ...scene }: SceneOnDisk, { times, say }: Plan): Promise<{ kills: number; figures: Figures }> {
  const filler = join(cluster.leader.folder, '..', 'filler');
  let [ended, kills] = [0, 0];
  const told = history.count('unknown');
  for (let fills = 0; fills < Math.max(2, Math.round(times / 10)); fills++) {
    // Whoever writes the log frees room by recycling for a while; what it frees is filled, too.
    for (let seconds = 0; seconds < 6; seconds++) {
      fill(filler);
      await sleep(1_000);
    }
    if (fills % 2 === 1 && cluster.leader.isRunning) {
      kills += 1;
      await cluster.leader.kill();
    } else if (!cluster.leader.isRunning) ended += 1;
    rmSync(filler, { force: true });
    if (!cluster.leader.isRunning) await cluster.leader.start();
    await scene.untilAcknowledged(20);
    say(`the disk was full ${fills + 1} times; PostgreSQL ended ${ended} times`);
  }
  return { kills, figures: { databaseEnded: ended, notAcknowledged: history.count('unknown') - told } };
}

function fill(file: string): void {
  const handle = openSync(file, 'a');
  const block = Buffer.alloc(65_536, 1);
  try {
    for (;;) if (writeSync(handle, block) < block.length) return;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(handle);
  }
}

type SceneOnDisk = Pick<Scene, 'cluster' | 'history'> & { untilAcknowledged(more: number): Promise<void> };

const small = { standbys: 0, acknowledged: 'HERE', servers: 1 } as const;

const common: Pick<Experiment, 'hindrance' | 'stage' | 'breakThings'> = {
  hindrance,
  stage: smallDisk,
  breakThings: (scene, plan) => fillDisk({ cluster: scene.cluster, history: scene.history, untilAcknowledged: (more) => scene.untilAcknowledged(more) }, plan),
};

/** A disk that is full keeps nobody from being told the truth; unless they were told before it was known whether there is room. */
export const diskFaults: readonly Experiment[] = [
  { id: 'F8', title: 'the disk of the database is full, its log cannot grow; it is killed so, or not, and there is room again', expects: 'NOTHING_BROKEN', scene: small, ...common },
  { id: 'F8-control', title: 'the same when commits are acknowledged before they are on the disk', expects: 'LOST', scene: { ...small, acknowledged: 'BEFORE_THE_DISK' }, ...common },
];
