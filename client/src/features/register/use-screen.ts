import { type ComputedRef, computed } from 'vue';
import { useI18n } from '../../use-i18n.ts';
import { type Question, type Screen, questions } from './screens.ts';
import { useJourney } from './use-journey.ts';

/** The line above the heading and the way back of one screen. */
export function useScreen(screen: Question | 'check'): { readonly caption: ComputedRef<string>; readonly back: ComputedRef<string> } {
  const { t } = useI18n();
  const { mode, fromCheck, start } = useJourney();
  const order: readonly Screen[] = [...questions, 'check'];
  const place = order.indexOf(screen);
  /** Questions come one after the other when there is no answer yet; otherwise they hang off the check screen. */
  const isInLine = computed(() => !fromCheck.value && (mode === 'register' || start.value.viewer.state !== 'AGREED'));

  const caption = computed(() =>
    isInLine.value ? t('register.step', { name: t(`register.caption.${mode}`), place: place + 1, count: order.length }) : t(`register.caption.${mode}`),
  );
  const back = computed(() => {
    if (fromCheck.value) return `/${mode}/check`;
    if (!isInLine.value) return screen === 'check' ? '/' : `/${mode}/check`;
    return place > 0 ? `/${mode}/${order[place - 1] ?? ''}` : mode === 'register' ? '/' : '/edit';
  });
  return { caption, back };
}
