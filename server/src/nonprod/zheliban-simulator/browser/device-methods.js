/** @import { BridgeTools } from './script-types.ts' */

/**
 * The calls about storage, device, place, media and files (浙里办 1.3), each with the shape of its documented result. What the
 * notes call withdrawn, deprecated or not needed is refused as an unsupported platform does.
 * @param {BridgeTools} tools
 * @returns {Record<string, (options: any) => unknown>}
 */
export function deviceMethods({ config, settings, failure, show, ask }) {
  const prefix = `${config.settingsKey}:`;
  const picture = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
  const unsupported = () => {
    throw failure(1001, '平台不支持');
  };
  /** @returns {Record<string, any>} */
  const place = () => {
    const { location, place: key = '' } = settings();
    if (location === 'refused') throw failure(1001, '未开启定位权限');
    if (location === 'failed') throw failure(1002, '定位失败');
    return config.places[key] ?? {};
  };
  // webId and orgCode are numbers of the platform's own sites; ours are made up.
  /** @param {Record<string, any>} at */
  const cityOf = ({ cityId, cityName }) => ({ cityId, cityName, webId: 'demo', orgCode: 'demo' });

  return {
    setLocalStorage: ({ key, value }) => {
      window.localStorage.setItem(prefix + key, String(value));
      return { result: 'success' };
    },
    getLocalStorage: ({ key }) => {
      const value = window.localStorage.getItem(prefix + key);
      return value === null ? {} : { [key]: value };
    },
    removeLocalStorage: ({ key }) => {
      window.localStorage.removeItem(prefix + key);
      return { result: 'success' };
    },

    phoneCall: ({ corpId }) => {
      show('toast', { message: `拨打 ${corpId}（演示，不会真的拨出）` });
      return {};
    },
    sms: ({ phoneNumber }) => {
      show('toast', { message: `短信 ${phoneNumber}（演示，不会真的发出）` });
      return {};
    },
    getUUID: () => ({ uuid: 'demo-device' }),
    getNetworkType: () => ({ result: settings().network }),
    setClipboardData: () => {
      show('toast', { message: '已复制（演示）' });
      return {};
    },
    // Withdrawn by the platform for privacy.
    getClipboardData: unsupported,

    getLocation: () => {
      const { cityId: _cityId, ...location } = place();
      return location;
    },
    getCurrentLocationCity: () => cityOf(place()),
    selectCity: async () => {
      const cities = Object.values(config.places);
      const { buttonIndex } = await ask('actionSheet', { title: '选择城市', otherButtons: cities.map(({ cityName }) => cityName), cancelButton: '取消' });
      const chosen = cities[Number(buttonIndex)];
      if (chosen === undefined) throw failure(-1, '取消');
      return cityOf(chosen);
    },

    chooseImage: () => ({ picSrc: [picture], picPath: ['demo/picture.gif'] }),
    saveImage: ({ url }) => {
      if (!/^(data:image\/|https?:)/.test(String(url))) throw failure(1002, '保存失败');
      show('toast', { message: '图片已保存（演示）' });
      return {};
    },
    scan: () => ({ text: 'demo-code' }),
    uploadFile: () => ({ status: 'success', filePath: ['demo/file.pdf'], fileName: ['file.pdf'], msg: '' }),
    downloadFile: ({ url }) => ({ success: Boolean(url) }),

    monitorTrace: () => ({}),
    pay: unsupported,
    // Deprecated: the gateway mgop has taken its place.
    egop: unsupported,
  };
}
