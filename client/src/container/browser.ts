import { type AppContainer, PlaceUnknown } from './app-container.ts';
import { onVisible } from './on-visible.ts';

/** Loaded with the first press that needs it. */
const deeds = () => import('./browser-deeds.ts');

/**
 * A plain browser: its own title bar, its own geolocation, no ticket and nothing to close. WeChat's own browser, outside
 * 浙里办's pages, is one too, but it downloads nothing: pictures are kept by a long press.
 */
export function browserContainer(userAgent: string = navigator.userAgent): AppContainer {
  const isWeChat = /micromessenger/i.test(userAgent);
  return {
    kind: 'browser',
    keepsFiles: !isWeChat,
    channel: 'OPEN_WEB',
    uiStyle: () => Promise.resolve(null),
    setTitle: () => undefined,
    close: () => undefined,
    location: async () => (await deeds().catch(() => Promise.reject(new PlaceUnknown('UNAVAILABLE')))).whereabouts(),
    phoneCall: () => Promise.resolve(false),
    openLink: (url) => deeds().then(({ openOutside }) => openOutside(url)),
    share: (item) => deeds().then(({ share }) => share(item)).catch(() => 'FAILED'),
    saveImage: (dataUrl, name = 'sanxian.png') =>
      isWeChat ? Promise.resolve('SHOW') : deeds().then(({ saveImage }) => saveImage(dataUrl, name)).catch(() => 'SHOW'),
    copyText: (text) => deeds().then(({ copyText }) => copyText(text)).catch(() => false),
    ssoTicket: () => Promise.resolve(null),
    userType: () => Promise.resolve('PERSON'),
    leaveFor: (url) => window.location.replace(url),
    countVisits: () => undefined,
    completed: () => undefined,
    onVisible,
  };
}
