import { type Ref, watchEffect } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/** Too weak a sign-in is told nothing about the person: as soon as that shows, the way leads to a stronger one, and back here. */
export function stepUpWhen(isTooWeak: Readonly<Ref<boolean>>): void {
  const router = useRouter();
  const { path } = useRoute();
  watchEffect(() => {
    if (isTooWeak.value) void router.replace({ path: '/sign-in/step-up', query: { returnTo: path } });
  });
}
