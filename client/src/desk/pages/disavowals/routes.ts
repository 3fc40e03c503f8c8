import type { RouteRecordRaw } from 'vue-router';

/** Decisions of which their owner says “that was not me”. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/disavowals', component: () => import('./DisavowalsPage.vue'), meta: { desk: { words: 'disavowals.nav', place: 4, roles: ['REGISTRAR', 'MANAGER', 'AUDITOR'] } } },
];
