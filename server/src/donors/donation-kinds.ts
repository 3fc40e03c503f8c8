/**
 * What can be donated, by legal kind. Organs are the six of 人体器官捐献和移植条例 art. 2; tissues fall outside it and
 * stand on their own legal basis. Order is the order in which people are asked.
 */
export const DonationKind = { ORGAN: 'ORGAN', TISSUE: 'TISSUE' } as const;
export type DonationKind = (typeof DonationKind)[keyof typeof DonationKind];

/** One organ or tissue about which a person decides. */
export const DonationItem = {
  HEART: 'HEART',
  LUNG: 'LUNG',
  LIVER: 'LIVER',
  KIDNEY: 'KIDNEY',
  PANCREAS: 'PANCREAS',
  SMALL_INTESTINE: 'SMALL_INTESTINE',
  EYE_TISSUE: 'EYE_TISSUE',
  SKIN: 'SKIN',
  BONE: 'BONE',
  HEART_VALVE: 'HEART_VALVE',
  BRAIN_TISSUE: 'BRAIN_TISSUE',
  DURA_MATER: 'DURA_MATER',
} as const;
export type DonationItem = (typeof DonationItem)[keyof typeof DonationItem];

/** The items of each kind, in the order of the form. */
export const itemsOfKind: Readonly<Record<DonationKind, readonly DonationItem[]>> = {
  ORGAN: ['HEART', 'LUNG', 'LIVER', 'KIDNEY', 'PANCREAS', 'SMALL_INTESTINE'],
  TISSUE: ['EYE_TISSUE', 'SKIN', 'BONE', 'HEART_VALVE', 'BRAIN_TISSUE', 'DURA_MATER'],
};

/** Every item that a decision of today must state. */
export const allItems: readonly DonationItem[] = [...itemsOfKind.ORGAN, ...itemsOfKind.TISSUE];

/** The legal kind of an item. */
export function kindOf(item: DonationItem): DonationKind {
  return itemsOfKind.ORGAN.includes(item) ? DonationKind.ORGAN : DonationKind.TISSUE;
}

/** What a person says about one item: three values, never two (条例 art. 9). */
export const Choice = { AGREE: 'AGREE', REFUSE: 'REFUSE', NOT_STATED: 'NOT_STATED' } as const;
export type Choice = (typeof Choice)[keyof typeof Choice];

/**
 * The choices of one decision as stored: every item that existed on that day, each stated explicitly.
 * An item added to the law later is absent from older decisions and therefore never reads as a yes.
 */
export type Choices = Readonly<Partial<Record<DonationItem, Choice>>>;

/** The same choice for every item of today. */
export function sameForAll(choice: Choice): Choices {
  return Object.fromEntries(allItems.map((item) => [item, choice]));
}

/** The items of stored choices in form order; only what is stored, nothing filled in. */
export function listChoices(choices: Choices): { item: DonationItem; kind: DonationKind; choice: Choice }[] {
  return allItems.flatMap((item) => {
    const choice = choices[item];
    return choice === undefined ? [] : [{ item, kind: kindOf(item), choice }];
  });
}
