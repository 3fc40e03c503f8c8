/** One address in front of several servers, as a province would run it: requests go to those in turn that say they want some. */
import { Agent, createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How often each server is asked whether it wants requests, in milliseconds; a drain takes ten times as long. */
const ASKED_EVERY = 100;

/** How a balancer learns which servers want requests: by `/readyz`, as it should; or not at all, the control. */
export type Health = 'READYZ' | 'NONE';

/** A balancer over HTTP. It sends nothing twice: what a server leaves without an answer is a failed request (502). */
export class Balancer {
  readonly origin: string;
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #servers: readonly string[];
  readonly #wanting: Set<string>;
  readonly #checks: NodeJS.Timeout | undefined;
  /** Which server answered the last request of each caller, by their token. */
  readonly #lastOf = new Map<string, string>();
  #turn = 0;
  /** Requests of somebody whose request before had gone to another server. */
  handedOver = 0;

  private constructor(server: Server, servers: readonly string[], health: Health) {
    this.#server = server;
    this.#servers = servers;
    this.#wanting = new Set(servers);
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => this.#pass(request, response));
    if (health === 'READYZ') this.#checks = setInterval(() => void this.#check(), ASKED_EVERY);
  }

  /** Opens an address that leads to these origins. */
  static async over(servers: readonly string[], health: Health): Promise<Balancer> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new Balancer(server, servers, health);
  }

  /** Whether requests go to this server now. */
  sendsTo(server: string): boolean {
    return this.#wanting.has(server);
  }

  async close(): Promise<void> {
    clearInterval(this.#checks);
    this.#agent.destroy();
    const closed = new Promise((over) => this.#server.close(over));
    this.#server.closeAllConnections();
    await closed;
  }

  async #check(): Promise<void> {
    await Promise.all(
      this.#servers.map(async (server) => {
        const isWanting = await fetch(`${server}/readyz`, { signal: AbortSignal.timeout(1_000) }).then((answer) => answer.ok, () => false);
        if (isWanting) this.#wanting.add(server);
        else this.#wanting.delete(server);
      }),
    );
  }

  #next(caller: string): string | undefined {
    const wanting = this.#servers.filter((server) => this.#wanting.has(server));
    this.#turn += 1;
    const server = wanting[this.#turn % Math.max(1, wanting.length)];
    if (server === undefined) return undefined;
    const before = this.#lastOf.get(caller);
    if (before !== undefined && before !== server) this.handedOver += 1;
    this.#lastOf.set(caller, server);
    return server;
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const server = this.#next(request.headers.authorization ?? '');
    if (server === undefined) return fail(response, 503);
    // What is said about this connection goes no further.
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== 'connection'));
    const onward = ask(`${server}${request.url ?? '/'}`, { method: request.method, headers, agent: this.#agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    });
    onward.once('error', () => fail(response, 502));
    // Who has gone is not asked for.
    response.once('close', () => response.writableFinished || onward.destroy());
    request.pipe(onward);
  }
}

function fail(response: ServerResponse, status: number): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'content-type': 'text/plain' }).end();
}
