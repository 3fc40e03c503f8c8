import type { ReadSettings } from './script-types.ts';

export const readSettings: ReadSettings;
