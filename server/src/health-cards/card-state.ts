import type { Em } from '../database/orm.ts';
import { cardPurposes } from './card-purposes.ts';
import { consentsTo } from '../rights/rights.queries.ts';
import type { HealthCardBinding } from './health-card.entity.ts';
import type { DonorMark } from './health-card-platform.ts';
import { contentOf, markIn, NO_MARK, wantedMark } from './wanted-mark.ts';

/** How far the mark on a person's card has come, as they read it. */
export const HealthCardState = {
  /** It stands there. */
  ON_CARD: 'ON_CARD',
  /** What is to stand there, or is to go, is on its way. */
  WAITING: 'WAITING',
  /** The platform did not do it yet; it is tried again until it does. */
  FAILING: 'FAILING',
  /** It could not be taken off in 90 days after the card was unbound; its number is forgotten (`forgetUnboundCards`), and nobody tries any more. */
  GIVEN_UP: 'GIVEN_UP',
  /** Nothing of ours stands there any more. */
  TAKEN_OFF: 'TAKEN_OFF',
  /** The platform was never told anything. */
  NOT_TOLD: 'NOT_TOLD',
} as const;
export type HealthCardState = (typeof HealthCardState)[keyof typeof HealthCardState];

/** The state of a card, since when, and which mark the platform last confirmed. */
export interface CardState {
  readonly state: HealthCardState;
  readonly since: Date | null;
  readonly mark: DonorMark | null;
  /** Whether something is to be taken off, where it waits or fails. */
  readonly isRemoval: boolean;
}

/** How far the mark on a card has come: by what holds now, not by what was last tried. */
export async function cardStateOf(em: Em, binding: HealthCardBinding): Promise<CardState> {
  const { sent, told, toldAt, failingSince, sealedCard } = binding;
  const wanted = await wantedMark(em, binding);
  const mark = markIn(told ?? null)?.mark ?? null;
  const isSettled = sent === told && (told ?? NO_MARK) === contentOf(wanted);
  if (isSettled) {
    if (wanted) return { state: HealthCardState.ON_CARD, since: toldAt ?? null, mark, isRemoval: false };
    return { state: told ? HealthCardState.TAKEN_OFF : HealthCardState.NOT_TOLD, since: toldAt ?? null, mark, isRemoval: false };
  }
  if (!sealedCard) return { state: HealthCardState.GIVEN_UP, since: failingSince ?? null, mark, isRemoval: true };
  const state = failingSince ? HealthCardState.FAILING : HealthCardState.WAITING;
  return { state, since: failingSince ?? null, mark, isRemoval: wanted === null };
}

/** What a person said about one platform: whether it may ask, and whether it is told. */
export async function cardConsentsOf(em: Em, { donor, platform }: HealthCardBinding): Promise<{ readonly asks: boolean; readonly told: boolean }> {
  return { asks: await consentsTo(em, donor.id, cardPurposes[platform].asks), told: await consentsTo(em, donor.id, cardPurposes[platform].told) };
}
