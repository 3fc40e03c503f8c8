import type { RouteRecordRaw } from 'vue-router';

/** Signing in, coming back from it, and raising the assurance level. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('./SignInPage.vue'), meta: { words: ['sign-in'] } },
  { path: '/sign-in/return', component: () => import('./SignInReturnPage.vue'), meta: { words: ['sign-in', 'donation'] } },
  { path: '/sign-in/switched', component: () => import('./SwitchedPage.vue'), meta: { words: ['sign-in'] } },
  { path: '/sign-in/step-up', component: () => import('./StepUpPage.vue'), meta: { words: ['sign-in'], requiresSignIn: true } },
];
