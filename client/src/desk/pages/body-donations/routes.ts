import type { RouteRecordRaw } from 'vue-router';

/** Wishes about the body that are to be completed on paper. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/body-donations', component: () => import('./BodyDonationsPage.vue'), meta: { desk: { words: 'body-donations.nav', place: 7, roles: ['REGISTRAR', 'MANAGER'] } } },
];
