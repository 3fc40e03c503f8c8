import { computed } from 'vue';
import { language, tagOf } from './language.ts';

/** The register lives in one time zone, wherever the phone is. */
const timeZone = 'Asia/Shanghai';

/** Days and instants in the user's language; days are written YYYY-MM-DD, instants in ISO 8601. */
export function useDates(): { readonly day: (day: string) => string; readonly instant: (instant: string) => string } {
  const days = computed(() => new Intl.DateTimeFormat(tagOf[language.value], { dateStyle: 'long', timeZone: 'UTC' }));
  const instants = computed(() => new Intl.DateTimeFormat(tagOf[language.value], { dateStyle: 'long', timeStyle: 'short', timeZone }));
  return {
    // A calendar day has no time zone: read and written in the same one, it cannot shift.
    day: (day) => days.value.format(new Date(`${day}T00:00:00Z`)),
    instant: (instant) => instants.value.format(new Date(instant)),
  };
}

/** The day it is where the register lives, YYYY-MM-DD. */
export function today(now = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now);
}
