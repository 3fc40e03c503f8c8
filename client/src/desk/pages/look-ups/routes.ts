import type { RouteRecordRaw } from 'vue-router';

/** Asking for one case what somebody decided, confirming for a colleague, and opening the answer. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/look-ups', component: () => import('./LookUpsPage.vue'), meta: { desk: { words: 'looking.nav', roles: ['COORDINATOR', 'CLINICIAN'] } } },
  { path: '/look-ups/new', component: () => import('./AskPage.vue') },
];
