import type { RouteRecordRaw } from 'vue-router';

/** The first page of the desk: who is here, and how far they see. */
export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/',
    component: () => import('./DeskHomePage.vue'),
    meta: { desk: { words: 'desk.home.nav', place: 1, roles: ['REGISTRAR', 'COORDINATOR', 'MANAGER', 'AUDITOR', 'CLINICIAN'] } },
  },
];
