import type { RouteRecordRaw } from 'vue-router';

/** Visits at home that people asked for. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/home-visits', component: () => import('./HomeVisitsPage.vue'), meta: { desk: { words: 'home-visits.nav', place: 8, roles: ['REGISTRAR', 'MANAGER'] } } },
];
