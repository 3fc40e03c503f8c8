import { type RouteRecordRaw, type Router, type RouterHistory, createRouter, createWebHashHistory } from 'vue-router';
import { isSignedIn, sessionToken } from './api/session.ts';
import type { AppContainer } from './container/app-container.ts';
import { loadWords } from './i18n.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Sections of words (files below locales/) that must be there before the page is. */
    words?: readonly string[];
    /** The page is about the signed-in person: without a session the way leads through sign-in and back here. */
    requiresSignIn?: boolean;
  }
}

/** Each feature lists its own pages in `features/<name>/routes.ts`, so that a feature can go as one folder. */
const features = Object.values(import.meta.glob<readonly RouteRecordRaw[]>('./features/*/routes.ts', { eager: true, import: 'routes' })).flat();

/** Hash routes, because the hosted 浙里办 package lives below a path we do not choose (channel.md 1.2). */
export function createAppRouter(
  container: AppContainer,
  history: RouterHistory = createWebHashHistory(),
  pages: readonly RouteRecordRaw[] = features,
): Router {
  const router = createRouter({
    history,
    routes: [...pages, { path: '/:unknown(.*)*', redirect: '/' }],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });

  router.beforeEach((to) => {
    if (to.meta.requiresSignIn && sessionToken() === null) return { path: '/sign-in', query: { returnTo: to.fullPath } };
    return true;
  });
  router.beforeResolve(async (to) => {
    await loadWords(to.matched.flatMap(({ meta }) => meta.words ?? []));
  });

  // 浙里办 listing rule 13: the first back from home leaves the app, whatever journeys lie behind it.
  if (container.kind === 'zheliban') {
    history.listen((_to, from, { direction }) => {
      if (direction === 'back' && from === '/') container.close();
    });
  }
  return router;
}

/** Leads through sign-in and back when the session ends under a page that needs one; pages open to all stay. */
export function leaveWhenSignedOut(router: Router): void {
  const { meta, fullPath } = router.currentRoute.value;
  if (!isSignedIn.value && meta.requiresSignIn) void router.push({ path: '/sign-in', query: { returnTo: fullPath, expired: '1' } });
}
