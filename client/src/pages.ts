import type { RouteRecordRaw } from 'vue-router';

export { keepOffline } from './offline/keep-offline.ts';

/**
 * Every page but home, the first one: each feature lists its own in `features/<name>/routes.ts`, so that a feature can go as one
 * folder. Loaded after the first screen (router.ts).
 */
export const pages: readonly RouteRecordRaw[] = Object.values(
  import.meta.glob<readonly RouteRecordRaw[]>(['./features/*/routes.ts', '!./features/home/routes.ts'], { eager: true, import: 'routes' }),
).flat();
