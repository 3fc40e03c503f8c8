import { type Ref, nextTick, onBeforeUnmount, onMounted } from 'vue';
import { focusHeading } from '../ui/page-focus.ts';

/**
 * Moves focus to a part that has just taken the place of a button, and back to what takes its place when it goes: who works by
 * keyboard or screen reader must not fall out of the list.
 */
export function useFocusWithin(target: Readonly<Ref<HTMLElement | null>>): void {
  onMounted(() => target.value?.focus());
  onBeforeUnmount(() => {
    const around = target.value?.closest<HTMLElement>('.desk-card, form') ?? null;
    void nextTick(() => {
      if (document.activeElement !== document.body) return;
      const button = around?.isConnected ? around.querySelector<HTMLElement>('button') : null;
      if (button) button.focus();
      else focusHeading();
    });
  });
}
