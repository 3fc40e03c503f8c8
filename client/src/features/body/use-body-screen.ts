import { type ComputedRef, computed } from 'vue';
import { useI18n } from '../../use-i18n.ts';
import { type BodyQuestion, questions } from './body-answers.ts';
import { useBody } from './use-body.ts';

/** Where a screen stands in the form, and where back leads; it remembers the place for whoever comes back later. */
export function useBodyScreen(question: BodyQuestion): { readonly caption: ComputedRef<string>; readonly back: ComputedRef<string> } {
  const { t } = useI18n();
  const journey = useBody();
  journey.keepPlace(`/body/${question}`);
  const at = questions.indexOf(question);
  return {
    caption: computed(() => t('body.step', { at: at + 1, of: questions.length })),
    back: computed(() => (journey.fromCheck.value ? '/body/check' : at === 0 ? '/body' : `/body/${questions[at - 1] ?? ''}`)),
  };
}
