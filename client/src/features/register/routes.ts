import type { RouteRecordRaw } from 'vue-router';

const screens: RouteRecordRaw[] = [
  { path: 'organs', component: () => import('./KindPage.vue'), props: { kind: 'ORGAN' } },
  { path: 'tissues', component: () => import('./KindPage.vue'), props: { kind: 'TISSUE' } },
  { path: 'contact', component: () => import('./ContactPage.vue') },
  { path: 'family', component: () => import('./FamilyPage.vue') },
  { path: 'check', component: () => import('./CheckPage.vue') },
  { path: 'done', component: () => import('./DonePage.vue') },
];

const meta = { words: ['donation', 'journey', 'register', 'questions'], requiresSignIn: true };
const component = () => import('./DecisionJourney.vue');

/** Registering and changing: the same screens, with an own beginning. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/register', component, props: { mode: 'register' }, meta, children: [{ path: '', redirect: '/register/organs' }, ...screens] },
  { path: '/edit', component, props: { mode: 'edit' }, meta, children: [{ path: '', component: () => import('./EditStartPage.vue') }, ...screens] },
];
