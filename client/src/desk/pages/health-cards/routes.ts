import type { RouteRecordRaw } from 'vue-router';

/** What platforms of health cards and the register disagree about, for managers. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/health-cards', component: () => import('./HealthCardsPage.vue'), meta: { desk: { words: 'health-cards.nav', place: 8, roles: ['MANAGER'] } } },
];
