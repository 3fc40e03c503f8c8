import type { RouteRecordRaw } from 'vue-router';

/** How often what partners send is what the person then decides. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/submissions', component: () => import('./SubmissionReportPage.vue'), meta: { desk: { words: 'submissions.nav', place: 10, roles: ['MANAGER'] } } },
];
