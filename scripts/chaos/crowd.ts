/** The people of a scene: who has a phone now, who is signed in and waits for one, and that there are always some. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Holder } from './phone.ts';

/** A person decides only when they signed in within two minutes: who is in the crowd signs in again so often, in milliseconds. */
const SIGN_IN_EVERY = 30_000;

/** A database that is being broken signs nobody in; it is asked again after this, in milliseconds. */
const SIGN_IN_AGAIN = 1_000;

/** How many people are signed in for each phone, when it begins and again when few are left: nobody decides more than some twenty times a day. */
const PEOPLE_EACH = 20;

/** A phone in somebody's hands. */
export interface Life {
  /** Settles when its person is done for today, or was told to stop. */
  live(): Promise<void>;
  stop(): void;
}

/** What a crowd needs of its scene. */
export interface CrowdTools {
  /** Everybody signs in again. */
  readonly signInAgain: () => Promise<unknown>;
  /** So many new people who have just signed in. */
  readonly newHolders: (count: number) => Promise<readonly Holder[]>;
  /** A phone in the hands of this person that asks these servers. */
  readonly phoneOf: (holder: Holder, origins: readonly string[]) => Life;
}

/** People with phones, of whom each hands theirs on when they have decided often enough. */
export class Crowd {
  readonly #tools: CrowdTools;
  /** In use now. */
  readonly #phones = new Set<Life>();
  /** Signed in, and without a phone so far. */
  readonly #waiting: Holder[] = [];
  readonly #lives: Promise<void>[] = [];
  #goesOn = false;
  #signingIn: NodeJS.Timeout | undefined;

  constructor(tools: CrowdTools) {
    this.#tools = tools;
  }

  /** So many phones more go to work, each in the hands of one person after another. */
  async raise(phones: number, origins: readonly string[]): Promise<void> {
    this.#waiting.push(...(await this.#tools.newHolders(phones * PEOPLE_EACH)));
    this.#goesOn = true;
    for (let phone = 0; phone < phones; phone++) this.#lives.push(this.#handOn(origins));
    this.#signingIn ??= this.#later(SIGN_IN_EVERY);
  }

  /**
   * Everybody signs in again, and new people come when few are left: as many as all phones need, whether or not anybody has one just now. Counted by the phones in use, a
   * crowd whose people were all done would stand still for ever.
   */
  async signIn(): Promise<void> {
    await this.#tools.signInAgain();
    const enough = this.#lives.length * PEOPLE_EACH;
    if (this.#waiting.length < enough) this.#waiting.push(...(await this.#tools.newHolders(enough)));
  }

  /** Nobody begins anything new. */
  rest(): void {
    clearTimeout(this.#signingIn);
    this.#goesOn = false;
    for (const phone of this.#phones) phone.stop();
  }

  /** Settles when everybody has ended what they were at; tell them to rest before. */
  async ended(): Promise<void> {
    await Promise.all(this.#lives);
  }

  /** How it stands. */
  words(): string {
    return `${this.#phones.size} phones in use, ${this.#waiting.length} people wait for one`;
  }

  async #handOn(origins: readonly string[]): Promise<void> {
    while (this.#goesOn) {
      const holder = this.#waiting.pop();
      if (!holder) {
        await sleep(100);
        continue;
      }
      const phone = this.#tools.phoneOf(holder, origins);
      this.#phones.add(phone);
      await phone.live();
      this.#phones.delete(phone);
    }
  }

  #later(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      void this.signIn().then(
        () => SIGN_IN_EVERY,
        () => SIGN_IN_AGAIN,
      ).then((next) => {
        if (this.#goesOn) this.#signingIn = this.#later(next);
      });
    }, milliseconds);
  }
}
