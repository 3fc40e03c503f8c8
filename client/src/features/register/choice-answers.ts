import type { Choice, DonationItem, DonationKind, ItemChoiceInput } from '../../../../schema/generated/graphql.ts';
import type { DecisionStart, ItemChoice } from '../../parts/decision/record.ts';

/** The kinds and items a decision must state, in the order of the form. */
export type KindPolicy = DecisionStart['policy']['kinds'][number];

/** How a whole kind is answered: agree to all, item by item, or say nothing about it. */
export type Scope = 'ALL' | 'EACH' | 'NONE';

/** The answer about one legal kind; an item without a choice is unanswered, and nothing is ever filled in for it. */
export interface KindAnswer {
  scope: Scope | null;
  items: Partial<Record<DonationItem, Choice>>;
}

/** The answers about all kinds. */
export type KindAnswers = Record<DonationKind, KindAnswer>;

/** Nothing answered: nothing is chosen for anybody. */
export const unanswered = (): KindAnswers => ({ ORGAN: { scope: null, items: {} }, TISSUE: { scope: null, items: {} } });

/** The choice that an answer states for one item, or undefined while it states none. */
export function choiceFor({ scope, items }: KindAnswer, item: DonationItem): Choice | undefined {
  if (scope === 'ALL') return 'AGREE';
  if (scope === 'NONE') return 'NOT_STATED';
  return scope === 'EACH' ? items[item] : undefined;
}

/** The items of a kind that are still unanswered. */
export const openItems = ({ items }: KindPolicy, answer: KindAnswer): readonly DonationItem[] =>
  items.filter((item) => choiceFor(answer, item) === undefined);

/**
 * The choices to send: every item of today's policy by its name, also for the shortcuts, so that an item added later
 * is never taken for a yes. Unanswered items are left out and refused by the register.
 */
export function choicesOf(kinds: readonly KindPolicy[], answers: KindAnswers): ItemChoiceInput[] {
  return kinds.flatMap(({ kind, items }) =>
    items.flatMap((item) => {
      const choice = choiceFor(answers[kind], item);
      return choice === undefined ? [] : [{ item, choice }];
    }),
  );
}

/** Whether anything is agreed to; a decision that agrees to nothing is a refusal, and that is another door. */
export const agreesToAnything = (kinds: readonly KindPolicy[], answers: KindAnswers): boolean =>
  choicesOf(kinds, answers).some(({ choice }) => choice === 'AGREE');

/**
 * Stored choices as the starting point of a change. An item that the stored decision does not know stays unanswered,
 * even when the person once agreed to all: they were never asked about it.
 */
export function answersOf(kinds: readonly KindPolicy[], stored: readonly ItemChoice[]): KindAnswers {
  const choices = new Map(stored.map(({ item, choice }) => [item, choice]));
  const answers = unanswered();
  for (const { kind, items } of kinds) {
    const known = items.flatMap((item) => choices.get(item) ?? []);
    const isAll = (choice: Choice) => known.length === items.length && known.every((each) => each === choice);
    const scope: Scope = isAll('AGREE') ? 'ALL' : kind === 'TISSUE' && isAll('NOT_STATED') ? 'NONE' : 'EACH';
    const named = items.flatMap((item) => {
      const choice = choices.get(item);
      return choice === undefined ? [] : [[item, choice] as const];
    });
    // Behind a shortcut too: whoever opens it one by one finds what they registered and changes only what they mean to.
    answers[kind] = { scope, items: Object.fromEntries(named) };
  }
  return answers;
}

/** One item whose choice would change. */
export interface ChoiceChange {
  readonly item: DonationItem;
  /** What is stored; null when the stored decision does not know the item. */
  readonly from: Choice | null;
  readonly to: Choice;
}

/** What would change, item by item, against the stored choices. */
export function changesOf(stored: readonly Pick<ItemChoice, 'item' | 'choice'>[], stated: readonly ItemChoiceInput[]): ChoiceChange[] {
  const former = new Map(stored.map(({ item, choice }) => [item, choice]));
  return stated.flatMap(({ item, choice }) => {
    const from = former.get(item) ?? null;
    return from === choice ? [] : [{ item, from, to: choice }];
  });
}
