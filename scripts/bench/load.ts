/** Asks one contender for a while, over a fixed number of connections, each of which asks again as soon as it is answered. */
import autocannon, { type Request } from 'autocannon';

/** What a stretch of load was answered with. */
export interface Answered {
  readonly count: number;
  readonly seconds: number;
  /** How long each answer took, in milliseconds. */
  readonly milliseconds: readonly number[];
}

/** How to ask. */
export interface Load {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly connections: number;
  readonly seconds: number;
  /** Dealt out among the connections, so that no two ask for the same person at once. */
  readonly requests: readonly Request[];
  /** An answer of fewer bytes is not the one that was compared before. */
  readonly leastBytes: number;
  /** Each request is sent once at most: a second registration of one person would be another question. The load ends early when all are used up. */
  readonly once?: boolean;
  /** Whoever is told to come back (503) is no failure and not counted: of a server that is still cold, or to find what it can do. */
  readonly maySendAway?: boolean;
}

/** Somebody was not answered as they should have been: what was measured cannot be used. */
export class NotAnswered extends Error {}

/**
 * @throws NotAnswered when any answer is a failure: a fast refusal must never count as speed.
 */
export async function ask({ origin, connections, seconds, requests, leastBytes, once = false, maySendAway = false }: Load): Promise<Answered> {
  const milliseconds: number[] = [];
  let tooShort = 0;
  let turnedAway = 0;
  let dealt = 0;
  const began = performance.now();
  const run = autocannon({
    url: origin,
    connections,
    duration: seconds,
    sampleInt: 100,
    ...(once ? { maxConnectionRequests: Math.floor(requests.length / connections) } : {}),
    setupClient(client) {
      const first = dealt++;
      client.setRequests(requests.filter((_, index) => index % connections === first));
    },
  });
  const refused = new Set<number>();
  run.on('response', (_client, status, bytes, duration) => {
    if (maySendAway && status === 503) {
      turnedAway += 1;
      return;
    }
    milliseconds.push(duration);
    if (status !== 200) refused.add(status);
    if (bytes < leastBytes) tooShort += 1;
  });
  const { errors, timeouts, non2xx } = await run;
  const ended = performance.now();
  if (errors + timeouts + non2xx - turnedAway + tooShort > 0) {
    throw new NotAnswered(`Not every answer was right: ${errors} broken connections, ${timeouts} too late, ${non2xx} with another status (${[...refused].join(', ')}), ${tooShort} too short, from ${origin}`);
  }
  return { count: milliseconds.length, seconds: (ended - began) / 1000, milliseconds };
}
