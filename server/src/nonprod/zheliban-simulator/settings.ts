import { BRIDGE_FAILURES, BRIDGE_METHODS } from './bridge-methods.ts';
import { FAULTS, faultLabel } from './faults.ts';
import { MGOP_FAULTS, MGOP_MESSAGES } from './mgop-gateway.ts';
import type { DemoAccount } from './personas.ts';

/** One switch of the container: its first choice is the default. */
export interface ContainerSetting {
  /** The name in `localStorage` and in the query of `/sim`. */
  readonly name: string;
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** Whether a change takes effect only when the app is opened again, as in the real container. */
  readonly reopens: boolean;
}

/** Where `localStorage` keeps the settings, shared by the bridge script and the drawer. */
export const SETTINGS_KEY = 'sanxian-sim';

/** A place the container can report (浙里办 1.3 `getLocation`). */
export interface DemoPlace {
  readonly longitude: number;
  readonly latitude: number;
  readonly cityName: string;
  readonly region: string;
  readonly townCode: string;
  readonly detailAddress: string;
  readonly cityId: string;
}

/**
 * Demo places: real districts, points rounded to a hundredth of a degree (about 1 km) near their centres, GCJ-02.
 * The last three digits of `townCode` are zero, so no real street is named.
 */
export const PLACES: Readonly<Record<string, DemoPlace>> = {
  hangzhou: place(120.13, 30.26, '杭州市', '西湖区', '330106'),
  wenzhou: place(120.65, 28.02, '温州市', '鹿城区', '330302'),
  jingning: place(119.63, 27.97, '丽水市', '景宁畲族自治县', '331127'),
  shanghai: place(121.48, 31.23, '上海市', '黄浦区', '310101'),
};

/** All switches of the simulated container, in the order of the drawer. */
export function containerSettings(accounts: readonly DemoAccount[]): readonly ContainerSetting[] {
  const faults = FAULTS.B.map((fault) => [fault, faultLabel(fault)] as const);
  return [
    setting('persona', '登录的演示人物', true, accounts.map(({ key, name, purpose }) => [key, `${name}（${purpose}）`] as const)),
    setting('container', '容器', true, [
      ['app', '浙里办 App'],
      ['wechat', '微信小程序'],
      ['alipay', '支付宝小程序'],
      ['jupiter', '丘比特原生容器'],
    ]),
    setting('uiStyle', '界面版本', false, [
      ['normal', '常规版'],
      ['elder', '长辈版'],
    ]),
    setting('appVersion', 'App 版本', true, [
      ['6.11.0', '6.11.0'],
      ['6.10.0', '6.10.0（没有界面版本接口）'],
    ]),
    setting('userType', '用户类型', true, [
      ['auto', '按人物'],
      ['0', '0 公务员'],
      ['1', '1 个人'],
      ['2', '2 法人'],
    ]),
    setting('ssoTicket', '统一单点登录', true, [
      ['supported', '支持（B 代 ticketId）'],
      ['unsupported', '不支持（改用 A 代）'],
      ['no-ticket', '支持但不给票据'],
      ['missing', '没有这个接口'],
      ['rejected', '接口拒绝'],
    ]),
    setting('fault', '登录结果（B 代）', false, [['none', '正常'], ...faults]),
    setting('location', '定位', false, [
      ['granted', '允许'],
      ['refused', '1001 无权限'],
      ['failed', '1002 定位失败'],
    ]),
    setting('place', '位置', false, Object.entries(PLACES).map(([key, { cityName, region }]) => [key, `${cityName} ${region}`] as const)),
    setting('network', '网络', false, [
      ['wifi', 'Wi-Fi'],
      ['4g', '4G'],
      ['3g', '3G'],
      ['2g', '2G'],
      ['unknown', '未知'],
      ['none', '无网络（请求会失败）'],
    ]),
    setting('ready', '桥就绪', true, [
      ['now', '立即'],
      ['slow', '缓慢（3 秒）'],
      ['never', '始终不就绪'],
    ]),
    setting('delay', '接口响应', false, [
      ['none', '立即'],
      ['slow', '缓慢（3 秒）'],
      ['never', '始终不响应'],
    ]),
    setting('failMethod', '出错的接口', false, [['none', '无'], ...BRIDGE_METHODS.map((method) => [method, method] as const)]),
    setting('failWith', '出错方式', false, BRIDGE_FAILURES),
    setting('zwlog', '埋点脚本', true, [
      ['works', '正常'],
      ['throws', '调用时报错'],
      ['never', '始终不就绪'],
    ]),
    setting('transport', '请求通道', true, [
      ['direct', '直接访问'],
      ['mgop', 'mgop 网关'],
    ]),
    setting('mgop', '下一次 mgop 调用', false, [['none', '正常'], ...MGOP_FAULTS.map((code) => [code, `${code} ${MGOP_MESSAGES[code]}`] as const)]),
  ];
}

function setting(
  name: string,
  label: string,
  reopens: boolean,
  choices: readonly (readonly [value: string, label: string])[],
): ContainerSetting {
  return { name, label, reopens, choices: choices.map(([value, text]) => ({ value, label: text })) };
}

function place(longitude: number, latitude: number, cityName: string, region: string, code: string): DemoPlace {
  return {
    longitude,
    latitude,
    cityName,
    region,
    townCode: `${code}000`,
    detailAddress: `${cityName}${region}演示位置`,
    cityId: `${code.slice(0, 4)}00`,
  };
}
