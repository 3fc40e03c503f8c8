import type { RouteRecordRaw } from 'vue-router';

/** The signed packages for ethics committees. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/evidence', component: () => import('./EvidencePage.vue'), meta: { desk: { words: 'evidence.nav', place: 3, roles: ['COORDINATOR', 'AUDITOR'] } } },
];
