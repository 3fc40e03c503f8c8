import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type RunningServer, start } from '../../server/src/main.ts';
import { createWorld } from '../kit/world.ts';

const { databaseUrl } = await createWorld();
const dataFolder = mkdtempSync(join(tmpdir(), 'sanxian-rolling-'));
const running = new Set<RunningServer>();
vi.stubEnv('LOG_LEVEL', 'silent');
const begin = async (): Promise<RunningServer> => {
  const server = await start({ databaseUrl, port: 0, dataFolder, mode: 'test' });
  running.add(server);
  return server;
};
const stop = async (server: RunningServer): Promise<void> => {
  running.delete(server);
  await server.close();
};
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([...running].map(stop));
});

/** A balancer that sends requests, one after another, to servers in turn, from several callers, and counts what fails. */
class Balancer {
  answered = 0;
  readonly failures: string[] = [];
  #goesOn = true;
  readonly #servers: Set<string>;
  readonly #callers: Promise<void>[];
  readonly #checks: NodeJS.Timeout;

  /** @param asks whether it asks `/readyz` and believes it, as a balancer should. */
  constructor(servers: readonly string[], asks: boolean) {
    this.#servers = new Set(servers);
    this.#checks = setInterval(() => asks && void this.#check(), 50);
    this.#callers = Array.from({ length: 6 }, () => this.#call());
  }

  admit(server: string): void {
    this.#servers.add(server);
  }

  /** Resolves when so many more requests were answered or failed. */
  async meet(more: number): Promise<void> {
    const goal = this.answered + this.failures.length + more;
    await vi.waitFor(() => expect(this.answered + this.failures.length).toBeGreaterThan(goal), { timeout: 20_000 });
  }

  async end(): Promise<void> {
    this.#goesOn = false;
    clearInterval(this.#checks);
    await Promise.all(this.#callers);
  }

  async #check(): Promise<void> {
    for (const server of this.#servers) {
      const isReady = await fetch(`${server}/readyz`).then((answer) => answer.ok, () => false);
      if (!isReady) this.#servers.delete(server);
    }
  }

  async #call(): Promise<void> {
    for (let turn = 0; this.#goesOn; turn++) {
      const server = [...this.#servers][turn % Math.max(1, this.#servers.size)] ?? 'http://127.0.0.1:1';
      const body = JSON.stringify({ query: '{ donationPolicy { minimumAge } organisations(first: 1) { totalCount } }' });
      const outcome = await fetch(`${server}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(
        async (answer) => (answer.ok && ((await answer.json()) as { errors?: unknown }).errors === undefined ? null : String(answer.status)),
        (error: Error) => String(error.cause ?? error),
      );
      if (outcome === null) this.answered += 1;
      else this.failures.push(outcome);
    }
  }
}

describe('servers that are restarted one after another behind a balancer', { timeout: 60_000 }, () => {
  it('fail no request, because each says that it drains before it stops', async () => {
    vi.stubEnv('SANXIAN_DRAIN_SECONDS', '1');
    const [first, second] = [await begin(), await begin()];
    const balancer = new Balancer([first.url, second.url], true);
    await balancer.meet(50);
    for (const server of [first, second]) {
      await stop(server);
      await balancer.meet(50);
      balancer.admit((await begin()).url);
      await balancer.meet(50);
    }
    await balancer.end();
    expect(balancer.failures).toEqual([]);
    expect(balancer.answered).toBeGreaterThan(200);
  });

  it('and would fail some if the balancer did not listen: the test sees what it looks for', async () => {
    vi.stubEnv('SANXIAN_DRAIN_SECONDS', '0');
    const [first, second] = [await begin(), await begin()];
    const balancer = new Balancer([first.url, second.url], false);
    await balancer.meet(20);
    await stop(first);
    await balancer.meet(20);
    await balancer.end();
    expect(balancer.failures).not.toEqual([]);
  });
});
