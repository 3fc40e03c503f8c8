/** The platforms of health cards that we know how to speak with; each has one adapter. */
export const HealthCardPlatformKey = {
  /** The city's 电子健康医保卡: an envelope with trade codes. */
  CITY: 'CITY',
  /** The open platform of 电子健康卡: named functions. */
  OPEN: 'OPEN',
} as const;
export type HealthCardPlatformKey = (typeof HealthCardPlatformKey)[keyof typeof HealthCardPlatformKey];

/** What each is called in Chinese wherever a person reads who received something. */
export const receiverNames: Readonly<Record<HealthCardPlatformKey, string>> = { CITY: '市电子健康医保卡平台', OPEN: '电子健康卡开放平台' };

/** Every platform, in the order in which people see them. */
export const healthCardPlatformKeys: readonly HealthCardPlatformKey[] = Object.values(HealthCardPlatformKey);

/** What of a decision stands on a card: that there is one, and which; never an organ. */
export const DonorMark = { AGREED: 'AGREED', REFUSED: 'REFUSED' } as const;
export type DonorMark = (typeof DonorMark)[keyof typeof DonorMark];

/** The holder of a card as the sign-in vouches for them; every platform knows people by their 居民身份证. */
export interface CardHolder {
  readonly fullName: string;
  readonly documentNumber: string;
  readonly birthday: string | null;
  readonly sex: 'MALE' | 'FEMALE' | null;
  readonly phone: string | null;
}

/** How a person's card is found. */
export interface CardWish {
  /** What the card's own QR code says; null when the person showed none. */
  readonly code: string | null;
  /** Whether the platform is to make a card for somebody who has none. */
  readonly applyIfNone: boolean;
}

/** A mark as a platform keeps it. */
export interface MarkedCard {
  readonly cardId: string;
  readonly mark: DonorMark;
  /** `YYYY-MM-DD`, in China. */
  readonly registeredOn: string;
  /** From when this is: what a platform is told later under an earlier instant changes nothing there. */
  readonly asOf: Date;
}

/** A card without a mark, from an instant on. */
export type UnmarkedCard = Pick<MarkedCard, 'cardId' | 'asOf'>;

/**
 * One platform of health cards. Every call may be made twice and then does the same; `asOf` tells an old message from a new one.
 * Everything throws HealthCardTrouble when the platform does not do what it was asked.
 */
export interface HealthCardPlatform {
  readonly key: HealthCardPlatformKey;
  /** Whether it finds a card by the code that the card shows. */
  readonly takesCode: boolean;
  /** The number of the person's own card; null when there is none, or when the code is another person's. */
  find(holder: CardHolder, wish: CardWish, signal: AbortSignal): Promise<string | null>;
  putOn(card: MarkedCard, signal: AbortSignal): Promise<void>;
  takeOff(card: UnmarkedCard, signal: AbortSignal): Promise<void>;
  /** Every mark that it keeps of ours, for reconciliation. */
  marks(signal: AbortSignal): Promise<readonly MarkedCard[]>;
}

/** Why a platform did not do what it was asked, as a code of ours: nothing that it says is kept or shown. */
export class HealthCardTrouble extends Error {
  override readonly name = 'HealthCardTrouble';
  readonly code: 'UNREACHABLE' | 'TIMEOUT' | 'HTTP_STATUS' | 'NOT_AN_ANSWER' | 'REFUSED_BY_PLATFORM';
  readonly statusCode: number | undefined;

  constructor(code: HealthCardTrouble['code'], statusCode?: number) {
    super(code);
    this.code = code;
    this.statusCode = statusCode;
  }
}
