import type { OptionalPurpose } from '../../../../schema/generated/graphql.ts';

/** The purposes that are about a health card, which is bound before anybody consents. */
type CardPurpose = Extract<OptionalPurpose, `${string}_CARD_${string}`>;

/** Whether a purpose is about a health card. */
export function isCardPurpose(purpose: string): purpose is CardPurpose {
  return /_CARD_(ASKS|TOLD)$/.test(purpose);
}
