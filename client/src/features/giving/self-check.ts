/** The questions of the look at oneself in their order, with their answers. What they rest on: docs/questions.md. */
export const selfQuestions = {
  age: ['UNDER', 'WITHIN', 'OVER'],
  health: ['WELL', 'UNSURE', 'EXPECTING'],
  joined: ['NO', 'YES', 'UNSURE'],
  family: ['YES', 'NOT_YET', 'NO'],
} as const;

/** One of the questions. */
export type SelfQuestion = keyof typeof selfQuestions;

/** The answers so far; they live in the page and nowhere else. */
export type SelfAnswers = { -readonly [Question in SelfQuestion]?: (typeof selfQuestions)[Question][number] };

/** The questions in their order. */
export const selfOrder = Object.keys(selfQuestions) as SelfQuestion[];

/** The first question without an answer, or null when all are answered. */
export const openSelfQuestion = (answers: SelfAnswers): SelfQuestion | null => selfOrder.find((question) => answers[question] === undefined) ?? null;

/** What to mention in the talk, as words below `giving.check.done`. Whatever the answers, nobody is told yes or no here: that is for the Red Cross and a doctor. */
export function pointsToMention({ age, health, joined, family }: SelfAnswers): string[] {
  const points = [age, health, joined !== undefined && joined !== 'NO' ? 'joined' : undefined, family === 'YES' ? undefined : family, 'relatives'];
  return points.filter((point) => point !== undefined);
}
