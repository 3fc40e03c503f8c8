import type { RouteRecordRaw } from 'vue-router';

/** Requests of people about their data, for the staff of their area. */
export const routes: readonly RouteRecordRaw[] = [{ path: '/requests', component: () => import('./RequestsPage.vue'), meta: { desk: { words: 'requests.nav', roles: ['REGISTRAR', 'MANAGER'] } } }];
