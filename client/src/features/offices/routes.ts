import type { RouteRecordRaw } from 'vue-router';

/** The office finder. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/offices', component: () => import('./OfficeFinderPage.vue'), meta: { words: ['offices'] } },
  { path: '/offices/:id', component: () => import('./OfficePage.vue'), props: true, meta: { words: ['offices'] } },
  { path: '/offices/:id/correction', component: () => import('./CorrectionPage.vue'), props: true, meta: { words: ['offices'] } },
];
