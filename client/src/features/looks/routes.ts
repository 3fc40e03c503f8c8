import type { RouteRecordRaw } from 'vue-router';

/** Who looked up the person's decision. */
export const routes: readonly RouteRecordRaw[] = [{ path: '/looks', component: () => import('./LooksPage.vue'), meta: { words: ['looks'], requiresSignIn: true } }];
