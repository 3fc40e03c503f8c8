import { keepRounds, type Rounds } from '../rounds.ts';
import { Dispatcher, type DispatcherTools } from './dispatcher.ts';

/** How often it is looked whether something is to be sent, in milliseconds. Asking costs one short statement; being told (`notify`) would hold a connection. */
const EVERY = 1_000;

/** Sends what waits in the outbox, at once and then every second, until stopped. A round that fails is logged and tried again by the next. */
export function keepDispatching(tools: DispatcherTools): Rounds {
  const dispatcher = new Dispatcher(tools);
  const round = async (): Promise<void> => {
    try {
      await dispatcher.round();
    } catch (error) {
      tools.log.error({ event: 'outboxRoundFailed', err: error }, 'a round of the outbox failed');
    }
  };
  const rounds = keepRounds('outbox', round, EVERY);
  return { stop: () => rounds.stop().then(() => dispatcher.stop()) };
}
