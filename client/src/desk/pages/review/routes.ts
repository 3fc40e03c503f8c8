import type { RouteRecordRaw } from 'vue-router';

/** The review of look-ups, and the accounts that may not look up. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/review', component: () => import('./ReviewPage.vue'), meta: { desk: { words: 'review.nav', place: 6, roles: ['AUDITOR', 'MANAGER'] } } },
];
