import * as v from 'valibot';

interface CommonSettings {
  /** Where the platform listens; without a slash at the end. */
  readonly url: string;
  readonly appId: string;
  /** The key, agreed with the platform, under which it names people by their document number: 32 bytes. */
  readonly hashKey: Buffer;
  /** Who runs it and how they are reached, as people read it before they agree (个人信息保护法 art. 23). */
  readonly receiver: string;
  /** The `client_id` of the partner who asks us in the platform's name; empty when it does not. */
  readonly partner: string;
}

/** How the city's platform is reached. */
export interface CitySettings extends CommonSettings {
  readonly key: 'CITY';
  readonly guaranteeCode: string;
  readonly dataSource: string;
}

/** How the open platform is reached. */
export interface OpenSettings extends CommonSettings {
  readonly key: 'OPEN';
  readonly appSecret: string;
  readonly hospitalId: string;
  readonly channelNum: string;
}

/** One platform as configured. */
export type HealthCardSettings = CitySettings | OpenSettings;

const optional = v.optional(v.string(), '');

/** The settings of the environment, to be read with all the others by `config.ts`. */
export const healthCardEnvironment = {
  SANXIAN_CITY_CARD_URL: optional,
  SANXIAN_CITY_CARD_RECEIVER: optional,
  SANXIAN_CITY_CARD_APP_ID: optional,
  SANXIAN_CITY_CARD_GUARANTEE_CODE: optional,
  SANXIAN_CITY_CARD_DATA_SOURCE: optional,
  SANXIAN_CITY_CARD_HASH_KEY: optional,
  SANXIAN_CITY_CARD_PARTNER: optional,
  SANXIAN_OPEN_CARD_URL: optional,
  SANXIAN_OPEN_CARD_RECEIVER: optional,
  SANXIAN_OPEN_CARD_APP_ID: optional,
  SANXIAN_OPEN_CARD_APP_SECRET: optional,
  SANXIAN_OPEN_CARD_HOSPITAL_ID: optional,
  SANXIAN_OPEN_CARD_CHANNEL: v.optional(v.string(), '0'),
  SANXIAN_OPEN_CARD_HASH_KEY: optional,
  SANXIAN_OPEN_CARD_PARTNER: optional,
} as const;

type Environment = { readonly [Name in keyof typeof healthCardEnvironment]: string };

/** Reads the same settings for a command of the operator. */
export function healthCardSettingsIn(environment: Readonly<Record<string, string | undefined>>): readonly HealthCardSettings[] {
  return healthCardSettings(v.parse(v.object(healthCardEnvironment), environment), null, false);
}

/** Where the simulated platforms are mounted. */
export const SIMULATED_CARDS = '/health-card-simulator';

/** What the simulated platforms know us by, and as whom the city's asks us: made-up words that open nothing else. */
export const demoCards = { cityPartner: '5a4d0000-0000-4000-8000-000000000001', cityAppId: 'demo-city-app', openAppId: 'demo-open-app', openSecret: 'demo-open-secret', hashKey: Buffer.alloc(32, 'demo-health-card-hash-key'), receiver: '演示健康卡平台（演示数据，不是真实单位）' } as const;

/**
 * The platforms that are connected. `simulator` is the address of this server, where the simulated ones stand in for those that are not.
 * @throws Error that names every setting which is missing beside one that is there.
 */
export function healthCardSettings(set: Environment, simulator: string | null, isProduction: boolean): readonly HealthCardSettings[] {
  const faults: string[] = [];
  const need = (name: keyof Environment): string => {
    if (!set[name]) faults.push(name);
    return set[name];
  };
  const urlOf = (name: 'SANXIAN_CITY_CARD_URL' | 'SANXIAN_OPEN_CARD_URL'): string => {
    const url = URL.parse(set[name]);
    if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && !isProduction))) faults.push(`${name} (must begin with https://)`);
    return set[name].replace(/\/$/, '');
  };
  const keyOf = (name: 'SANXIAN_CITY_CARD_HASH_KEY' | 'SANXIAN_OPEN_CARD_HASH_KEY'): Buffer => {
    const key = Buffer.from(set[name], 'base64');
    if (key.length !== 32) faults.push(`${name} (32 bytes in base64)`);
    return key;
  };
  const platforms: HealthCardSettings[] = [];
  if (set.SANXIAN_CITY_CARD_URL) {
    platforms.push({ key: 'CITY', url: urlOf('SANXIAN_CITY_CARD_URL'), appId: need('SANXIAN_CITY_CARD_APP_ID'), guaranteeCode: set.SANXIAN_CITY_CARD_GUARANTEE_CODE, dataSource: set.SANXIAN_CITY_CARD_DATA_SOURCE, hashKey: keyOf('SANXIAN_CITY_CARD_HASH_KEY'), receiver: need('SANXIAN_CITY_CARD_RECEIVER'), partner: set.SANXIAN_CITY_CARD_PARTNER });
  } else if (simulator) {
    platforms.push({ key: 'CITY', url: `${simulator}${SIMULATED_CARDS}/city`, appId: demoCards.cityAppId, guaranteeCode: '', dataSource: '', hashKey: demoCards.hashKey, receiver: demoCards.receiver, partner: set.SANXIAN_CITY_CARD_PARTNER || demoCards.cityPartner });
  }
  if (set.SANXIAN_OPEN_CARD_URL) {
    platforms.push({ key: 'OPEN', url: urlOf('SANXIAN_OPEN_CARD_URL'), appId: need('SANXIAN_OPEN_CARD_APP_ID'), appSecret: need('SANXIAN_OPEN_CARD_APP_SECRET'), hospitalId: need('SANXIAN_OPEN_CARD_HOSPITAL_ID'), channelNum: set.SANXIAN_OPEN_CARD_CHANNEL, hashKey: keyOf('SANXIAN_OPEN_CARD_HASH_KEY'), receiver: need('SANXIAN_OPEN_CARD_RECEIVER'), partner: set.SANXIAN_OPEN_CARD_PARTNER });
  } else if (simulator) {
    platforms.push({ key: 'OPEN', url: `${simulator}${SIMULATED_CARDS}/open`, appId: demoCards.openAppId, appSecret: demoCards.openSecret, hospitalId: 'demo', channelNum: '0', hashKey: demoCards.hashKey, receiver: demoCards.receiver, partner: set.SANXIAN_OPEN_CARD_PARTNER });
  }
  if (faults.length > 0) throw new Error(faults.join(', '));
  return platforms;
}
