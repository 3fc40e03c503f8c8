import { followedRound } from './telemetry/traces.ts';

/** Work of a server that goes on by itself. */
export interface Rounds {
  /** Begins no round any more, and lets the one under way end. */
  stop(): Promise<void>;
}

/**
 * Does a round at once and then every so many milliseconds, until stopped; while one is under way no other begins.
 *
 * @param name a word for it, as traces show it.
 * @param round takes care of its own failures, each with a name in the log (docs/runbooks.md): the next round tries again.
 */
export function keepRounds(name: string, round: () => Promise<void>, every: number): Rounds {
  let isBusy = false;
  const next = async (): Promise<void> => {
    isBusy = true;
    await followedRound(name, round).finally(() => (isBusy = false));
  };
  let running = next();
  const timer = setInterval(() => {
    if (!isBusy) running = next();
  }, every);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
