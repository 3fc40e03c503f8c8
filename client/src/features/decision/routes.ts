import type { RouteRecordRaw } from 'vue-router';
import type { Statement } from './statements.ts';

const meta = { words: ['donation', 'journey', 'decision'], requiresSignIn: true };
const explain = () => import('./StatementExplainPage.vue');
const check = () => import('./StatementCheckPage.vue');

const journey = (statement: Statement, screens: RouteRecordRaw[]): RouteRecordRaw => ({
  path: `/${statement}`,
  component: () => import('./StatementPage.vue'),
  props: { statement },
  meta,
  children: [...screens, { path: 'done', component: () => import('./StatementDonePage.vue') }],
});

/** Looking the decision up, and the decisions that are one statement. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/decision', component: () => import('./MyDecisionPage.vue'), meta },
  journey('refuse', [{ path: '', component: explain }, { path: 'check', component: check }]),
  journey('withdraw', [{ path: '', component: explain }, { path: 'check', component: check }]),
  journey('reaffirm', [{ path: '', component: check }]),
];
