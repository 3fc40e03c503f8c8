/** A cluster of PostgreSQL servers as a province would run it: one takes writes, two follow, one address leads to the first. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseAccount } from '../../server/src/database/embedded/account.ts';
import { findBinaries } from '../../server/src/database/embedded/binaries.ts';
import { prepareCluster, readPasswords } from '../../server/src/database/embedded/cluster.ts';
import { openDatabase } from '../../server/src/database/embedded/open-database.ts';
import type { Settings } from '../../server/src/database/embedded/settings.ts';
import { freePort, Link } from './link.ts';
import { DATABASE, namesIn, PostgresNode } from './postgres-node.ts';

/** How a commit is acknowledged. */
export type Acknowledged =
  /** When it is on this disk, and any one standby has written and applied it: what docs/operations.md asks for. */
  | 'BY_A_STANDBY'
  /** When the first standby has it, no other will do: the control of a frozen standby. */
  | 'BY_THE_FIRST_STANDBY'
  /** When it is on this disk; standbys follow when they can: the control of a failover. */
  | 'HERE'
  /** Before it is on any disk: the control of a crash. */
  | 'BEFORE_THE_DISK';

const settingsOf: Readonly<Record<Acknowledged, Settings>> = {
  BY_A_STANDBY: { synchronous_commit: 'remote_apply', synchronous_standby_names: 'ANY 1 (node1, node2, node3)' },
  BY_THE_FIRST_STANDBY: { synchronous_commit: 'remote_apply', synchronous_standby_names: 'FIRST 1 (node2)' },
  HERE: { synchronous_commit: 'on', synchronous_standby_names: '' },
  // The writer of the log sleeps as long as it may, so that there is something to lose.
  BEFORE_THE_DISK: { synchronous_commit: 'off', synchronous_standby_names: '', wal_writer_delay: '10s', wal_writer_flush_after: '1GB' },
};

/** What a cluster is made of. */
export interface ClusterOptions {
  readonly folder: string;
  readonly standbys: 0 | 1 | 2;
  readonly acknowledged: Acknowledged;
}

/** Who takes writes, who follows, and the address that leads to the first. */
export class Cluster {
  readonly nodes: readonly PostgresNode[];
  /** Where the register connects: leads to the node that takes writes, and can be stalled. */
  readonly link: Link;
  /** The words by which the register connects, over the link: for its servers, and for the owner of the tables. */
  readonly addresses: { readonly runtime: string; readonly owner: string };
  #leader: PostgresNode;

  private constructor(nodes: readonly PostgresNode[], leader: PostgresNode, link: Link, roles: { readonly runtime: string; readonly owner: string }) {
    this.nodes = nodes;
    this.#leader = leader;
    this.link = link;
    const address = (role: string) => `postgresql://${role}@127.0.0.1:${link.port}/${DATABASE}`;
    this.addresses = { runtime: address(roles.runtime), owner: address(roles.owner) };
  }

  /** Makes the first node, the register's empty database in it, and the standbys as copies of it. */
  static async open({ folder, standbys, acknowledged }: ClusterOptions): Promise<Cluster> {
    const settings = settingsOf[acknowledged];
    const nodes: PostgresNode[] = [];
    for (let number = 1; number <= standbys + 1; number++) {
      const home = join(folder, `node${number}`);
      mkdirSync(home, { recursive: true, mode: 0o700 });
      nodes.push(new PostgresNode(`node${number}`, home, await freePort(), settings));
    }
    const [leader, ...others] = nodes as [PostgresNode, ...PostgresNode[]];
    const binaries = findBinaries();
    await prepareCluster(leader.folder, binaries, chooseAccount(leader.folder, binaries.postgres), () => undefined);
    // Nobody follows yet, so nobody could acknowledge; and roles are made at the socket where `pnpm start` finds it.
    await leader.start({ synchronous_standby_names: '', listen_addresses: '', port: '5432' });
    const { url, runtimeUrl } = await openDatabase(join(leader.folder, 'run'), readPasswords(leader.folder), DATABASE);
    await leader.stop();
    await leader.start({ synchronous_standby_names: '' });
    const link = await Link.to(leader.port);
    const cluster = new Cluster(nodes, leader, link, { runtime: new URL(runtimeUrl).username, owner: new URL(url).username });
    for (const standby of others) await cluster.join(standby);
    await leader.stop();
    await leader.start();
    await cluster.untilFollowed();
    return cluster;
  }

