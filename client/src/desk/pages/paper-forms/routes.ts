import type { RouteRecordRaw } from 'vue-router';

/** Signed paper forms: what waits for a second person, and what one has typed. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/paper-forms', component: () => import('./PaperFormsPage.vue'), meta: { desk: { words: 'paper-forms.nav', place: 9, roles: ['REGISTRAR', 'MANAGER'] } } },
];
