import { type ComputedRef, type Ref, computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/**
 * Watches over the screens of one journey below `/<base>`. A receipt is shown once, right after the decision; going back
 * from it or reloading it leads to what the register holds. `arrive` is told of every other screen.
 * Answers the name of the screen in front: `check` of `/refuse/check`, or an empty string for `/refuse`.
 */
export function useReceipt(base: string, recorded: Readonly<Ref<unknown>>, arrive: (screen: string, path: string) => void): ComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  const screen = computed(() => route.path.split('/')[2] ?? '');

  watch(
    () => route.path,
    (path) => {
      if (path.split('/')[1] !== base) return;
      if ((screen.value === 'done') !== (recorded.value !== null)) void router.replace('/decision');
      else if (screen.value !== 'done') arrive(screen.value, path);
    },
    { immediate: true },
  );
  return screen;
}
