/** @import { ContainerConfig, ScriptParts } from './script-types.ts' */
/** @typedef {Record<string, any>} Options what a caller passes; the real bridge checks nothing either */

/**
 * Defines `window.ZWJSBridge` 1.1.0 (浙里办 1.3) inside the simulated container and gives the page the container's user
 * agent (1.2). Settings are read at every call, so a switch in the drawer works at once.
 * @param {ContainerConfig} config
 * @param {ScriptParts} parts
 */
export function zwjsbridge(config, { readSettings }) {
  const settings = () => readSettings(config, window.localStorage);
  const isFramed = window.parent !== window;
  const storagePrefix = `${config.settingsKey}:`;
  /** @type {Map<number, (value: unknown) => void>} */
  const questions = new Map();
  let calls = 0;

  /** @type {Record<string, (options?: any) => unknown>} */
  const bridge = {};

  /** Tells the frame around us. @param {Options} message */
  const tell = (message) => {
    // Callbacks cannot travel; JSON drops them.
    const plain = JSON.parse(JSON.stringify({ simulator: 'zheliban', ...message }));
    if (isFramed) window.parent.postMessage(plain, window.location.origin);
  };

  /** Waits as the switch says. @param {string | undefined} pace @returns {Promise<void>} */
  const wait = (pace) =>
    pace === 'never'
      ? new Promise(() => {})
      : new Promise((resolve) => setTimeout(resolve, pace === 'slow' ? config.slowMs : 0));

  /** The shape of a rejection is documented by its codes only. @param {number} errorCode @param {string} errorMessage */
  const failure = (errorCode, errorMessage) => ({ errorCode, errorMessage });
  const unsupported = () => Promise.reject(failure(1001, '平台不支持'));

  /**
   * Defines one call: delayed, logged, by Promise and also by `onSuccess`/`onFail`, which occur in the field.
   * @param {string} method
   * @param {(options: Options) => unknown} work
   */
  const define = (method, work) => {
    bridge[method] = (options) => {
      const given = options ?? {};
      const id = ++calls;
      tell({ event: 'called', id, method, options: given });
      const outcome = wait(settings().delay).then(() => work(given));
      outcome.then(
        (value) => {
          tell({ event: 'settled', id, outcome: 'resolved', value });
          given.onSuccess?.(value);
        },
        (error) => {
          tell({ event: 'settled', id, outcome: 'rejected', value: error?.message ?? error });
          given.onFail?.(error);
        },
      );
      return outcome;
    };
  };

  /** Shows something around the page. @param {string} what @param {Options} options */
  const show = (what, options) => tell({ event: 'show', what, options });

  /** Asks the person by a dialog of the frame. @param {string} what @param {Options} options @returns {Promise<any>} */
  const ask = (what, options) =>
    new Promise((resolve) => {
      const id = ++calls;
      questions.set(id, resolve);
      tell({ event: 'ask', id, what, options });
    });

  const fetchTicketId = async () => {
    const { persona, fault } = settings();
    const response = await window.fetch('/sim/api/ticket-id', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ persona, fault }),
    });
    if (!response.ok) throw failure(1002, '获取票据失败');
    return (await response.json()).ticketId;
  };

  const place = () => {
    const { location, place: key = '' } = settings();
    if (location === 'refused') throw failure(1001, '未开启定位权限');
    if (location === 'failed') throw failure(1002, '定位失败');
    return config.places[key] ?? {};
  };

  bridge.onReady = (/** @type {() => void} */ callback) => {
    wait(settings().ready).then(() => callback());
  };
  if (settings().ssoTicket !== 'missing') {
    define('ssoTicket', async () => {
      const support = settings().ssoTicket;
      if (support === 'rejected') throw failure(1002, '单点登录失败');
      if (support === 'unsupported') return { result: false };
      return support === 'no-ticket' ? { result: true } : { result: true, ticketId: await fetchTicketId() };
    });
  }
  define('getUserType', () => {
    const { userType, persona = '' } = settings();
    return { userType: userType === 'auto' ? config.userTypes[persona] : userType };
  });
  define('getUiStyle', () => {
    const { uiStyle } = settings();
    return uiStyle === 'old-app' ? Promise.reject(failure(1001, '当前版本不支持')) : { uiStyle };
  });
  define('setTitle', ({ title }) => {
    show('title', { title });
    return { result: 'success' };
  });
  define('close', () => {
    // A moment later, so that the outcome is told before the frame is gone.
    setTimeout(() => (isFramed ? show('closed', {}) : window.close()), 0);
    return {};
  });
  define('openLink', async ({ url, type }) => {
    if (type === 'reload') return { ticketId: await fetchTicketId() };
    window.open(url, '_blank', 'noopener');
    return {};
  });
  define('phoneCall', ({ corpId }) => {
    show('toast', { message: `拨打 ${corpId}（演示，不会真的拨出）` });
    return {};
  });
  define('getNetworkType', () => ({ result: settings().network }));
  define('getLocation', () => {
    const { cityId: _cityId, ...location } = place();
    return location;
  });
  define('getCurrentLocationCity', () => {
    const { cityId, cityName } = place();
    // webId and orgCode are numbers of the platform's own sites; ours are made up.
    return { cityId, cityName, webId: 'demo', orgCode: 'demo' };
  });
  define('setLocalStorage', ({ key, value }) => {
    window.localStorage.setItem(storagePrefix + key, String(value));
    return { result: 'success' };
  });
  define('getLocalStorage', ({ key }) => {
    const value = window.localStorage.getItem(storagePrefix + key);
    return value === null ? {} : { [key]: value };
  });
  define('removeLocalStorage', ({ key }) => {
    window.localStorage.removeItem(storagePrefix + key);
    return { result: 'success' };
  });
  define('toast', (options) => {
    show('toast', options);
    return {};
  });
  define('alert', async (options) => {
    if (isFramed) await ask('alert', options);
    else window.alert(options.message);
    return {};
  });
  define('confirm', async (options) =>
    isFramed ? ask('confirm', options) : { buttonIndex: window.confirm(options.message) ? 0 : 1 },
  );
  define('share', ({ url, title }) => {
    if (!url) return Promise.reject(failure(1002, '分享失败'));
    show('toast', { message: `分享：${title ?? url}（演示）` });
    return {};
  });
  const others =
    'setMenu zmAuthentication sms getUUID setClipboardData getClipboardData monitorTrace chooseImage saveImage scan pay ' +
    'uploadFile downloadFile prompt actionSheet showPreloader hidePreloader selectCity directShare egop';
  for (const method of others.split(' ')) define(method, unsupported);

  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || origin !== window.location.origin || data?.simulator !== 'zheliban') return;
    questions.get(data.id)?.(data.value);
    questions.delete(data.id);
  });

  const marks = { app: 'dtdreamweb hanweb', wechat: 'MicroMessenger miniProgram', alipay: 'MiniProgram AlipayClient' };
  const mark = new Map(Object.entries(marks)).get(settings().container ?? '');
  const userAgent = `${window.navigator.userAgent} ${mark}`;
  Object.defineProperty(window.navigator, 'userAgent', { configurable: true, get: () => userAgent });

  const realFetch = window.fetch.bind(window);
  window.fetch = (...request) =>
    settings().network === 'none' ? Promise.reject(new TypeError('Failed to fetch')) : realFetch(...request);

  Object.assign(window, { ZWJSBridge: bridge });
  tell({ event: 'started' });
}
