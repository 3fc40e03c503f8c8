import type { RouteRecordRaw } from 'vue-router';

/** What people say was not theirs, for the staff of their area. */
export const routes: readonly RouteRecordRaw[] = [{ path: '/disavowals', component: () => import('./DisavowalsPage.vue'), meta: { desk: { words: 'disputes.nav', roles: ['REGISTRAR', 'MANAGER', 'AUDITOR'] } } }];
