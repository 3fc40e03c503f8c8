/** A whole register under load: a cluster, servers over it, and a crowd of phones, with a history of what they were told. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { configuredAuditKeys } from '../../server/src/audit/audit-keys.ts';
import { inPlainTransaction, plainText } from '../../server/src/audit/audit-log.queries.ts';
import { verifyAudit, type Verification } from '../../server/src/audit/verify-audit.ts';
import { personIndexOf } from '../../server/src/identity/sessions.ts';
import { configuredKeys } from '../../server/src/vault/local-keys.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { identityOf, sessionRow } from '../bench/population.ts';
import { productionSettings } from '../bench/production-settings.ts';
import { root } from '../stages.ts';
import { Balancer, type Health } from './balancer.ts';
import { type Finding, findBrokenPromises, type HeldRegister } from './checker.ts';
import { type Acknowledged, Cluster } from './cluster.ts';
import { Crowd } from './crowd.ts';
import { heldBy } from './held-register.ts';
import { History } from './history.ts';
import { freePort } from './link.ts';
import { type Habits, type Holder, Phone, USUAL } from './phone.ts';
import type { PostgresNode } from './postgres-node.ts';
import { RegisterServer, type ServerOptions } from './register-server.ts';

/** What one server has of its own. */
type OwnOptions = Partial<Pick<ServerOptions, 'settings' | 'words' | 'built'>>;

/** What stands on the stage. */
export interface SceneOptions {
  readonly standbys: 0 | 1 | 2;
  readonly acknowledged: Acknowledged;
  readonly servers: number;
  /** A balancer before the servers, whom phones ask then; without it they ask the servers themselves, alive or not. */
  readonly balancer?: Health;
  /** Servers read from the standbys what they may (ADR 51). */
  readonly readsReplicas?: boolean;
  /** What a server has besides what all have, by its place from 0. */
  readonly each?: (place: number) => OwnOptions;
  readonly habits?: Partial<Habits>;
  /** Where its folder is made; the system's folder for what is temporary unless it says otherwise. */
  readonly under?: string;
}

/** What a scene came to, after everybody was asked to stop. */
export interface Verdict {
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
  /** Looks at one's own record that came to nothing. */
  readonly failedLooks: number;
  /** Decisions in the register. */
  readonly held: number;
  readonly findings: readonly Finding[];
  /** How often phones were told what, beside "done". */
  readonly details: Readonly<Record<string, number>>;
}

/** The stage. */
export class Scene {
  readonly cluster: Cluster;
  readonly servers: readonly RegisterServer[];
  readonly history = new History();
  #balancer: Balancer | undefined;
  readonly #folder: string;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #crowd: Crowd;

