import type { Container } from '../../../schema/generated/graphql.ts';
import { type AppContainer, PlaceUnknown } from './app-container.ts';
import { onVisible } from './on-visible.ts';
import type { ZheliBanBridge } from './zheliban-bridge.ts';

/** The bridge has been seen never to become ready; the page goes on without it after this time. */
const readyWithin = 1_500;
const answerWithin = 5_000;
/** Asking for the place may show a question to the person first. */
const placeWithin = 20_000;

/** No answer in time from a bridge that may never give one. */
class NoAnswer extends Error {}

/**
 * Which of the three containers this is, by the user agent in the order of the platform's own library (channel.md 1.2):
 * `dtdreamweb` first, because the app's agent holds `hanweb` as well.
 */
export function channelOf(userAgent: string): Container {
  const agent = userAgent.toLowerCase();
  if (agent.includes('dtdreamweb') || agent.includes('hanweb')) return 'ZHELIBAN_APP';
  if (agent.includes('micromessenger')) return 'ZHELIBAN_WECHAT';
  if (agent.includes('alipay')) return 'ZHELIBAN_ALIPAY';
  return 'ZHELIBAN_APP';
}

/** 浙里办 through its bridge. Bridge functions that are missing, reject or stay silent fall back to the modest answer. */
export function zheliBanContainer(bridge: Partial<ZheliBanBridge>, userAgent: string): AppContainer {
  const ready = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, readyWithin);
    const isReady = () => {
      clearTimeout(timer);
      resolve();
    };
    if (bridge.onReady) bridge.onReady(isReady);
    else isReady();
  });

  async function call<Name extends Exclude<keyof ZheliBanBridge, 'onReady'>>(
    name: Name,
    input: Parameters<ZheliBanBridge[Name]>[0],
    within = answerWithin,
  ): Promise<Awaited<ReturnType<ZheliBanBridge[Name]>>> {
    await ready;
    // Called on the bridge itself: its functions use `this`.
    const ask = bridge as unknown as Partial<Record<Name, (input: unknown) => Promise<Awaited<ReturnType<ZheliBanBridge[Name]>>>>>;
    if (ask[name] === undefined) throw new NoAnswer(name);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new NoAnswer(name)), within);
    });
    try {
      return await Promise.race([ask[name](input ?? {}), silence]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    kind: 'zheliban',
    channel: channelOf(userAgent),
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
    ssoTicket: () => call('ssoTicket', {}).then(({ result, ticketId }) => (result && ticketId ? ticketId : null), () => null),
    userType: () => call('getUserType', {}).then(({ userType }) => (userType === '2' ? 'LEGAL_PERSON' : 'PERSON'), () => 'PERSON'),
    leaveFor: (url) => window.location.replace(url),
    onVisible,
  };
}

/** The bridge rejects with `{ errorCode }`, `{ code }` or `{ error }`, depending on the container. */
function errorCodeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { errorCode, code, error: plain } = error as Readonly<Record<'errorCode' | 'code' | 'error', unknown>>;
  return String(errorCode ?? code ?? plain ?? '');
}
