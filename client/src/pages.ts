import type { RouteRecordRaw } from 'vue-router';
import type { AppContainer } from './container/app-container.ts';
import { followOtherWindows } from './follow-other-windows.ts';
import { keepOffline } from './offline/keep-offline.ts';

/**
 * Every page but home, the first one: each feature lists its own in `features/<name>/routes.ts`, so that a feature can go as one
 * folder. Loaded after the first screen (router.ts).
 */
export const pages: readonly RouteRecordRaw[] = Object.values(
  import.meta.glob<readonly RouteRecordRaw[]>(['./features/*/routes.ts', '!./features/home/routes.ts'], { eager: true, import: 'routes' }),
).flat();

/** What begins once the first screen is there and need not have been in the first load. */
export function settle(container: AppContainer): void {
  keepOffline(container);
  followOtherWindows();
}
