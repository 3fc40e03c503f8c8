import type { RouteRecordRaw } from 'vue-router';

/** Signing in, and where the provider comes back to. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('./DeskSignInPage.vue'), meta: { isOpen: true } },
  { path: '/sign-in/return', component: () => import('./DeskReturnPage.vue'), meta: { isOpen: true } },
];
