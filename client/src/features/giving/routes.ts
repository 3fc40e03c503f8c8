import type { RouteRecordRaw } from 'vue-router';

const meta = { words: ['giving'] };

/** What can be given in life: information and a look at oneself, open to everybody; nothing here is a registration. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/giving', component: () => import('./GivingPage.vue'), meta },
  { path: '/giving/blood', component: () => import('./BloodPage.vue'), meta },
  { path: '/giving/stem-cells', component: () => import('./StemCellsPage.vue'), meta },
  { path: '/giving/stem-cells/check', component: () => import('./SelfCheckPage.vue'), meta },
];
