import type { RouteRecordRaw } from 'vue-router';

/** The voucher of a registered wish. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/card', component: () => import('./CardPage.vue'), meta: { words: ['card', 'donation', 'journey'], requiresSignIn: true } },
];
