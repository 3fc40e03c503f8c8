import type { BridgeMethods } from './script-types.ts';

export const deviceMethods: BridgeMethods;
