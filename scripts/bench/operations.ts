/** What the contenders are asked for, and who they are. */

/** The operations of the benchmark. */
export const operationNames = ['look-up', 'list', 'public-list', 'register', 'guarantees', 'register-guarantees', 'look-up-from-memory', 'list-from-memory'] as const;

/** One of them. */
export type OperationName = (typeof operationNames)[number];

/** How many bodies a page of the list has: the most that the register gives at once. */
export const LISTED = 100;

/** One operation. */
export interface Operation {
  readonly question: string;
  /** What every contender is asked for. */
  readonly asks: 'look-up' | 'list' | 'register';
  /**
   * Whom it compares: the hand-written server with all others, with the register that answers from memory what is everybody's, or the shipped register
   * with itself after parts of it were replaced.
   */
  readonly among: 'rivals' | 'public' | 'guarantees' | 'register-guarantees' | 'from-memory';
  /** The multiple of the hand-written server's requests a second that issue 6 wants; null where it names none. */
  readonly goal: number | null;
  /** The same as a multiple of PostGraphile's. */
  readonly goalOverPostgraphile: number | null;
  /** The most of its own processor time, in µs, that issue 6 lets the server take for one request with stubbed data; null where it names none. */
  readonly goalMicroseconds: number | null;
}

const NO_GOAL = { goal: null, goalOverPostgraphile: null, goalMicroseconds: null } as const;

/** The operations by name. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  'look-up': { ...NO_GOAL, question: 'A signed-in citizen looks up their own decision with its history (the screen "my decision").', asks: 'look-up', among: 'rivals', goal: 0.75, goalOverPostgraphile: 1.8 },
  list: {
    ...NO_GOAL,
    question: `Anybody reads the first ${LISTED} bodies of the directory, with their divisions and the count of all (the screen "offices"); neither parents nor children, for no trusted document lists them; read anew for each request.`,
    ...{ asks: 'list', among: 'rivals', goal: 0.9, goalOverPostgraphile: 2.5 },
  },
  'public-list': { ...NO_GOAL, question: `The same list by the register as it is set up, which gives strangers from memory for a second what is everybody's.`, asks: 'list', among: 'public', goal: 2.5 },
  register: { ...NO_GOAL, question: 'Somebody who has just signed in registers their first decision, each with an idempotency key of their own, until it is committed.', asks: 'register', among: 'rivals', goal: 0.5, goalOverPostgraphile: 1 },
  guarantees: { ...NO_GOAL, question: 'The look-up by the register with one guarantee replaced by nothing at a time: above 1 is what that guarantee costs.', asks: 'look-up', among: 'guarantees' },
  'register-guarantees': { ...NO_GOAL, question: 'The registration by the register with one guarantee replaced by nothing at a time.', asks: 'register', among: 'register-guarantees' },
  'look-up-from-memory': { ...NO_GOAL, question: 'The look-up through the whole door, its data from memory: what GraphQL and HTTP cost.', asks: 'look-up', among: 'from-memory', goalMicroseconds: 200 },
  'list-from-memory': { ...NO_GOAL, question: 'The list through the whole door, its data from memory.', asks: 'list', among: 'from-memory', goalMicroseconds: 1_000 },
};
