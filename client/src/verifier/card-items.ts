/** The items by the two letters that stand for each on a card (`docs/donor-card.md`), in the order in which people are asked. */
export const itemsByCode: Readonly<Record<string, string>> = {
  HE: 'HEART',
  LU: 'LUNG',
  LI: 'LIVER',
  KI: 'KIDNEY',
  PA: 'PANCREAS',
  IN: 'SMALL_INTESTINE',
  EY: 'EYE_TISSUE',
  SK: 'SKIN',
  BO: 'BONE',
  VA: 'HEART_VALVE',
  BR: 'BRAIN_TISSUE',
  DU: 'DURA_MATER',
};

/** The codes in a claim; one that this page does not know stays a code, so that it is seen. */
export function codesIn(claim = ''): string[] {
  return claim.match(/../g) ?? [];
}