  get leader(): PostgresNode {
    return this.#leader;
  }

  /** The nodes that run and follow. */
  get standbys(): readonly PostgresNode[] {
    return this.nodes.filter((node) => node !== this.#leader && node.isRunning);
  }

  /** The words by which the register reads from each standby. */
  replicaAddresses(): string[] {
    return this.standbys.map(({ port }) => Object.assign(new URL(this.addresses.runtime), { port: String(port) }).href);
  }

  /** Makes a node a standby: a fresh copy of the leader's cluster, taken while it works, that follows it from there. */
  async join(node: PostgresNode): Promise<void> {
    await node.stop();
    rmSync(node.cluster, { recursive: true, force: true });
    const session = await this.#leader.session();
    try {
      await session.query(`select pg_backup_start('join', true)`);
      copyCluster(this.#leader.cluster, node.cluster);
      const { rows } = await session.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
      writeFileSync(join(node.cluster, 'backup_label'), rows[0]?.labelfile ?? '');
    } finally {
      await session.end();
    }
    await node.follow(this.#leader);
    await node.start();
  }

  /**
   * What an operator, or a program in their place, does when the leader is gone: the standby that has received most takes over,
   * the other follows it, and the address leads there.
   * @param choose another standby than the rule would, for controls.
   */
  async failOver(choose?: (standbys: readonly PostgresNode[]) => PostgresNode | undefined): Promise<{ readonly former: PostgresNode }> {
    const former = this.#leader;
    const next = choose ? choose(this.standbys) : await mostAdvanced(this.standbys);
    if (!next) throw new Error('No standby could take over');
    await next.promote();
    this.#leader = next;
    for (const standby of this.standbys) if (standby !== former) await standby.follow(next);
    this.link.leadTo(next.port);
    return { former };
  }

  /** Waits until every standby that runs streams from the leader. */
  async untilFollowed(): Promise<void> {
    const expected = this.standbys.length;
    for (let tries = 0; tries < 600; tries++) {
      const [row] = await this.#leader.ask<{ count: number }>(`select count(*)::int from pg_stat_replication where state = 'streaming'`);
      if ((row?.count ?? 0) >= expected) return;
      await sleep(50);
    }
    throw new Error('The standbys do not follow');
  }

  async close(): Promise<void> {
    await this.link.close();
    // The leader first: it would wait for standbys that are gone.
    for (const node of [this.#leader, ...this.standbys]) await node.stop();
  }
}

async function mostAdvanced(standbys: readonly PostgresNode[]): Promise<PostgresNode | undefined> {
  const received = await Promise.all(
    standbys.map(async (node) => {
      const [row] = await node.ask<{ bytes: string }>(`select pg_wal_lsn_diff(greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()), '0/0')::text as bytes`);
      return { node, bytes: BigInt(row?.bytes ?? '0') };
    }),
  );
  return received.toSorted((one, other) => (one.bytes > other.bytes ? -1 : 1))[0]?.node;
}

/** Copies the files of a cluster that is at work, as PostgreSQL's manual says (Making a Base Backup Using the Low Level API). */
function copyCluster(from: string, to: string): void {
  const emptied = ['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans'];
  mkdirSync(to, { mode: 0o700 });
  for (const name of namesIn(from)) {
    if (/^(postmaster\.(pid|opts)|standby\.signal|backup_label.*)$/.test(name)) continue;
    if (emptied.includes(name)) mkdirSync(join(to, name), { mode: 0o700 });
    else cpSync(join(from, name), join(to, name), { recursive: true, preserveTimestamps: true });
  }
  mkdirSync(join(to, 'pg_wal', 'archive_status'), { mode: 0o700 });
}
