import type { Carrier, Change, Outcome, Outgoing } from '../outbox/carrier.ts';
import { OutboxEventKind } from '../outbox/outbox-event.entity.ts';
import { NationalRegisterUnavailable } from './national-register.ts';
import { sendDecisions, type SendingTools } from './send-decisions.ts';

/** The one destination of this carrier. */
export const NATIONAL_REGISTER = 'national-register';

/** Tells the national register of each change, in the order of each person. */
export class NationalCarrier implements Carrier {
  readonly kind = NATIONAL_REGISTER;
  readonly #tools: SendingTools;

  constructor(tools: SendingTools) {
    this.#tools = tools;
  }

  destinationsOf(_em: unknown, changes: readonly Change[]): Promise<ReadonlyMap<string, readonly string[]>> {
    // Who is erased has no standing decision, and no name left to send.
    return Promise.resolve(new Map(changes.filter(({ kind }) => kind !== OutboxEventKind.PERSON_ERASED).map(({ id }) => [id, [NATIONAL_REGISTER]])));
  }

  async deliver({ id, donorId }: Outgoing, signal: AbortSignal): Promise<Outcome> {
    try {
      await sendDecisions(this.#tools, donorId, id, signal);
      return { delivered: true };
    } catch (error) {
      if (!(error instanceof NationalRegisterUnavailable)) throw error;
      return { delivered: false, trouble: error.trouble, ...(error.statusCode === null ? {} : { statusCode: error.statusCode }) };
    }
  }
}
