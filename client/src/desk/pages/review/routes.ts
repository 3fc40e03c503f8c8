import type { RouteRecordRaw } from 'vue-router';

/** Inspecting look-ups, for auditors and managers. */
export const routes: readonly RouteRecordRaw[] = [{ path: '/review', component: () => import('./ReviewPage.vue'), meta: { desk: { words: 'review.nav', roles: ['AUDITOR', 'MANAGER'] } } }];
