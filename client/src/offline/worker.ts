import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';

/**
 * Keeps the files of the open-web build on the device, so that the app opens without a network. It answers for those files alone:
 * what goes to the server, whoever asks, never passes through a cache. The build fills in the list (../../offline-plugin.ts).
 */
declare const FILES: { readonly url: string; readonly revision: string | null }[];
declare const self: { skipWaiting(): Promise<void> };

cleanupOutdatedCaches();
precacheAndRoute(FILES, { cleanURLs: false, ignoreURLParametersMatching: [] });
// The next opening has the new version; nobody is asked to close every window first.
void self.skipWaiting();