  private constructor(folder: string, cluster: Cluster, servers: readonly RegisterServer[], settings: Readonly<Record<string, string>>, { habits }: SceneOptions) {
    this.#folder = folder;
    this.cluster = cluster;
    this.servers = servers;
    this.#settings = settings;
    const manner = { ...USUAL, ...habits };
    this.#crowd = new Crowd({
      signInAgain: () => this.cluster.leader.ask('update session set signed_in_at = now(), last_seen_at = now()'),
      newHolders: (count) => this.newHolders(count),
      phoneOf: (holder, origins) => new Phone(holder, origins, this.history, manner),
    });
  }

  /** Opens everything; nobody has a phone yet. */
  static async open(options: SceneOptions): Promise<Scene> {
    const folder = mkdtempSync(join(options.under ?? tmpdir(), 'sanxian-chaos-'));
    const cluster = await Cluster.open({ folder, standbys: options.standbys, acknowledged: options.acknowledged });
    const settings = { ...productionSettings(), SANXIAN_OPERATIONS_PORT: '' };
    const servers: RegisterServer[] = [];
    const scene = new Scene(folder, cluster, servers, settings, options);
    const replicas = options.readsReplicas ? { SANXIAN_READ_REPLICAS: cluster.replicaAddresses().join(',') } : {};
    for (let place = 0; place < options.servers; place++) {
      const own = options.each?.(place) ?? {};
      servers.push(await scene.newServer(`server${place + 1}`, cluster.addresses, { ...own, settings: { ...replicas, ...own.settings } }));
    }
    // One after the other: the first one makes the tables.
    for (const server of servers) await server.start();
    if (options.balancer) scene.#balancer = await Balancer.over(servers.map(({ origin }) => origin), options.balancer);
    return scene;
  }

  /** A server more, not started, that finds its database at these addresses; phones do not know it. */
  async newServer(name: string, addresses: Cluster['addresses'], own: OwnOptions = {}): Promise<RegisterServer> {
    const settings = { ...this.#settings, DATABASE_URL: addresses.runtime, MIGRATION_DATABASE_URL: addresses.owner, ...own.settings };
    return new RegisterServer({ folder: join(this.#folder, name), port: await freePort(), ...own, settings });
  }

  /** The balancer before the servers. @throws Error in a scene without one. */
  get balancer(): Balancer {
    if (!this.#balancer) throw new Error('This scene has no balancer');
    return this.#balancer;
  }

  /** So many phones more go to work, each in the hands of one person after another. @param servers whom they ask: any of the scene's unless it says otherwise. */
  async raise(phones: number, servers: readonly RegisterServer[] = this.servers): Promise<void> {
    const origins = this.#balancer && servers === this.servers ? [this.#balancer.origin] : servers.map(({ origin }) => origin);
    await this.#crowd.raise(phones, origins);
  }

  /** Everybody signs in anew, now. @throws what the database says that is away. */
  async signIn(): Promise<void> {
    await this.#crowd.signIn();
  }

  /** New people who have just signed in and never registered. */
  async newHolders(count: number): Promise<Holder[]> {
    const vault = new Vault(configuredKeys(this.#settings['SANXIAN_KEYS'] ?? '', this.#settings['SANXIAN_INDEX_KEY'] ?? ''));
    const [{ among = 0, now = 0 } = {}] = await this.cluster.leader.ask<{ among: number; now: number }>('select count(*)::int as among, (extract(epoch from now()) * 1000)::float8 as now from session');
    const signedInAt = new Date(now);
    const made = Array.from({ length: count }, (_, place) => {
      const identity = identityOf(among + place);
      const personIndex = personIndexOf(vault, identity);
      const token = randomBytes(32).toString('base64url');
      return { holder: { token, person: personIndex.toString('hex') }, row: sessionRow(vault, { identity, personIndex, token, signedInAt, lastSeenAt: signedInAt }) };
    });
    const columns = Object.keys(made[0]?.row ?? {}).join(', ');
    await this.cluster.leader.ask(`insert into session (${columns}) select ${columns} from json_populate_recordset(null::session, $1)`, [JSON.stringify(made.map(({ row }) => row))]);
    // Who is signed in stays so, whatever is done to the disk next.
    await this.cluster.leader.ask('checkpoint');
    return made.map(({ holder }) => holder);
  }

  /** Waits until so many more decisions were acknowledged. @throws Error when that takes a minute and a half: then nothing works any more. */
  async untilAcknowledged(more: number): Promise<void> {
    const goal = this.history.count('ok') + more;
    for (let waited = 0; waited < 90_000; waited += 25) {
      if (this.history.count('ok') >= goal) return;
      await sleep(25);
    }
    throw new Error(`Nothing is acknowledged any more:\n${this.lastWords()}`);
  }

  /** What can be said of a register that does not answer as it should. */
  lastWords(): string {
    const latest = Object.entries(detailsOf({ events: this.history.events.slice(-500) })).map(([detail, count]) => `${count} × ${detail}`);
    return [this.#crowd.words(), ...latest, ...this.servers.map((server) => `${server.origin} ${server.isRunning ? 'runs' : 'is gone'}: ${server.lastWords()}`)].join('\n');
  }

  /** Everybody ends what they are at, and what they were told is compared with what the register holds. */
  async judge(node: PostgresNode = this.cluster.leader): Promise<Verdict> {
    this.#crowd.rest();
    await this.#crowd.ended();
    const held = await heldBy(node);
    const findings = findBrokenPromises(this.history, held);
    if (findings.length > 0) this.#keepEvidence(findings, held);
    return { acknowledged: this.history.count('ok'), refused: this.history.count('refused'), unknown: this.history.count('unknown'), failedLooks: this.history.failedLooks, held: held.decisions.length, findings, details: detailsOf(this.history) };
  }

  /** What who checks the audit finds. */
  async checkAudit(): Promise<Verification> {
    const client = new pg.Client({ ...plainText, connectionString: this.cluster.leader.url });
    await client.connect();
    try {
      const { known } = configuredAuditKeys(this.#settings['SANXIAN_AUDIT_KEY'] ?? '', '');
      return await inPlainTransaction(client, 'SNAPSHOT', () => verifyAudit(client, { keys: known }));
    } finally {
      await client.end();
    }
  }

  /** Stops and removes everything. */
  async close(): Promise<void> {
    this.#crowd.rest();
    await this.#balancer?.close();
    await Promise.all(this.servers.map((server) => server.kill()));
    await this.cluster.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What nobody can look at again later: the history, the tables as they were read. */
  #keepEvidence(findings: readonly Finding[], held: HeldRegister): void {
    const folder = join(root, '.data/chaos');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${new Date().toISOString().replaceAll(':', '')}.json`);
    writeFileSync(file, JSON.stringify({ findings, held, history: this.history.events }));
  }
}

function detailsOf({ events }: Pick<History, 'events'>): Record<string, number> {
  const details: Record<string, number> = {};
  for (const event of events) if (event.what === 'refused' || event.what === 'unknown') details[`${event.what}: ${event.detail}`] = (details[`${event.what}: ${event.detail}`] ?? 0) + 1;
  return details;
}
