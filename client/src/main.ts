// First: takes the sign-in ticket out of the address before anything else can see it.
import './container/arrival.ts';
import './styles/tokens.css';
import './styles/base.css';
import './ui/controls.css';
import { createApp, watch } from 'vue';
import App from './App.vue';
import { expireSession, isSignedIn } from './api/session.ts';
import { chooseContainer, containerKey } from './container/use-container.ts';
import { i18n, setLanguage } from './i18n.ts';
import { language } from './language.ts';
import { keepOffline } from './offline/keep-offline.ts';
import { createAppRouter, leaveWhenSignedOut } from './router.ts';
import { followSurroundings } from './theme.ts';

void open();

async function open(): Promise<void> {
  const [container] = await Promise.all([chooseContainer(), setLanguage(language.value)]);

  // 浙里办 listing rule 2: opened anew, the container may hold another person than last time. A reload keeps the session.
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (container.kind === 'zheliban' && navigation?.type === 'navigate') expireSession();

  void followSurroundings(container);

  const router = createAppRouter(container);
  watch(isSignedIn, () => leaveWhenSignedOut(router));
  container.countVisits(router, () => isSignedIn.value);

  keepOffline(router, container.kind);

  const app = createApp(App).use(i18n).use(router).provide(containerKey, container);
  // The page in front is there before the first screen of index.html goes: nothing flickers.
  await router.isReady().catch(() => undefined);
  app.mount('#app');
}
