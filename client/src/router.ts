import { type RouteRecordRaw, type Router, type RouterHistory, createRouter, createWebHashHistory } from 'vue-router';
import { isSignedIn } from './api/session.ts';
import type { AppContainer } from './container/app-container.ts';
import { routes as home } from './features/home/routes.ts';
import { loadWords } from './i18n.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Sections of words (files below locales/) that must be there before the page is. */
    words?: readonly string[];
    /** The page is about the signed-in person: without a session the way leads through sign-in and back here. */
    requiresSignIn?: boolean;
  }
}

const elsewhere = '/:unknown(.*)*';

/** Pages that are there at once, and how to get the others; tests bring their own. */
export interface Pages {
  readonly first: readonly RouteRecordRaw[];
  others(container: AppContainer): Promise<readonly RouteRecordRaw[]>;
}

/** The home page in the first load, all others in one small file that follows it; with them the app begins to be kept on the device. */
const ownPages: Pages = { first: home, others: (container) => import('./pages.ts').then(({ pages, settle }) => (settle(container), pages)) };

/** Hash routes, because the hosted 浙里办 package lives below a path we do not choose (channel.md 1.2). */
export function createAppRouter(container: AppContainer, history: RouterHistory = createWebHashHistory(), { first, others }: Pages = ownPages): Router {
  const router = createRouter({
    history,
    routes: [
      ...first,
      // An address that is not known yet: learn the other pages, then look again.
      { path: elsewhere, name: 'elsewhere', component: { render: () => null }, beforeEnter: async ({ path, query, hash }) => (await learnPages(), { path, query, hash }) },
    ],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });

  /** Throws when the file does not arrive; the router then tells `onError`, and the next attempt asks for it again. */
  async function learnPages(): Promise<void> {
    const pages = await others(container);
    for (const page of pages) router.addRoute(page);
    router.addRoute({ path: elsewhere, name: 'elsewhere', redirect: '/' });
  }

  router.beforeEach((to) => !to.meta.requiresSignIn || isSignedIn.value || signInFirst(to.fullPath));
  router.beforeResolve(async (to) => {
    const sections = to.matched.flatMap(({ meta }) => meta.words ?? []);
    // What every page but home says: problems, buttons, waiting.
    await loadWords(to.path === '/' ? sections : ['app', ...sections]);
  });

  // 浙里办 listing rule 13: the first back from home leaves the app, whatever journeys lie behind it.
  if (container.kind === 'zheliban') {
    history.listen((_to, from, { direction }) => {
      if (direction === 'back' && from === '/') container.close();
    });
  }
  return router;
}

/** The sign-in page, which knows the way back. */
const signInFirst = (returnTo: string) => ({ path: '/sign-in', query: { returnTo } });

/** Leads through sign-in and back when the session ends under a page that needs one; pages open to all stay. */
export function leaveWhenSignedOut(router: Router): void {
  const { meta, fullPath } = router.currentRoute.value;
  if (!isSignedIn.value && meta.requiresSignIn) void router.push(signInFirst(fullPath));
}
