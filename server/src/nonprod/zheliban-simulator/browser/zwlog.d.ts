import type { BrowserScript } from './script-types.ts';

export const zwlog: BrowserScript;
