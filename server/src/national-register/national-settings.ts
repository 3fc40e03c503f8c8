import type { NationalApiSettings } from './national-api.ts';

/** How the national register is reached: not at all, by HTTP, by files, or the simulated one of this server. */
export type NationalSettings = { readonly way: 'off' } | ({ readonly way: 'api' | 'simulator' } & NationalApiSettings) | { readonly way: 'folder'; readonly folder: string };

/** The settings as they stand in the environment. */
export interface NationalWords {
  readonly SANXIAN_NATIONAL_REGISTER: 'off' | 'api' | 'folder' | 'simulator';
  readonly SANXIAN_NATIONAL_URL: string;
  readonly SANXIAN_NATIONAL_TOKEN: string;
  readonly SANXIAN_NATIONAL_FOLDER: string;
}

/** The token of the simulated register: no secret. */
const DEMO_TOKEN = 'demo-national-register';

/** Below which path this server answers as the simulated national register. */
export const SIMULATED_AT = '/sim/national-register';

/** What makes the settings unusable, each fault with the name of its setting and never a value. */
export function faultsOfNationalSettings(set: NationalWords, isProduction: boolean): readonly string[] {
  switch (set.SANXIAN_NATIONAL_REGISTER) {
    case 'api': {
      const address = URL.parse(set.SANXIAN_NATIONAL_URL);
      const isUsable = address?.protocol === 'https:' || (address?.protocol === 'http:' && !isProduction);
      return [...(isUsable ? [] : ['SANXIAN_NATIONAL_URL (an address that begins with https://)']), ...(set.SANXIAN_NATIONAL_TOKEN ? [] : ['SANXIAN_NATIONAL_TOKEN (missing)'])];
    }
    case 'folder':
      return set.SANXIAN_NATIONAL_FOLDER ? [] : ['SANXIAN_NATIONAL_FOLDER (missing)'];
    case 'simulator':
      return isProduction ? ['SANXIAN_NATIONAL_REGISTER (the simulator must be off)'] : [];
    case 'off':
      return [];
  }
}

/** The settings of this installation. */
export function nationalSettings(set: NationalWords, ownUrl: string): NationalSettings {
  switch (set.SANXIAN_NATIONAL_REGISTER) {
    case 'api':
      return { way: 'api', url: set.SANXIAN_NATIONAL_URL.replace(/\/$/, ''), token: set.SANXIAN_NATIONAL_TOKEN };
    case 'folder':
      return { way: 'folder', folder: set.SANXIAN_NATIONAL_FOLDER };
    case 'simulator':
      return { way: 'simulator', url: `${ownUrl}${SIMULATED_AT}`, token: DEMO_TOKEN };
    case 'off':
      return { way: 'off' };
  }
}
