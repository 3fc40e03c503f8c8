import type { RouteRecordRaw } from 'vue-router';

/** What a person hopes that medical staff and their family respect. */
export const routes: readonly RouteRecordRaw[] = [{ path: '/wish', component: () => import('./WishPage.vue'), meta: { words: ['journey', 'wish'], requiresSignIn: true } }];
