/** One thing to mend on a form: the id of the control it belongs to and the words shown beside it. */
export interface Problem {
  readonly field: string;
  readonly message: string;
}

/** The words to show beside one control, or undefined when nothing is wrong with it. */
export const problemOf = (problems: readonly Problem[], field: string): string | undefined =>
  problems.find((problem) => problem.field === field)?.message;
