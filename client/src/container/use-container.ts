import { type InjectionKey, inject } from 'vue';
import type { AppContainer } from './app-container.ts';
import { browserContainer } from './browser.ts';

/** The bridge script runs before ours (vite.config.ts), so at boot its presence tells where we are. */
export async function chooseContainer(): Promise<AppContainer> {
  if (!window.ZWJSBridge) return browserContainer();
  const { zheliBanContainer } = await import('./zheliban.ts');
  return zheliBanContainer(window.ZWJSBridge, navigator.userAgent);
}

/** Provided by main.ts, and by tests that bring a container of their own. */
export const containerKey: InjectionKey<AppContainer> = Symbol('container');

/** What holds our pages. */
export const useContainer = (): AppContainer => inject(containerKey, browserContainer, true);
