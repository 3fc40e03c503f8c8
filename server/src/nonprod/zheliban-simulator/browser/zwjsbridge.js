/** @import { ContainerConfig, ScriptParts } from './script-types.ts' */
/** @typedef {Record<string, any>} Options what a caller passes; the real bridge checks nothing either */

/**
 * Defines `window.ZWJSBridge` 1.1.0 (浙里办 1.3) inside the simulated container and gives the page the container's user
 * agent (1.2) and network. Settings are read at every call, so a switch in the drawer works at once.
 * @param {ContainerConfig} config
 * @param {ScriptParts} parts
 */
export function zwjsbridge(config, { readSettings, bridgeMethods, deviceMethods, containerNetwork }) {
  const settings = () => readSettings(config, window.localStorage);
  const isFramed = window.parent !== window;
  /** @type {Map<number, (value: any) => void>} */
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

  /** How the tester wants this call to fail, if at all. @param {string} method */
  const orderedFailure = (method) => (settings().failMethod === method ? (settings().failWith ?? '') : '');

  /** @param {string} ordered */
  const failAsOrdered = (ordered) => {
    if (ordered === 'reject') throw undefined;
    if (/^-?\d+$/.test(ordered)) throw failure(Number(ordered), '演示的错误');
  };

  /**
   * Defines one call: delayed, logged, by Promise and also by `onSuccess`/`onFail`, which occur in the field.
   * @param {string} method
   * @param {(options: Options) => unknown} work
   */
  const define = (method, work) => {
    bridge[method] = (options) => {
      const given = options ?? {};
      const id = ++calls;
      const ordered = orderedFailure(method);
      tell({ event: 'called', id, method, options: given });
      if (ordered === 'throw') throw new Error(`${method} is not a function`);
      const pace = ordered === 'slow' || ordered === 'never' ? ordered : settings().delay;
      const outcome = wait(pace).then(() => {
        failAsOrdered(ordered);
        return work(given);
      });
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

  const tools = {
    ...{ config, settings, isFramed, failure },
    /** @param {string} what @param {object} options */
    show: (what, options) => tell({ event: 'show', what, options }),
    /** @param {string} what @param {object} options @returns {Promise<any>} */
    ask: (what, options) =>
      new Promise((resolve) => {
        const id = ++calls;
        questions.set(id, resolve);
        tell({ event: 'ask', id, what, options });
      }),
    fetchTicketId: async () => {
      const { persona, fault } = settings();
      const response = await window.fetch('/sim/api/ticket-id', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ persona, fault }),
      });
      if (!response.ok) throw failure(1002, '获取票据失败');
      return (await response.json()).ticketId;
    },
  };

  bridge.onReady = (/** @type {() => void} */ callback) => {
    wait(settings().ready).then(() => callback());
  };
  const missing = [settings().ssoTicket === 'missing' ? 'ssoTicket' : '', settings().failWith === 'missing' ? settings().failMethod : ''];
  for (const [method, work] of Object.entries({ ...bridgeMethods(tools), ...deviceMethods(tools) })) {
    if (!missing.includes(method)) define(method, work);
  }

  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || origin !== window.location.origin || data?.simulator !== 'zheliban') return;
    questions.get(data.id)?.(data.value);
    questions.delete(data.id);
  });

  const marks = { app: 'dtdreamweb hanweb', wechat: 'MicroMessenger miniProgram', alipay: 'MiniProgram AlipayClient', jupiter: 'dtdreamweb hanweb Jupiter' };
  const mark = new Map(Object.entries(marks)).get(settings().container ?? '');
  const userAgent = `${window.navigator.userAgent} ${mark}`;
  Object.defineProperty(window.navigator, 'userAgent', { configurable: true, get: () => userAgent });

  containerNetwork(config, settings, tell);
  Object.assign(window, { ZWJSBridge: bridge });
  tell({ event: 'started' });
}
