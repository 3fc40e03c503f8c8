// First: takes the sign-in ticket out of the address before anything else can see it.
import './container/arrival.ts';
import './styles/tokens.css';
import './styles/base.css';
import './ui/controls.css';
import { createApp, watch } from 'vue';
import App from './App.vue';
import { browserSurroundings, createExecute, executeKey } from './api/execute.ts';
import { expireSession, isSignedIn, sessionToken } from './api/session.ts';
import { chooseTransport } from './container/transport.ts';
import { chooseContainer, containerKey } from './container/use-container.ts';
import { i18n, setLanguage } from './i18n.ts';
import { language } from './language.ts';
import { createAppRouter, leaveWhenSignedOut } from './router.ts';
import { followSurroundings } from './theme.ts';

void open();

async function open(): Promise<void> {
  const [container] = await Promise.all([chooseContainer(), setLanguage(language.value)]);

  // 浙里办 listing rule 2: opened anew, the container may hold another person than last time. A reload keeps the session.
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (container.kind === 'zheliban' && navigation?.type === 'navigate') expireSession();

  void followSurroundings(container);

  const execute = createExecute({ ...browserSurroundings, fetch: chooseTransport(), token: sessionToken, signedOut: expireSession });
  const router = createAppRouter(container);
  watch(isSignedIn, () => leaveWhenSignedOut(router));
  if (container.kind === 'zheliban') void import('./container/statistics.ts').then(({ followVisits }) => followVisits(router, () => isSignedIn.value)).catch(() => undefined);

  const app = createApp(App).use(i18n).use(router).provide(containerKey, container).provide(executeKey, execute);
  // The page in front is there before the first screen of index.html goes: nothing flickers.
  await router.isReady().catch(() => undefined);
  app.mount('#app');
}
