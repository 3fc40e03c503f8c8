import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** A small TCP proxy in front of PostgreSQL, which can be a bad network. */
export class Address {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #socket: string;

  private constructor(socket: string) {
    this.#socket = socket;
    this.#server = createServer((client) => this.#take(client));
  }

  /** Takes connections for a PostgreSQL socket on a free port of this machine. */
  static async open(socket: string): Promise<Address> {
    const address = new Address(socket);
    await new Promise<void>((listening) => address.#server.listen(0, '127.0.0.1', listening));
    return address;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * Everything that is connected now will never hear anything again, not even that it was cut, as when a machine vanishes from the
   * network; new connections work.
   */
  forget(): void {
    for (const [client, node] of this.#pairs) {
      client.pause();
      client.removeAllListeners('data');
      node.destroy();
    }
  }

  /** The other end of everything that is connected now vanishes: PostgreSQL hears nothing any more, not even that it is gone. */
  lose(): void {
    for (const [client, node] of this.#pairs) {
      client.removeAllListeners('close').resetAndDestroy();
      node.removeAllListeners('data').removeAllListeners('end').resume();
    }
  }

  /** Resets every connection. */
  cut(): void {
    for (const [client, node] of this.#pairs) {
      client.resetAndDestroy();
      node.destroy();
    }
    this.#pairs.clear();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((closed) => this.#server.close(closed));
  }

  #take(client: Socket): void {
    client.on('error', () => undefined);
    const node = connect(this.#socket);
    const pair = [client, node] as const;
    this.#pairs.add(pair);
    node.on('error', () => client.resetAndDestroy());
    node.on('end', () => client.end());
    client.on('close', () => {
      this.#pairs.delete(pair);
      node.destroy();
    });
    client.on('data', (bytes) => node.write(bytes));
    node.on('data', (bytes) => client.write(bytes));
  }
}
