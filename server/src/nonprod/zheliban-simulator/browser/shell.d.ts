import type { BrowserScript } from './script-types.ts';

export const shell: BrowserScript;
