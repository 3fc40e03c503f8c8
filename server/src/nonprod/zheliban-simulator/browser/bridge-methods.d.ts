import type { BridgeMethods } from './script-types.ts';

export const bridgeMethods: BridgeMethods;
