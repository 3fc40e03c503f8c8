import { type AppContainer, PlaceUnknown, type Shared } from './app-container.ts';
import { type BridgeCall, bridgeCalls, errorCodeOf } from './bridge-calls.ts';
import { browserContainer } from './browser.ts';
import { onVisible } from './on-visible.ts';
import { channelOf } from './user-agent.ts';
import { weChatParts } from './wechat.ts';
import type { ZheliBanBridge } from './zheliban-bridge.ts';

/** Asking for the place may show a question to the person first. */
const placeWithin = 20_000;
/** Choosing whom to send something to takes a person a while; a bridge that says nothing for longer gives up to the clipboard. */
const shareWithin = 20_000;

/** 浙里办 through its bridge. Bridge functions that are missing, reject or stay silent fall back to the modest answer. */
export function zheliBanContainer(bridge: Partial<ZheliBanBridge>, userAgent: string): AppContainer {
  const call = bridgeCalls(bridge);
  const channel = channelOf(userAgent);
  const app = appParts(call, browserContainer(userAgent));
  return { ...app, channel, ...(channel === 'ZHELIBAN_WECHAT' ? weChatParts(call, app) : {}) };
}

/** The 浙里办 App; the mini-programs of WeChat and Alipay have the same bridge. */
function appParts(call: BridgeCall, browser: AppContainer): Omit<AppContainer, 'channel'> {
  const copyText = (text: string): Promise<boolean> => call('setClipboardData', { text }).then(() => true, () => browser.copyText(text));
  return {
    kind: 'zheliban',
    keepsFiles: false,
    // Apps before 6.11.0 reject getUiStyle: they know one look only.
    uiStyle: () => call('getUiStyle', {}).then(({ uiStyle }) => (uiStyle === 'elder' ? 'elder' : 'normal'), () => 'normal'),
    setTitle: (title) => void call('setTitle', { title }).catch(() => undefined),
    close: () => void call('close', {}).catch(() => undefined),
    async location() {
      try {
        const { latitude, longitude } = await call('getLocation', {}, placeWithin);
        const place = { latitude: Number(latitude), longitude: Number(longitude) };
        if (Number.isFinite(place.latitude) && Number.isFinite(place.longitude)) return place;
      } catch (error) {
        // 1001: no permission; 1002 and silence: the device does not know.
        if (errorCodeOf(error) === '1001') throw new PlaceUnknown('REFUSED');
      }
      throw new PlaceUnknown('UNAVAILABLE');
    },
    phoneCall: (number) => call('phoneCall', { corpId: number }).then(() => true, () => false),
    async openLink(url) {
      const address = withLook(url);
      if (address !== null) await call('openLink', { url: address }).catch(() => browser.openLink(address));
    },
    async share(item): Promise<Shared> {
      try {
        await call('share', { ...item }, shareWithin);
        return 'SHARED';
      } catch (error) {
        // -1: the person changed their mind. 1001 and 1002: this platform cannot.
        if (errorCodeOf(error) === '-1') return 'CANCELLED';
      }
      return import('./browser-deeds.ts').then((deeds) => deeds.share(item, copyText)).catch(() => 'FAILED');
    },
    // Whether a web view downloads is unknown, so the page shows the picture when the bridge does not keep it.
    saveImage: (dataUrl) => call('saveImage', { url: dataUrl }).then(() => 'SAVED' as const, () => 'SHOW' as const),
    copyText,
    ssoTicket: () => call('ssoTicket', {}).then(({ result, ticketId }) => (result && ticketId ? ticketId : null), () => null),
    userType: () => call('getUserType', {}).then(({ userType }) => (userType === '2' ? 'LEGAL_PERSON' : 'PERSON'), () => 'PERSON'),
    leaveFor: (url) => window.location.replace(url),
    countVisits: (router, isSignedIn) => void import('./statistics.ts').then((statistics) => statistics.followVisits(router, isSignedIn)).catch(() => undefined),
    completed: () => void import('./statistics.ts').then((statistics) => statistics.completed()).catch(() => undefined),
    onVisible,
  };
}

/** Listing rule 6: a link that leads outside carries the look in use, so that the next page can have it too. */
function withLook(url: string): string | null {
  if (!/^https?:\/\//i.test(url)) return null;
  const [address = '', fragment] = url.split('#', 2);
  const look = document.documentElement.dataset['theme'] === 'elder' ? 'elder' : 'normal';
  return `${address}${address.includes('?') ? '&' : '?'}uiType=${look}${fragment === undefined ? '' : `#${fragment}`}`;
}
