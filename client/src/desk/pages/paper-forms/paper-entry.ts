import type { Choice, DonationItem, DonationKind, ItemChoiceInput } from '../../../../../schema/generated/graphql.ts';
import type { Problem } from '../../../ui/problems.ts';

/** The items of the form, by kind. */
export type Kinds = readonly { readonly kind: DonationKind; readonly items: readonly DonationItem[] }[];

/** Every item of the form in its order. */
export const itemsIn = (kinds: Kinds): readonly DonationItem[] => kinds.flatMap(({ items }) => items);

/** The choices as they are sent; what is not chosen is left out, so that the server asks for it too. */
export const choicesIn = (kinds: Kinds, chosen: Readonly<Record<string, string>>): ItemChoiceInput[] =>
  itemsIn(kinds).flatMap((item) => (isChoice(chosen[item]) ? [{ item, choice: chosen[item] }] : []));

/** One problem for each item that nobody has chosen. */
export const missingIn = (kinds: Kinds, chosen: Readonly<Record<string, string>>, message: (item: DonationItem) => string): Problem[] =>
  itemsIn(kinds).flatMap((item) => (isChoice(chosen[item]) ? [] : [{ field: item, message: message(item) }]));

/** Whether everything is refused: then the paper carries other words (条例 art. 9(2)). */
export const refusesAll = (kinds: Kinds, chosen: Readonly<Record<string, string>>): boolean => itemsIn(kinds).every((item) => chosen[item] === 'REFUSE');

function isChoice(value: string | undefined): value is Choice {
  return value === 'AGREE' || value === 'REFUSE' || value === 'NOT_STATED';
}
