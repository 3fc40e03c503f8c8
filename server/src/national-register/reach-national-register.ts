import { NationalApi } from './national-api.ts';
import { NationalFiles } from './national-files.ts';
import type { NationalRegister } from './national-register.ts';
import type { NationalSettings } from './national-settings.ts';

/** The way to the national register; null where none is set up. */
export function nationalRegisterOf(settings: NationalSettings): NationalRegister | null {
  switch (settings.way) {
    case 'off':
      return null;
    case 'folder':
      return new NationalFiles(settings.folder);
    default:
      return new NationalApi(settings);
  }
}
