import { setTimeout as pause, setImmediate as nextTurn } from 'node:timers/promises';
import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from './context.ts';

/** The commands whose answers are held: what they find, or whether anybody is there, must not be told by the clock. */
const held = /\b(lookUpDecision|confirmLookUp|declineLookUp|openLookUp|openFamilyMessage|answerFamilyMessage|askDonorStatus)\b/;

/** Timers fire up to so many milliseconds early or late, and how early tells of the time before them. */
const TIMER_GRAIN = 2;

/**
 * Releases the answers of look-ups, and of messages to a family, at one moment, whatever was found and whoever asks: a fixed time after the body was read,
 * or the next multiple of it when the work took longer. Nothing is written before, so size and order of packets tell nothing.
 */
export function heldAnswers(floor: number): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, source }) {
          if (isHeld(source)) await holdAnswer(contextValue.arrivedAt, floor);
        },
      };
    },
  };
}

/** Whether the answer of a document is held, by its text. */
export function isHeld(document: string): boolean {
  return held.test(document);
}

/** Waits for the moment at which a held answer may leave. */
export async function holdAnswer(arrivedAt: number, floor: number): Promise<void> {
  if (floor > 0) await release(arrivedAt, floor);
}

async function release(arrivedAt: number, floor: number): Promise<void> {
  const target = arrivedAt + Math.ceil((performance.now() - arrivedAt) / floor) * floor;
  const rest = target - performance.now() - TIMER_GRAIN;
  if (rest > 0) await pause(rest);
  while (performance.now() < target) await nextTurn();
}
