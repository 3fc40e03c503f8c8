import { type ComputedRef, computed } from 'vue';
import { type DonorCardFieldsFragment, MyCardDocument, type MyCardQuery } from '../../../../schema/generated/graphql.ts';
import { type Query, useQuery } from '../../api/use-query.ts';
import { expireWhenNobody } from '../../parts/expire-when-nobody.ts';
import { isHeldAgreement } from '../../parts/decision/record.ts';
import { useMoments } from '../../parts/decision/use-moments.ts';
import { useI18n } from '../../use-i18n.ts';
import { codeOf } from './card-code.ts';
import type { CardWords } from './card-picture.ts';

/** Why there is no voucher now: nothing stands, or what stands is in doubt. */
export type NoCard = 'nothing' | 'contested' | 'queued' | 'held';

/** The voucher of what the register holds at this moment. */
export interface Card extends Query<MyCardQuery> {
  /** The words on it; null while loading, and when there is none. */
  readonly words: ComputedRef<CardWords | null>;
  readonly none: ComputedRef<NoCard | null>;
  /** The signed card that holds now, whose code is on the picture; null when there is none. */
  readonly signed: ComputedRef<DonorCardFieldsFragment | null>;
  readonly viewer: ComputedRef<MyCardQuery['viewer']>;
}

/**
 * Reads the register at each opening: the voucher is made anew as often as somebody likes, and never says what no longer stands.
 * By itself it proves nothing; with the code of a signed card anybody can check it.
 */
export function useCard(): Card {
  const { t } = useI18n();
  const moment = useMoments();
  const query = useQuery(MyCardDocument, {});
  const viewer = computed(() => query.data.value?.viewer ?? null);
  expireWhenNobody(query.data);
  const donor = computed(() => viewer.value?.donor ?? null);
  const readAt = computed(() => (query.data.value ? new Date().toISOString() : ''));

  const none = computed<NoCard | null>(() => {
    if (!viewer.value?.state) return null;
    if (donor.value?.contested) return 'contested';
    if (donor.value?.queuedWithdrawal) return 'queued';
    if (donor.value && isHeldAgreement(donor.value)) return 'held';
    return viewer.value.state === 'AGREED' || viewer.value.state === 'REFUSED' ? null : 'nothing';
  });

  const signed = computed(() => (none.value ? null : (donor.value?.card ?? null)));

  const words = computed<CardWords | null>(() => {
    if (!viewer.value?.state || !donor.value || none.value) return null;
    return {
      title: t('card.title'),
      name: viewer.value.citizen.maskedName,
      state: t(`donation.state.${viewer.value.state}`),
      facts: signed.value
        ? [
            // The card's own number, not the register's: what is shown around need not lead to the record.
            [t('card.cardNumber'), signed.value.cardNumber ?? ''],
            [t('card.issuedAt'), moment(signed.value.issuedAt)],
            [t('card.expiresAt'), moment(signed.value.expiresAt)],
          ]
        : [
            [t('card.number'), donor.value.registrationNumber],
            [t('card.recordedAt'), moment(donor.value.decision.recordedAt)],
            [t('card.madeAt'), moment(readAt.value)],
          ],
      honesty: t('card.honesty'),
      isAgreement: viewer.value.state === 'AGREED',
      code: signed.value?.link ? codeOf(signed.value.link) : null,
    };
  });

  return { ...query, words, none, signed, viewer };
}
