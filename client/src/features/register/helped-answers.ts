import type { Choice, DonationItem } from '../../../../schema/generated/graphql.ts';
import { visitStore } from '../../storage.ts';
import { type KindAnswers, type KindPolicy, choicesOf, unanswered } from './choice-answers.ts';

/** The items in the order of the code; a new one goes to the end, so that an older link still says what it said. */
const order: readonly DonationItem[] = ['HEART', 'LUNG', 'LIVER', 'KIDNEY', 'PANCREAS', 'SMALL_INTESTINE', 'EYE_TISSUE', 'SKIN', 'BONE', 'HEART_VALVE', 'BRAIN_TISSUE', 'DURA_MATER'];
const letters: Readonly<Record<Choice, string>> = { AGREE: 'a', REFUSE: 'r', NOT_STATED: 'n' };
const choices = new Map<string, Choice>(Object.entries(letters).map(([choice, letter]) => [letter, choice as Choice]));

/**
 * Answers about items as a few letters for the fragment of a link: nothing about a person, and it never reaches a server. An item
 * that was not answered is a dash.
 */
export function codeOf(kinds: readonly KindPolicy[], answers: KindAnswers): string {
  const stated = new Map(choicesOf(kinds, answers).map(({ item, choice }) => [item, choice]));
  const letterOf = (item: DonationItem) => {
    const choice = stated.get(item);
    return choice ? letters[choice] : '-';
  };
  return `1.${order.map(letterOf).join('')}`;
}

/** The answers of a code, item by item; null when it is none of ours. What it does not state stays unanswered. */
export function answersOfCode(kinds: readonly KindPolicy[], code: unknown): KindAnswers | null {
  const [, stated] = /^1\.([arn-]{12})$/.exec(typeof code === 'string' ? code : '') ?? [];
  if (stated === undefined) return null;
  const answers = unanswered();
  for (const { kind, items } of kinds) {
    const known = items.flatMap((item): [DonationItem, Choice][] => {
      const choice = choices.get(stated[order.indexOf(item)] ?? '');
      return choice ? [[item, choice]] : [];
    });
    // Item by item, never as a shortcut: the person is shown each of them.
    if (known.length > 0) answers[kind] = { scope: 'EACH', items: Object.fromEntries(known) };
  }
  return answers;
}

// Not among the drafts: they are somebody else's until the person has taken them over, and signing in must not sweep them away.
const preparedKey = 'sanxian.helped-answers';

/** The code that a link or the helper's own hand brought to this device; empty when there is none. */
export const prepared = (): string => visitStore.get(preparedKey) ?? '';

/** Keeps a code for as long as the tab is open, so that it need not stand in the address. */
export const keepPrepared = (code: string): void => visitStore.set(preparedKey, code);

/** Forgets it: it has been taken over. */
export const forgetPrepared = (): void => visitStore.remove(preparedKey);
