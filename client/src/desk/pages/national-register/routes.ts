import type { RouteRecordRaw } from 'vue-router';

/** Decisions that the national register has not confirmed. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/national-register', component: () => import('./NationalRegisterPage.vue'), meta: { desk: { words: 'national-register.nav', place: 7, roles: ['REGISTRAR', 'MANAGER'] } } },
];
