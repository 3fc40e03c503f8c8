/** Asks at a given rate whatever becomes of it, as many people do who know nothing of each other: nobody waits for an answer before another asks. */
import { connect, type Socket } from 'node:net';

/** What to ask, and for how long. */
export interface OpenLoad<Kind extends string> {
  readonly port: number;
  readonly seconds: number;
  readonly kinds: Readonly<Record<Kind, Asked>>;
}

/** What is asked of one kind. */
export interface Asked {
  /** Whole requests as they go over the wire. */
  readonly requests: readonly Buffer[];
  readonly perSecond: number;
  /** Whether each is sent once; the others are sent again and again. */
  readonly once: boolean;
  /** What stands in an answer that says what was asked for; in nothing else. */
  readonly answer: string;
}

/** What became of the requests of one kind. */
export interface Fate {
  sent: number;
  answered: number;
  /** 429 or 503 with `Retry-After`. */
  refused: number;
  /** Any other answer, and none. */
  wrong: number;
  /** Of answered ones: how long each took, in milliseconds. */
  readonly milliseconds: number[];
}

/** How long an answer is waited for after the last was sent, in milliseconds. */
const PATIENCE = 10_000;
/**
 * Connections that are there before anything is asked, as balancers keep them: Node takes in one new connection for each turn of its event
 * loop, some fifty a second on a busy server, and what is to be measured is the server and not that.
 */
const CONNECTIONS = 1_500;
/** Sends each kind at its rate for the time, then waits for what is still out. @throws Error when there are too few requests of a kind of which each is sent once. */
export async function askAtRate<Kind extends string>({ port, seconds, kinds }: OpenLoad<Kind>): Promise<{ readonly fates: Readonly<Record<Kind, Fate>>; readonly seconds: number }> {
  const streams = (Object.entries(kinds) as [Kind, Asked][]).map(([name, asked]) => ({ name, asked, fate: newFate() }));
  for (const { name, asked } of streams) if (asked.once && asked.requests.length < asked.perSecond * seconds) throw new Error(`Too few requests: ${name}`);
  const lines = new Lines(port);
  await lines.open(CONNECTIONS);
  const out: Promise<void>[] = [];
  const began = performance.now();
  await new Promise<void>((resolve) => {
    // Never asleep: who answers a sleeping process of the same machine pays for waking it, and over a network does not.
    const send = () => {
      const passed = performance.now() - began;
      for (const { asked, fate } of streams) {
        for (const due = Math.min(passed / 1_000, seconds) * asked.perSecond; fate.sent < due; fate.sent += 1) {
          const request = asked.requests[fate.sent % asked.requests.length];
          if (request) out.push(lines.send(request, asked.answer).then((told) => note(fate, told)));
        }
      }
      if (passed < seconds * 1_000) setImmediate(send);
      else resolve();
    };
    send();
  });
  const took = (performance.now() - began) / 1_000;
  await Promise.race([Promise.all(out), new Promise((resolve) => setTimeout(resolve, PATIENCE).unref())]);
  for (const { fate } of streams) fate.wrong = fate.sent - fate.answered - fate.refused;
  lines.close();
  return { fates: Object.fromEntries(streams.map(({ name, fate }) => [name, fate])) as Record<Kind, Fate>, seconds: took };
}

const newFate = (): Fate => ({ sent: 0, answered: 0, refused: 0, wrong: 0, milliseconds: [] });

interface Told {
  readonly status: number;
  readonly mayReturn: boolean;
  readonly milliseconds: number;
}

function note(fate: Fate, { status, mayReturn, milliseconds }: Told): void {
  if (status === 200) {
    fate.answered += 1;
    fate.milliseconds.push(milliseconds);
  } else if ((status === 503 || status === 429) && mayReturn) fate.refused += 1;
}

/** Connections that are kept, one request at a time on each; a new one is opened when none is free. */
class Lines {
  readonly #port: number;
  readonly #idle: Socket[] = [];
  readonly #all = new Set<Socket>();

  constructor(port: number) {
    this.#port = port;
  }

  /** Opens so many, some at a time, and keeps them idle. */
  async open(count: number): Promise<void> {
    for (let opened = 0; opened < count; opened += 50) {
      const sockets = Array.from({ length: 50 }, () => this.#open());
      await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
      this.#idle.push(...sockets);
    }
  }

  send(request: Buffer, answer: string): Promise<Told> {
    return new Promise((resolve) => {
      const began = performance.now();
      // The one that was idle longest: each is used in turn.
      const socket = this.#idle.shift() ?? this.#open();
      let text = '';
      const end = (status: number, mayReturn: boolean) => {
        socket.removeAllListeners('data');
        socket.removeAllListeners('close');
        if (status !== 0) this.#idle.push(socket);
        resolve({ status, mayReturn, milliseconds: performance.now() - began });
      };
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        const head = text.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
        // A failure of GraphQL and a refusal come with 200, and are none of the answers that were asked for.
        if (text.length >= head + 4 + length) end(text.startsWith('HTTP/1.1 200') && !text.includes(answer) ? 500 : Number(text.slice(9, 12)), /\r\nretry-after: \d/i.test(text.slice(0, head)));
      });
      socket.once('close', () => end(0, false));
      socket.write(request);
    });
  }

  close(): void {
    for (const socket of this.#all) socket.destroy();
  }

  #open(): Socket {
    const socket = connect(this.#port, '127.0.0.1').setNoDelay(true);
    socket.on('error', () => undefined);
    this.#all.add(socket);
    return socket;
  }
}
