import { type RouteRecordRaw, type Router, type RouterHistory, createRouter, createWebHashHistory } from 'vue-router';
import type { AccountRole } from '../../../schema/generated/graphql.ts';
import { isAtDesk } from './desk-session.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** A page of the desk that is open without a session: signing in. */
    isOpen?: boolean;
    /** The words of the page's entry in the navigation, its place there, and who sees it; without it the page has none. */
    desk?: { readonly words: string; readonly place: number; readonly roles: readonly AccountRole[] };
  }
}

/** Each page of the desk is a folder below `pages/` with its own `routes.ts`, so that a page can go as one folder. */
const pages = Object.values(import.meta.glob<readonly RouteRecordRaw[]>('./pages/*/routes.ts', { eager: true, import: 'routes' })).flat();

/** Hash routes, as in the citizens' app: the desk may lie below any path. */
export function createDeskRouter(history: RouterHistory = createWebHashHistory()): Router {
  const router = createRouter({ history, routes: [...pages, { path: '/:unknown(.*)*', redirect: '/' }], scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 } });
  router.beforeEach((to) => (to.meta.isOpen || isAtDesk.value ? true : { path: '/sign-in', query: { returnTo: to.fullPath } }));
  return router;
}

/** Leads to signing in when the session ends under a page. */
export function leaveWhenEnded(router: Router): void {
  const { meta, fullPath } = router.currentRoute.value;
  if (!isAtDesk.value && !meta.isOpen) void router.push({ path: '/sign-in', query: { returnTo: fullPath, ended: '1' } });
}
