import type { OptionalPurpose } from '../rights/processing-purposes.ts';
import type { HealthCardPlatformKey } from './health-card-platform.ts';

/** The two consents about each platform (个人信息保护法 art. 23, 29: for each receiver and each way by itself): it may ask us, and we tell it. */
export const cardPurposes = {
  CITY: { asks: 'CITY_CARD_ASKS', told: 'CITY_CARD_TOLD' },
  OPEN: { asks: 'OPEN_CARD_ASKS', told: 'OPEN_CARD_TOLD' },
} as const satisfies Record<HealthCardPlatformKey, { readonly asks: OptionalPurpose; readonly told: OptionalPurpose }>;

/** The platform that a purpose is about; null when it is about none. */
export function platformOfPurpose(purpose: OptionalPurpose): HealthCardPlatformKey | null {
  const found = Object.entries(cardPurposes).find(([, { asks, told }]) => purpose === asks || purpose === told);
  return found ? (found[0] as HealthCardPlatformKey) : null;
}
