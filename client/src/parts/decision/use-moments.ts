import { language, tagOf } from '../../language.ts';

const locales = { 'zh-CN': 'zh-CN', en: 'en-GB' } as const;

/** Puts an instant into words of the language in use, always in the time of China: 2026年11月23日 16:00. */
export function useMoments(): (instant: string) => string {
  return (instant) =>
    new Intl.DateTimeFormat(locales[tagOf[language.value]], {
      timeZone: 'Asia/Shanghai',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(new Date(instant));
}
