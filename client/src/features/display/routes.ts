import type { RouteRecordRaw } from 'vue-router';

/** How the pages look on this device. */
export const routes: readonly RouteRecordRaw[] = [{ path: '/display', component: () => import('./DisplayPage.vue'), meta: { words: ['display'] } }];
