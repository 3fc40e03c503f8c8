import { createSSRApp } from 'vue';
import { createMemoryHistory } from 'vue-router';
import { renderToString } from 'vue/server-renderer';
import App from './App.vue';
import { browserContainer } from './container/browser.ts';
import { containerKey } from './container/use-container.ts';
import { i18n } from './i18n.ts';
import { createAppRouter } from './router.ts';

/** The home page as somebody sees it who is new here, as HTML; the build puts it into index.html (../first-screen-plugin.ts). */
export async function firstScreen(): Promise<string> {
  const container = browserContainer();
  const router = createAppRouter(container, createMemoryHistory('#'));
  await router.push('/');
  return renderToString(createSSRApp(App).use(i18n).use(router).provide(containerKey, container));
}
