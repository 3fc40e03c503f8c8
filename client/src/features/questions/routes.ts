import type { RouteRecordRaw } from 'vue-router';

/** What people ask before they decide; open to everybody. */
export const routes: readonly RouteRecordRaw[] = [{ path: '/questions', component: () => import('./QuestionsPage.vue'), meta: { words: ['questions'] } }];
