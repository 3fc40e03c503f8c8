import type { RouteRecordRaw } from 'vue-router';

const meta = { words: ['donation', 'journey', 'body'], requiresSignIn: true };

/** A wish about the whole body: what stands, the questions of the form, the check, and the two other statements. */
export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/body',
    component: () => import('./BodyGate.vue'),
    meta,
    children: [
      { path: '', component: () => import('./MyBodyPage.vue') },
      { path: 'use', component: () => import('./BodyChoicePage.vue'), props: { question: 'use' } },
      { path: 'ashes', component: () => import('./BodyChoicePage.vue'), props: { question: 'ashes' } },
      { path: 'executor', component: () => import('./BodyExecutorPage.vue') },
      { path: 'privacy', component: () => import('./BodyPrivacyPage.vue') },
      { path: 'contact', component: () => import('./BodyContactPage.vue') },
      { path: 'check', component: () => import('./BodyCheckPage.vue') },
      { path: 'refuse', component: () => import('./BodyStatementPage.vue'), props: { statement: 'REFUSE' } },
      { path: 'withdraw', component: () => import('./BodyStatementPage.vue'), props: { statement: 'WITHDRAW' } },
    ],
  },
];
