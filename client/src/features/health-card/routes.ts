import type { RouteRecordRaw } from 'vue-router';

/** The person's health cards, and the way in from one of them. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/health-card', component: () => import('./HealthCardPage.vue'), meta: { words: ['journey', 'health-card'], requiresSignIn: true } },
  { path: '/health-card/invited', component: () => import('./InvitedPage.vue'), meta: { words: ['health-card'] } },
  { path: '/health-card/expired', component: () => import('./InvitedPage.vue'), props: { expired: true }, meta: { words: ['health-card'] } },
];
