// First: takes the sign-in ticket out of the address before anything else can see it.
import { navigationType } from './container/arrival.ts';
import './styles/tokens.css';
import './styles/base.css';
import './ui/controls.css';
import { createApp, watch } from 'vue';
import App from './App.vue';
import { dropSession, isSignedIn } from './api/session.ts';
import { browserContainer } from './container/browser.ts';
import { chooseContainer, containerKey } from './container/use-container.ts';
import { i18n, setLanguage } from './i18n.ts';
import { language, rememberLanguage } from './language.ts';
import { createAppRouter, leaveWhenSignedOut } from './router.ts';
import { followSurroundings } from './theme.ts';

void open();

async function open(): Promise<void> {
  standInForSheet();
  // What does not arrive must not leave the page waiting for ever: a plain browser, and Chinese, always do.
  const [container] = await Promise.all([chooseContainer().catch(() => browserContainer()), setLanguage(language.value).catch(() => rememberLanguage('zh-CN'))]);

  // 浙里办 listing rule 2: opened anew, the container may hold another person than last time. A reload keeps the session.
  if (container.kind === 'zheliban' && navigationType() === 'navigate') dropSession();

  void followSurroundings(container);

  const router = createAppRouter(container);
  watch(isSignedIn, () => leaveWhenSignedOut(router));
  container.countVisits(router, () => isSignedIn.value);

  const app = createApp(App).use(i18n).use(router).provide(containerKey, container);
  // The page in front is there before the first screen of index.html goes: nothing flickers.
  const isLost = await router.isReady().then(() => false, () => true);
  app.mount('#app');
  // The page in front did not arrive: asked for again, now that there is somebody to say so (App.vue).
  if (isLost) void router.replace(window.location.hash.slice(1) || '/').catch(() => undefined);
}

/** The first load's styles stand in the page (first-screen-plugin.ts); vite asks for them again unless it finds a link to them. */
function standInForSheet(): void {
  const sheet = document.querySelector<HTMLElement>('style[data-sheet]')?.dataset['sheet'];
  if (sheet) document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', disabled: true, href: sheet }));
}
