import { setTimeout as pause } from 'node:timers/promises';
import type { Request, Response } from 'express';

/** How a simulated platform misbehaves. */
export type Misbehaviour =
  /** It does what it is asked. */
  | 'none'
  /** It does nothing and hangs up. */
  | 'down'
  /** It does what it is asked, and the answer is lost on the way. */
  | 'answerLost'
  /** It does what it is asked twice, and then what it was asked before that once more: old messages that come late. */
  | 'doubled'
  /** It does nothing and answers with an error of its own. */
  | 'refusing'
  /** It does nothing and answers something that is no answer. */
  | 'garbled'
  /** It does what it is asked, but the answer takes longer than anybody waits. */
  | 'slow';

/** What can be done to a simulated platform, and what it has seen. */
export class Faults {
  misbehaviour: Misbehaviour = 'none';
  /** How long `slow` takes, in milliseconds. */
  slowness = 60_000;
  /** Every request that came in, whatever became of it. */
  requests = 0;
  readonly #before: (() => void)[] = [];

  /** Does a deed as the misbehaviour of the moment has it; null when no answer is to be sent any more. */
  async answer(request: Request, response: Response, deed: () => object, refusal: () => object): Promise<void> {
    this.requests += 1;
    if (this.misbehaviour === 'down') return void request.socket.destroy();
    if (this.misbehaviour === 'garbled') return void response.json({ nothing: 'of the kind' });
    if (this.misbehaviour === 'refusing') return void response.json(refusal());
    const told = deed();
    if (this.misbehaviour === 'doubled') {
      deed();
      for (const earlier of this.#before) earlier();
    }
    this.#before.splice(0, this.#before.length, () => void deed());
    if (this.misbehaviour === 'answerLost') return void request.socket.destroy();
    if (this.misbehaviour === 'slow') await pause(this.slowness, undefined, { ref: false });
    response.json(told);
  }
}

/** A mark as a platform keeps it, and what it saw of it. */
export interface KeptMark {
  readonly flag: string;
  readonly day: string;
  readonly asOf: string;
}

/** The marks of a platform: what is older than what stands changes nothing. */
export class KeptMarks {
  readonly #marks = new Map<string, KeptMark & { readonly gone: boolean }>();
  /** Every change that took effect, in order: the card and the flag, or `-` when it was taken off. */
  readonly log: { readonly card: string; readonly flag: string; readonly day: string }[] = [];

  /** Whether it looks at `asOf`; a platform that does not lets old messages win. */
  looksAtOrder = true;

  put(card: string, mark: KeptMark): void {
    this.#take(card, { ...mark, gone: false });
  }

  remove(card: string, asOf: string): void {
    this.#take(card, { flag: '-', day: '', asOf, gone: true });
  }

  /** Changes behind our back what the platform keeps. */
  meddle(card: string, mark: KeptMark | null): void {
    if (mark) this.#marks.set(card, { ...mark, gone: false });
    else this.#marks.delete(card);
  }

  all(): readonly (readonly [string, KeptMark])[] {
    return [...this.#marks].filter(([, { gone }]) => !gone).sort(([one], [other]) => (one < other ? -1 : 1));
  }

  #take(card: string, mark: KeptMark & { readonly gone: boolean }): void {
    const known = this.#marks.get(card);
    if (this.looksAtOrder && known && known.asOf >= mark.asOf) return;
    this.#marks.set(card, mark);
    this.log.push({ card, flag: mark.flag, day: mark.day });
  }
}
