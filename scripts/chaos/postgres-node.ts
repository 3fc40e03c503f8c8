/** One PostgreSQL of a cluster under fault: a real server over a folder of its own, that can be killed, frozen and promoted. */
import { closeSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Account, chooseAccount } from '../../server/src/database/embedded/account.ts';
import { type Binaries, findBinaries } from '../../server/src/database/embedded/binaries.ts';
import { PLAIN_ENVIRONMENT, SUPERUSER, writePrivate } from '../../server/src/database/embedded/cluster.ts';
import { type KeptServer, startKept } from '../../server/src/database/embedded/keeper.ts';
import { serverWords, type Settings } from '../../server/src/database/embedded/settings.ts';
import { makeSocketFolder } from '../../server/src/database/embedded/socket-folder.ts';
import { familyOf, signal } from './processes.ts';

/** The name of the register's database in these clusters. */
export const DATABASE = 'sanxian';

/** How long a server may take to open its folder, recovery included, in milliseconds. */
const PATIENCE = 60_000;

/** A PostgreSQL server that is there to be broken. Its cluster lies in `data` below its folder and is made by `cluster.ts`. */
export class PostgresNode {
  readonly name: string;
  readonly folder: string;
  readonly port: number;
  readonly #binaries: Binaries = findBinaries();
  readonly #settings: Settings;
  #account: Account | undefined;
  #running: { readonly kept: KeptServer; readonly ended: Promise<void> } | undefined;

  /** @param settings what this node has besides the settings of every embedded cluster, synchronous replication for example. */
  constructor(name: string, folder: string, port: number, settings: Settings) {
    this.name = name;
    this.folder = folder;
    this.port = port;
    this.#settings = settings;
  }

  /** Where its cluster lies. */
  get cluster(): string {
    return join(this.folder, 'data');
  }

  /** The address at which the superuser finds the register's database; everybody on this machine is let in without a password. */
  get url(): string {
    return `postgresql://${SUPERUSER}@127.0.0.1:${this.port}/${DATABASE}`;
  }

  /** Opens the folder. Settles when connections are taken: for writing, or for reading if it is a standby. */
  async start(changed: Settings = {}): Promise<void> {
    const until = Date.now() + PATIENCE;
    for (;;) {
      try {
        return await this.#attempt(changed);
      } catch (error) {
        // A child that a killed server had just made ends by itself within moments, and holds its memory until then.
        const waits = error instanceof Error && error.message.includes('shared memory block') && Date.now() < until;
        if (!waits) throw error;
        await sleep(200);
      }
    }
  }

  async #attempt(changed: Settings): Promise<void> {
    this.#account ??= chooseAccount(this.folder, this.#binaries.postgres);
    const access = join(this.folder, 'chaos.hba');
    writePrivate(access, ['local all all trust', 'host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust', ''].join('\n'), this.#account);
    const settings = { hba_file: access, listen_addresses: '127.0.0.1', port: String(this.port), archive_mode: 'off', max_connections: '120', wal_keep_size: '512MB', ...this.#settings, ...changed };
    const log = openSync(join(this.folder, 'log'), 'a', 0o600);
    const words = serverWords(this.cluster, makeSocketFolder(this.folder, this.#account), false, settings);
    // A former server that was killed left its number behind, which may be in use again.
    rmSync(join(this.cluster, 'postmaster.pid'), { force: true });
    const kept = startKept(this.#account, [this.#binaries.postgres, ...words], { log, environment: PLAIN_ENVIRONMENT, remove: '' });
    closeSync(log);
    const ended = new Promise<void>((resolve) => kept.process.once('exit', () => resolve(kept.release())));
    const running = { kept, ended };
    this.#running = running;
    void ended.then(() => {
      if (this.#running === running) this.#running = undefined;
    });
    await this.#untilOpen(kept, ended);
  }

  /** `kill -9` of the server and of every process that it started, all at once; nothing is written out. */
  async kill(): Promise<void> {
    const running = this.#running;
    const pid = running?.kept.process.pid;
    if (!running || pid === undefined) return;
    signal(familyOf(pid), 'SIGKILL');
    await running.ended;
  }

  /** Stops every process of it where it stands, as a machine does that hangs; `thaw` lets them go on. */
  freeze(): void {
    signal(familyOf(this.#running?.kept.process.pid ?? 0), 'SIGSTOP');
  }

  thaw(): void {
    signal(familyOf(this.#running?.kept.process.pid ?? 0), 'SIGCONT');
  }

  /** Fast shutdown. */
  async stop(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    this.thaw();
    running.kept.process.kill('SIGINT');
    const late = setTimeout(() => void this.kill(), 15_000);
    await running.ended;
    clearTimeout(late);
  }

  /** Whether its process is there. */
  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Asks it something as its superuser, on a connection of its own. */
  async ask<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = await this.session();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** A connection of its superuser, for who has to keep it. */
  async session(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 5_000, query_timeout: 30_000, application_name: 'chaos' });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Makes its cluster follow another one from its next start, or from now on when it runs. */
  async follow(leader: PostgresNode): Promise<void> {
    const address = `host=127.0.0.1 port=${leader.port} user=${SUPERUSER} application_name=${this.name}`;
    if (this.isRunning) {
      await this.ask(`alter system set primary_conninfo = '${address}'`);
      await this.ask('select pg_reload_conf()');
      return;
    }
    // Read after `postgresql.conf`; what the leader had written there about itself holds no longer.
    writeFileSync(join(this.cluster, 'postgresql.auto.conf'), `primary_conninfo = '${address}'\n`);
    writeFileSync(join(this.cluster, 'standby.signal'), '');
    this.#account = undefined;
  }

  /** Its way to the leader breaks; it goes on with what it has. */
  async loseLeader(): Promise<void> {
    await this.ask(`alter system set primary_conninfo = 'host=127.0.0.1 port=1'`);
    await this.ask('select pg_reload_conf()');
  }

  /** Ends following: from then on it takes writes. */
  async promote(): Promise<void> {
    await this.ask('select pg_promote(true, 30)');
  }

  async #untilOpen({ process: server }: KeptServer, ended: Promise<void>): Promise<void> {
    const over = new AbortController();
    void ended.then(() => over.abort());
    const until = Date.now() + PATIENCE;
    while (!over.signal.aborted && Date.now() < until) {
      const [pid, , , , , , , state = ''] = linesOf(join(this.cluster, 'postmaster.pid'));
      if (Number(pid) === server.pid && /^(ready|standby)/.test(state)) return;
      await sleep(10);
    }
    throw new Error(`${this.name} did not open:\n${linesOf(join(this.folder, 'log')).slice(-8).join('\n')}`);
  }
}

/** The names in a folder; none when it is not there. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
