import type { RouteRecordRaw } from 'vue-router';

const meta = { words: ['donation', 'journey', 'visits'], requiresSignIn: true };

/** Asking the Red Cross to come to one's home, and how far that has come. */
export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/visits',
    component: () => import('./VisitsGate.vue'),
    meta,
    children: [
      { path: '', component: () => import('./VisitsPage.vue') },
      { path: 'purpose', component: () => import('./VisitPurposePage.vue') },
      { path: 'place', component: () => import('./VisitPlacePage.vue') },
      { path: 'contact', component: () => import('./VisitContactPage.vue') },
    ],
  },
];
