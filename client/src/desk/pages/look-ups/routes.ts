import type { RouteRecordRaw } from 'vue-router';

/** Looking a decision up, and being the second person for somebody else’s look-up. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/look-ups', component: () => import('./LookUpsPage.vue'), meta: { desk: { words: 'look-ups.nav', place: 2, roles: ['COORDINATOR', 'CLINICIAN'] } } },
  { path: '/look-ups/new', component: () => import('./NewLookUpPage.vue') },
];
