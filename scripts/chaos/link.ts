/** The network between register and database: an address that leads to one server, to another one later, and can stall. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP proxy on this machine. What it carries it does not look at. */
export class Link {
  readonly port: number;
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #target: number;
  #isStalled = false;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (caller) => this.#carry(caller));
  }

  /** Opens an address that leads to this port. */
  static async to(target: number): Promise<Link> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new Link(server, target);
  }

  /** Leads to another port from now on, and cuts what led to the former one. */
  leadTo(target: number): void {
    this.#target = target;
    this.cut();
  }

  /** Breaks every connection at once. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  /** Nothing passes either way any more, and nobody is told: connections stay, new ones are taken and say nothing. */
  stall(): void {
    this.#isStalled = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  resume(): void {
    this.#isStalled = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((closed) => this.#server.close(closed));
  }

  #carry(caller: Socket): void {
    const callee = connect({ port: this.#target, host: '127.0.0.1' });
    const pair = [caller, callee] as const;
    this.#pairs.add(pair);
    for (const [from, to] of [pair, [callee, caller] as const]) {
      from.setNoDelay(true);
      from.on('data', (bytes: Buffer) => {
        if (to.write(bytes)) return;
        from.pause();
        to.once('drain', () => this.#isStalled || from.resume());
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#pairs.delete(pair);
        to.destroy();
      });
    }
    if (this.#isStalled) for (const socket of pair) socket.pause();
  }
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
