import type { RouteRecordRaw } from 'vue-router';

const screens: RouteRecordRaw[] = [
  { path: 'organs', component: () => import('./KindPage.vue'), props: { kind: 'ORGAN' } },
  { path: 'tissues', component: () => import('./KindPage.vue'), props: { kind: 'TISSUE' } },
  { path: 'contact', component: () => import('./ContactPage.vue') },
  { path: 'family', component: () => import('./FamilyPage.vue') },
  { path: 'check', component: () => import('./CheckPage.vue') },
  { path: 'done', component: () => import('./DonePage.vue') },
];

const meta = { words: ['donation', 'journey', 'register', 'questions', 'helping', 'sent'], requiresSignIn: true };
const helping = { words: ['donation', 'journey', 'register', 'questions', 'helping'] };
const component = () => import('./DecisionJourney.vue');

/** Registering and changing: the same screens, with an own beginning. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/register', component, props: { mode: 'register' }, meta, children: [{ path: '', redirect: '/register/organs' }, ...screens] },
  { path: '/edit', component, props: { mode: 'edit' }, meta, children: [{ path: '', component: () => import('./EditStartPage.vue') }, ...screens] },
  // What a partner sent for the person: read here, confirmed on the ordinary screens.
  { path: '/sent', component: () => import('./SentPage.vue'), meta: { words: ['donation', 'sent'], requiresSignIn: true } },
  // Helping somebody: whoever helps signs in to nothing; only the person goes on, and signs in.
  { path: '/helper', component: () => import('./HelperPage.vue'), meta: helping },
  { path: '/helper/organs', component: () => import('./HelperKindPage.vue'), props: { kind: 'ORGAN' }, meta: helping },
  { path: '/helper/tissues', component: () => import('./HelperKindPage.vue'), props: { kind: 'TISSUE' }, meta: helping },
  { path: '/helper/hand-over', component: () => import('./HandOverPage.vue'), meta: helping },
  { path: '/helper/open', component: () => import('./HelpedPage.vue'), meta: helping },
];
