import { createHmac } from 'node:crypto';
import { CityPlatform } from './city-platform.ts';
import type { HealthCardPlatform, HealthCardPlatformKey } from './health-card-platform.ts';
import type { HealthCardSettings } from './health-card-settings.ts';
import { OpenPlatform } from './open-platform.ts';

const made = new WeakMap<readonly HealthCardSettings[], ReadonlyMap<HealthCardPlatformKey, HealthCardPlatform>>();

/** The adapters of the platforms that are connected: made once for a configuration, because some of them hold a token for all calls. */
export function platformsOf({ healthCards }: { readonly healthCards: readonly HealthCardSettings[] }, now: () => Date): ReadonlyMap<HealthCardPlatformKey, HealthCardPlatform> {
  const known = made.get(healthCards);
  if (known) return known;
  const platforms = new Map(healthCards.map((settings): [HealthCardPlatformKey, HealthCardPlatform] => [settings.key, settings.key === 'CITY' ? new CityPlatform(settings) : new OpenPlatform(settings, now)]));
  made.set(healthCards, platforms);
  return platforms;
}

/** How a platform names a person by their 居民身份证: HMAC-SHA-256 under the agreed key over `01|` and the number in capitals, in hex. */
export function holderHash({ hashKey }: Pick<HealthCardSettings, 'hashKey'>, documentNumber: string): string {
  return createHmac('sha256', hashKey).update(`01|${documentNumber.toUpperCase()}`).digest('hex');
}
