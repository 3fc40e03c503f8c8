/** What the contenders are asked for. */

/** The operations of the benchmark. */
export const operationNames = ['look-up', 'list', 'register'] as const;

/** One of them. */
export type OperationName = (typeof operationNames)[number];

/** How many bodies a page of the list has: the most that the register gives at once. */
export const LISTED = 100;

/** One operation: what is asked, and the multiple of the hand-written server's requests a second that issue 6 wants. */
export interface Operation {
  readonly question: string;
  readonly goal: number;
  /** The same as a multiple of PostGraphile's; null where the issue names none. */
  readonly goalOverPostgraphile: number | null;
}

/** The operations by name. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  'look-up': { question: 'A signed-in citizen looks up their own decision with its history (the screen "my decision").', goal: 0.75, goalOverPostgraphile: 1.8 },
  list: { question: `Anybody reads the first ${LISTED} bodies of the directory, with their divisions and the count of all (the screen "offices"); neither parents nor children, for no trusted document lists them.`, goal: 0.9, goalOverPostgraphile: 2.5 },
  register: { question: 'Somebody who has just signed in registers their first decision, each with an idempotency key of their own, until it is committed.', goal: 0.5, goalOverPostgraphile: 1 },
};
