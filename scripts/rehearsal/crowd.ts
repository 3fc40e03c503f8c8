/** People who write and read while something is done to the database, and how long each of them ever waited. */
import { setTimeout as pause } from 'node:timers/promises';

/** What somebody does. */
export type Part = 'writes' | 'reads';

/** What people went through while something was done. */
export interface Felt {
  /** How long it took, in milliseconds. */
  readonly milliseconds: number;
  /** The longest that one write took, and one read, in milliseconds. */
  readonly longestWrite: number;
  readonly longestRead: number;
  /** How many writes and reads there were. */
  readonly writes: number;
  readonly reads: number;
  /** What was answered with an error, by its words. */
  readonly failed: readonly string[];
}

interface Member {
  readonly part: Part;
  turns: number;
  longest: number;
  began: number | null;
}

/** Between two turns of one member, in milliseconds: people at work, not a flood. */
export const BETWEEN_TURNS = 5;

/** Everybody takes one turn after another until the end, and nobody during a rest. */
export class Crowd {
  readonly #members: Member[] = [];
  readonly #running: Promise<void>[] = [];
  #failed: string[] = [];
  #going = true;
  #resting = false;
  readonly #pause: number;

  constructor(betweenTurns: number = BETWEEN_TURNS) {
    this.#pause = betweenTurns;
  }

  /** Somebody joins; `turn` is done again and again. */
  join(part: Part, turn: () => Promise<void>): void {
    const member: Member = { part, turns: 0, longest: 0, began: null };
    this.#members.push(member);
    this.#running.push(this.#keepOn(member, turn));
  }

  /** Does something among the crowd and tells what everybody went through, until the last turn that began meanwhile has ended. */
  async during(work: () => Promise<unknown>): Promise<Felt> {
    this.#failed = [];
    for (const member of this.#members) Object.assign(member, { turns: 0, longest: 0 });
    const began = performance.now();
    await work();
    const milliseconds = performance.now() - began;
    const pending = this.#members.map(({ turns }) => turns);
    while (this.#members.some(({ turns }, index) => turns === pending[index]) && !this.#resting) await pause(1);
    const of = (part: Part) => this.#members.filter((member) => member.part === part);
    const longest = (part: Part) => Math.round(Math.max(0, ...of(part).map((member) => member.longest)));
    const count = (part: Part) => of(part).reduce((sum, { turns }) => sum + turns, 0);
    return { milliseconds: Math.round(milliseconds), longestWrite: longest('writes'), longestRead: longest('reads'), writes: count('writes'), reads: count('reads'), failed: this.#failed };
  }

  /** Does something while nobody is there. */
  async without<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#resting = true;
    while (this.#members.some(({ began }) => began !== null)) await pause(1);
    try {
      return await work();
    } finally {
      this.#resting = false;
    }
  }

  /** Everybody ends their turn and leaves. */
  async end(): Promise<void> {
    this.#going = false;
    await Promise.all(this.#running);
  }

  async #keepOn(member: Member, turn: () => Promise<void>): Promise<void> {
    while (this.#going) {
      await pause(this.#pause);
      if (this.#resting) continue;
      member.began = performance.now();
      await turn().catch((error: unknown) => this.#failed.push(error instanceof Error ? error.message : String(error)));
      member.longest = Math.max(member.longest, performance.now() - member.began);
      member.began = null;
      member.turns += 1;
    }
  }
}
