import { randomUUID } from 'node:crypto';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Logger } from 'pino';
import * as v from 'valibot';
import { keepRounds, type Rounds } from '../rounds.ts';
import { answerSchema, NationalRegisterUnavailable } from './national-register.ts';
import { overlooked } from './national-sync.queries.ts';
import { sendDecisions, type SendingTools } from './send-decisions.ts';
import { takeAnswer, type Taken } from './take-answer.ts';

/** What a round needs. */
export interface RoundTools extends SendingTools {
  readonly log: Logger;
}

/** How often answers are fetched, and how long a round may take over one request, in milliseconds. */
const EVERY = 10_000;
const PATIENCE = 20_000;

/** A decision that has waited so long with nothing on its way was overlooked, in milliseconds. */
const OVERLOOKED_AFTER = 15 * 60_000;

const BATCH = 100;

/**
 * One round: takes in the answers that wait, then sends what was overlooked or is to be sent again. Several servers may do so at
 * once: an answer is kept once, and a message that goes out twice has one number.
 */
export async function nationalRound(tools: RoundTools): Promise<void> {
  const { orm, register, now, log } = tools;
  for (const found of await register.answers(BATCH, AbortSignal.timeout(PATIENCE))) {
    const parsed = v.safeParse(answerSchema, found.content);
    const taken = parsed.success ? await takeAnswerOnce(orm, parsed.output, now()) : 'MALFORMED';
    // Nobody can do anything with it, and it must not stand before the others for ever.
    if (taken === 'MALFORMED' || taken === 'UNKNOWN_MESSAGE') log.error({ event: 'nationalAnswerUnusable', trouble: taken }, 'the national register answered something that cannot be used');
    await found.done();
  }
  for (const donorId of await overlooked(orm.em.fork(), new Date(now().getTime() - OVERLOOKED_AFTER), BATCH)) {
    await sendDecisions(tools, donorId, randomUUID(), AbortSignal.timeout(PATIENCE));
  }
}

/** Does a round at once and then every ten seconds, until stopped. A round that fails is logged and tried again by the next. */
export function keepNationalSync(tools: RoundTools): Rounds {
  const round = async (): Promise<void> => {
    try {
      await nationalRound(tools);
    } catch (error) {
      if (error instanceof NationalRegisterUnavailable) tools.log.warn({ event: 'nationalRegisterUnavailable', trouble: error.trouble }, 'the national register cannot be reached');
      else tools.log.error({ event: 'nationalRoundFailed', err: error }, 'a round with the national register failed');
    }
  };
  return keepRounds('national-register', round, EVERY);
}

/** Of two servers that take in one answer at the same moment, the second one knows it. */
async function takeAnswerOnce(...given: Parameters<typeof takeAnswer>): Promise<Taken> {
  try {
    return await takeAnswer(...given);
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) return 'KNOWN';
    throw error;
  }
}
