import type { RouteRecordRaw } from 'vue-router';
import type { Statement } from './statements.ts';

const meta = { words: ['donation', 'journey', 'decision'], requiresSignIn: true };
/** A refusal may confirm what a partner had sent. */
const refusing = { ...meta, words: [...meta.words, 'sent'] };
const explain = () => import('./StatementExplainPage.vue');
const check = () => import('./StatementCheckPage.vue');

const journey = (statement: Statement, screens: RouteRecordRaw[]): RouteRecordRaw => ({
  path: `/${statement}`,
  component: () => import('./StatementPage.vue'),
  props: { statement },
  meta: statement === 'refuse' ? refusing : meta,
  children: [...screens, { path: 'done', component: () => import('./StatementDonePage.vue') }],
});

/** Looking the decision up, and the decisions that are one statement. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/decision', component: () => import('./MyDecisionPage.vue'), meta },
  journey('refuse', [{ path: '', component: explain }, { path: 'check', component: check }]),
  journey('withdraw', [{ path: '', component: explain }, { path: 'check', component: check }]),
  journey('reaffirm', [{ path: '', component: check }]),
];
