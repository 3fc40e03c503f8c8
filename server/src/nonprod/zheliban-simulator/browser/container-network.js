/** @import { ContainerConfig, Settings } from './script-types.ts' */

/**
 * The network as the container gives it to the page: switched off, with an ordered fault of the gateway mgop (once), and with the
 * native ways to the gateway that 丘比特 and Alipay have (浙里办 1.7). A page that is to go through the gateway is told so by a
 * `<meta name="mgop">`, as the build of the package writes it.
 * @param {ContainerConfig} config
 * @param {() => Settings} settings
 * @param {(message: object) => void} tell
 */
export function containerNetwork(config, settings, tell) {
  const realFetch = window.fetch.bind(window);
  let calls = 0;

  /** The fault ordered for the next call; it is used up by it. */
  const takeFault = () => {
    const { mgop = 'none' } = settings();
    if (mgop !== 'none') window.localStorage.setItem(config.settingsKey, JSON.stringify({ ...settings(), mgop: 'none' }));
    return mgop === 'none' ? {} : { [config.mgopFaultHeader]: mgop };
  };

  /** @param {any} address @param {any} init */
  const throughGateway = async (address, init) => {
    const id = `mgop-${++calls}`;
    tell({ event: 'called', id, method: 'mgop', options: {} });
    const response = await realFetch(address, { ...init, headers: { ...init?.headers, ...takeFault() } });
    const { rs } = await response.clone().json();
    tell({ event: 'settled', id, outcome: rs === 1000 ? 'resolved' : 'rejected', value: { rs } });
    return response;
  };

  window.fetch = (address, init) => {
    if (settings().network === 'none') return Promise.reject(new TypeError('Failed to fetch'));
    return String(address).startsWith('/h5/mgop') ? throughGateway(address, init) : realFetch(address, init);
  };

  /** @param {object} call */
  const natively = async (call) => (await window.fetch('/sim/api/mgop', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(call) })).json();

  const { container, transport } = settings();
  if (container === 'jupiter') {
    Object.assign(window, {
      JupiterJSBridge: {
        /** @param {string} name @param {any} input @param {(result: object) => void} answer */
        call(name, input, answer) {
          const { api, header, param } = input?.params ?? {};
          const isKnown = name === 'eGovernmentApi' && input?.apiName === 'egop';
          if (!isKnown) return answer({ errorCode: -1 });
          natively({ ak: header?.['extra-ak'], api, headers: header, data: param }).then(
            ({ rs, data }) => answer({ errorCode: rs === 1000 ? 0 : rs, data }),
            () => answer({ errorCode: -1 }),
          );
        },
      },
    });
  }
  if (container === 'alipay') {
    Object.assign(window, {
      /** @param {string} _name @param {any} call */
      AlipayMiniAppCall: (_name, { query, headers, data }) => natively({ ak: query?.ak, api: query?.api, headers, data }),
    });
  }
  if (transport === 'mgop') {
    const note = document.createElement('meta');
    note.name = 'mgop';
    note.content = JSON.stringify(config.mgop);
    document.head.append(note);
  }
}
