import type { AppContainer } from '../container/app-container.ts';

/**
 * Keeps the app on the device of whoever uses it beyond the first page, with which this file comes: a look at home costs nobody the
 * data of the whole app. Only the open-web build says that it can be kept (its manifest); no journey ever depends on it.
 */
export function keepOffline({ kind }: AppContainer): void {
  if (kind !== 'browser' || !document.querySelector('link[rel="manifest"]')) return;
  // Web views and private windows refuse; then the app needs the network, as before.
  void navigator.serviceWorker?.register('./worker.js').catch(() => undefined);
}
