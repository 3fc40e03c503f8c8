import { Dispatcher, type DispatcherTools } from './dispatcher.ts';

/** Sending that goes on by itself. */
export interface KeptDispatching {
  /** Lets what is under way end. */
  stop(): Promise<void>;
}

/** How often it is looked whether something is to be sent, in milliseconds. Asking costs one short statement; being told (`notify`) would hold a connection. */
const EVERY = 1_000;

/** Sends what waits in the outbox, at once and then every second, until stopped. A round that fails is logged and tried again by the next. */
export function keepDispatching(tools: DispatcherTools): KeptDispatching {
  const dispatcher = new Dispatcher(tools);
  let running = Promise.resolve();
  let isBusy = false;
  const round = async (): Promise<void> => {
    isBusy = true;
    try {
      await dispatcher.round();
    } catch (error) {
      tools.log.error({ event: 'outboxRoundFailed', err: error }, 'a round of the outbox failed');
    } finally {
      isBusy = false;
    }
  };
  const timer = setInterval(() => {
    if (!isBusy) running = round();
  }, EVERY);
  timer.unref();
  running = round();
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await dispatcher.stop();
    },
  };
}
