import type { Router } from 'vue-router';
import { isSignedIn } from '../api/session.ts';

/**
 * Keeps the app on the device of whoever uses it beyond the first page: a look at home costs nobody the data of the whole app.
 * Only the open-web build says that it can be kept (its manifest); no journey ever depends on it.
 */
export function keepOffline(router: Router, container: 'zheliban' | 'browser'): void {
  if (container !== 'browser' || !document.querySelector('link[rel="manifest"]')) return;
  const stop = router.afterEach(({ path }) => {
    if (path === '/' && !isSignedIn.value) return;
    stop();
    // Web views and private windows refuse; then the app needs the network, as before.
    void navigator.serviceWorker?.register('./worker.js').catch(() => undefined);
  });
}
