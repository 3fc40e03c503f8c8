import { computed } from 'vue';
import { language, tagOf } from '../language.ts';

/** Instants to the second in China's time: engineers hold them against their logs. */
export function useMoments(): (instant: string) => string {
  const format = computed(() => new Intl.DateTimeFormat(tagOf[language.value], { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Asia/Shanghai' }));
  return (instant) => format.value.format(new Date(instant));
}
