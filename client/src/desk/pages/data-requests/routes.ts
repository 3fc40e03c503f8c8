import type { RouteRecordRaw } from 'vue-router';

/** What people ask about their data. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/data-requests', component: () => import('./DataRequestsPage.vue'), meta: { desk: { words: 'data-requests.nav', place: 5, roles: ['REGISTRAR', 'MANAGER'] } } },
];
