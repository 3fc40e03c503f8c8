import type { RouteRecordRaw } from 'vue-router';

const meta = { words: ['donation', 'journey', 'my-data'], requiresSignIn: true };

/** What is held about the person, and what they may do about it (个人信息保护法 art. 44-50). */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/my-data', component: () => import('./MyDataPage.vue'), meta },
  { path: '/my-data/copy', component: () => import('./CopyPage.vue'), meta },
  { path: '/my-data/request', component: () => import('./FileRequestPage.vue'), meta },
];
