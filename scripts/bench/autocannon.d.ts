/** The part of autocannon that we use; the package brings no types. */
declare module 'autocannon' {
  /** One request as it is sent. */
  export interface Request {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  }

  interface Client {
    /** What this connection sends, one after the other and then from the start again. */
    setRequests(requests: readonly Request[]): void;
  }

  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    /** Milliseconds between looks at the clock; a run ends at one of them. */
    readonly sampleInt: number;
    /** The most that one connection sends. */
    readonly maxConnectionRequests?: number;
    readonly setupClient: (client: Client) => void;
  }

  interface Result {
    readonly errors: number;
    readonly timeouts: number;
    readonly non2xx: number;
  }

  /** Settles when the run is over. */
  interface Run extends Promise<Result> {
    /** Called for each answer, with its size in bytes and how long it took in milliseconds. */
    on(event: 'response', listener: (client: Client, status: number, bytes: number, milliseconds: number) => void): void;
  }

  export default function autocannon(options: Options): Run;
}
