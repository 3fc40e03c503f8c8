import { type ComputedRef, computed } from 'vue';
import type { SummaryRow } from '../../ui/SummaryList.vue';
import { useI18n } from '../../use-i18n.ts';
import { type KindPolicy, changesOf, choiceFor } from './choice-answers.ts';
import { knownPhone } from './contact-answers.ts';
import { type Question, screenOfKind } from './screens.ts';
import type { Journey } from './use-journey.ts';

/** The rows of the check screen; `residence` is the full name of the chosen county once the register has told it. */
export function useCheckRows({ mode, start, draft, choices, standing, sendsContact }: Journey, residence: () => string | null): ComputedRef<SummaryRow[]> {
  const { t } = useI18n();

  const changeOn = (screen: Question) => ({ to: { path: `/${mode}/${screen}`, query: { from: 'check' } }, label: t('app.change') });
  const namesOf = (items: readonly string[]) => items.map((item) => t(`donation.item.${item}`)).join(t('donation.comma'));

  /** Grouped by choice, so that twelve answers are read in a few lines. */
  function linesOf({ kind, items }: KindPolicy, only: readonly string[] = items): string[] {
    return (['AGREE', 'REFUSE', 'NOT_STATED'] as const).flatMap((choice) => {
      const named = items.filter((item) => only.includes(item) && choiceFor(draft.value.answers[kind], item) === choice);
      return named.length > 0 ? [t('register.check.line', { choice: t(`donation.choice.${choice}`), items: namesOf(named) })] : [];
    });
  }

  function kindLines(policy: KindPolicy): string[] {
    const stored = standing.value?.decision.choices;
    if (mode === 'register' || stored === undefined) return linesOf(policy);
    const changes = changesOf(stored, choices.value).filter(({ item }) => policy.items.includes(item));
    if (changes.length === 0) return linesOf(policy);
    // Items that change alike share a line; each is still named.
    const ways = changes.filter(({ from, to }, index) => changes.findIndex((each) => each.from === from && each.to === to) === index);
    const changed = ways.map(({ from, to }) =>
      t('register.check.change', {
        items: namesOf(changes.filter((each) => each.from === from && each.to === to).map(({ item }) => item)),
        from: t(from === null ? 'register.check.neverAsked' : `donation.choice.${from}`),
        to: t(`donation.choice.${to}`),
      }),
    );
    const rest = policy.items.filter((item) => !changes.some((each) => each.item === item));
    return rest.length > 0 ? [...changed, t('register.check.rest'), ...linesOf(policy, rest)] : changed;
  }

  const kin = (name: string, relation: string, phone: string) => t('donation.kin', { name, relation: t(`donation.relation.${relation}`), phone });

  /** What is on record now, in the words of the rows. */
  const before = computed(() => {
    const contact = standing.value?.contact;
    const kept = contact?.emergencyContact;
    return {
      phone: contact?.maskedPhone ?? t('donation.notStated'),
      residence: contact?.residence?.fullName ?? t('donation.notStated'),
      family: t(`donation.familyKnows.${contact?.familyKnows ?? 'NOT_STATED'}`),
      emergency: kept ? kin(kept.maskedName, kept.relation, kept.maskedPhone) : t('donation.notStated'),
    };
  });
  const after = computed(() => {
    const { otherPhone, residenceCode, familyKnows, emergency, emergencyName, emergencyRelation, emergencyPhone } = draft.value.contact;
    return {
      phone: otherPhone || knownPhone(start.value) || t('donation.notStated'),
      residence: residence() ?? (residenceCode ? t('app.loading') : t('donation.notStated')),
      family: t(`donation.familyKnows.${familyKnows ?? 'NOT_STATED'}`),
      emergency: emergency === 'NEW' ? kin(emergencyName, emergencyRelation, emergencyPhone) : emergency === 'KEEP' ? before.value.emergency : t('donation.notStated'),
    };
  });

  function contactLines(part: keyof typeof after.value): string[] {
    const [now, former] = [after.value[part], before.value[part]];
    return mode === 'edit' && sendsContact.value && now !== former ? [now, t('register.check.was', { value: former })] : [now];
  }

  return computed<SummaryRow[]>(() => {
    const { citizen } = start.value.viewer;
    return [
      { key: 'name', label: t('register.check.name'), value: citizen.maskedName },
      { key: 'document', label: t(`donation.document.${citizen.documentType}`), value: citizen.maskedDocumentNumber },
      ...start.value.policy.kinds.map((policy) => ({
        key: policy.kind,
        label: t(`donation.kind.${policy.kind}`),
        value: kindLines(policy),
        change: changeOn(screenOfKind[policy.kind]),
      })),
      { key: 'phone', label: t('donation.phone'), value: contactLines('phone'), change: changeOn('contact') },
      { key: 'residence', label: t('donation.residence'), value: contactLines('residence'), change: changeOn('contact') },
      { key: 'family', label: t('donation.familyKnowsLabel'), value: contactLines('family'), change: changeOn('family') },
      { key: 'emergency', label: t('donation.emergencyContact'), value: contactLines('emergency'), change: changeOn('family') },
    ];
  });
}
